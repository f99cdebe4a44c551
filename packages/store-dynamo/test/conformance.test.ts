import { describeStore } from '@cmz/store-conformance'
import { localCredentials, localRegion, type RunningServer } from '@cmz/dynamo-servers'
import { afterAll, beforeAll, describe } from 'vitest'
import { dynamoDriver } from '../src/index.ts'
import { servers } from './servers.ts'

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
    })
  })
}
