import { createRequire } from 'node:module'

// else it prints that it is old, which is why it is here
process.env['AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE'] = '1'

/** The AWS SDK v2; who imports it here does so before anything else that uses it. */
export const AWS = createRequire(import.meta.url)('aws-sdk') as typeof import('aws-sdk')
