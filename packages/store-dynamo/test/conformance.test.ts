import { describeStore } from '@cmz/store-conformance'
import { localCredentials, localRegion, type RunningServer } from '@cmz/dynamo-servers'
import { afterAll, beforeAll, describe } from 'vitest'
import { dynamoDriver } from '../src/index.ts'
import { servers } from './servers.ts'

/** dynalite compares nested values by identity of its parsed JSON, and binaries as text; it takes empty index keys. */
const dynaliteGaps = {
  'numbers in lists and maps are equal by value': 'dynalite never finds two lists or two maps equal (rule 1.8)',
  'eq compares lists and maps by their contents': 'dynalite never finds two lists or two maps equal (rule 1.8)',
  'contains finds a list within a list': 'dynalite looks for text, numbers and binaries only (rule 4.13)',
  'contains finds null in a list': 'dynalite looks for text, numbers and binaries only (rule 4.13)',
  'an empty index key is refused from whoever does not know the index':
    'dynalite takes an empty text for an index key (rule 2.12)',
  'bytes that are no text are told apart': 'dynalite decodes binaries as UTF-8 before it looks into them (rule 4.12)',
}

/** DynamoDB itself or another server, for whoever may use it; the SDK's own chain finds region and credentials. */
const endpoint = process.env['DYNAMODB_ENDPOINT_URL'] || undefined
if (endpoint !== undefined) {
  describeStore(`DynamoDB driver on ${endpoint}`, {
    capabilities: { transactions: true, reopen: true },
    open: async () => ({ driver: () => dynamoDriver({ endpoint }), end: async () => {} }),
  })
}

for (const { name, start, transactions } of servers) {
  describe(name, () => {
    let server: RunningServer

    beforeAll(async () => {
      server = await start()
    })

    afterAll(() => server.stop())

    describeStore(`DynamoDB driver on ${name}`, {
      // the server keeps the tables of all scenarios, so a new driver finds what the one before wrote
      capabilities: { transactions, reopen: true },
      open: async () => ({
        driver: () =>
          dynamoDriver({ endpoint: server.endpoint, region: localRegion, credentials: localCredentials, transactions }),
        end: async () => {},
      }),
      gaps: name === 'dynalite' ? dynaliteGaps : {},
    })
  })
}
