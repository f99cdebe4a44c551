import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { localCredentials, localRegion } from '@cmz/dynamo-servers'
import { describeStore, type Session } from '@cmz/store-conformance'
import { dynamoDriver } from '@cmz/store-dynamo'
import { storeRequestHandler } from '../src/index.ts'

describeStore('DynamoDB driver on our handler, in memory', {
  capabilities: { transactions: true, currentItems: true, reopen: true },
  open: async () => inMemory(),
})

/** The handler keeps the data of a scenario, whose drivers come and go. */
function inMemory(): Session {
  const client = new DynamoDBClient({
    region: localRegion,
    credentials: localCredentials,
    requestHandler: storeRequestHandler({ memory: true }),
  })
  return { driver: () => dynamoDriver({ client }), end: async () => client.destroy() }
}
