import { localCredentials, localRegion, type RunningServer } from '@cmz/dynamo-servers'
import { describeStore, type Harness } from '@cmz/store-conformance'
import { afterAll, beforeAll, describe } from 'vitest'
import { dynamoDriver } from '../src/index.ts'
import type { TestServer } from './servers.ts'

/** The suite for this driver on a server that the tests start. */
export function describeServer(
  { name, start, transactions }: TestServer,
  options: Pick<Harness, 'gaps' | 'oneOf'>,
): void {
  describe(name, () => {
    let server: RunningServer

    beforeAll(async () => {
      server = await start()
    })

    afterAll(() => server.stop())

    describeStore(`DynamoDB driver on ${name}`, {
      // the server keeps the tables of all scenarios, so a new driver finds what the one before wrote
      capabilities: { transactions, currentItems: transactions, reopen: true },
      open: async () => ({
        driver: () =>
          dynamoDriver({
            endpoint: server.endpoint,
            region: localRegion,
            credentials: localCredentials,
            transactions,
            timeToLive: transactions,
          }),
        end: async () => {},
      }),
      ...options,
    })
  })
}
