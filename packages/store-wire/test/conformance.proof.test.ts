import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { localCredentials, localRegion } from '@cmz/dynamo-servers'
import { describeStore, type Session } from '@cmz/store-conformance'
import { dynamoDriver } from '@cmz/store-dynamo'
import { type Endpoint, startEndpoint } from '../src/index.ts'

describeStore('DynamoDB driver on our endpoint, on files', {
  capabilities: { transactions: true, currentItems: true, reopen: true },
  oneOf: process.env['PROOF'] === 'full' ? 1 : 10,
  open: onFiles,
})

/** Each driver has an endpoint of its own, so that what a scenario opens again is read from the files. */
async function onFiles(): Promise<Session> {
  const dir = await mkdtemp(join(tmpdir(), 'cmz-wire-'))
  let endpoint: Endpoint | undefined
  return {
    driver: async () => {
      await endpoint?.stop()
      endpoint = await startEndpoint({ dir })
      return dynamoDriver({ endpoint: endpoint.url, region: localRegion, credentials: localCredentials })
    },
    end: async () => {
      await endpoint?.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
