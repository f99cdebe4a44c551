import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { RunningServer } from '@cmz/dynamo-servers'
import type { Contender, Session } from '../contender.ts'
import { type User, userOf } from '../items.ts'

const TableName = 'bench-users'
const batchSize = 25
const batchesAtOnce = 4

export const dynalite: Contender = {
  name: 'dynalite',
  survives: 'nothing',
  about: 'in memory, through the AWS SDK; the server runs in the process of its caller, as in tests',
  mostItems: 100_000,
  slow: true,
  async open({ items }) {
    const { startDynalite } = await import('@cmz/dynamo-servers')
    return openServer(await startDynalite(), items)
  },
}

export const dynoxide: Contender = {
  name: 'dynoxide',
  survives: 'nothing',
  about: 'in memory, through the AWS SDK; the server is a process of its own',
  mostItems: 100_000,
  slow: true,
  async open({ items }) {
    const { dynoxideAvailable, startDynoxide } = await import('@cmz/dynamo-servers')
    if (!dynoxideAvailable()) throw new Error('dynoxide has no binary for this machine')
    return openServer(await startDynoxide(), items)
  },
}

/** The document client on a server, with the items; closing it stops the server. */
export async function openServer(server: RunningServer, items: number): Promise<Session> {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb')
  const { DynamoDBDocumentClient } = await import('@aws-sdk/lib-dynamodb')
  const { localCredentials, localRegion } = await import('@cmz/dynamo-servers')
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: server.endpoint, region: localRegion, credentials: localCredentials }),
  )
  try {
    await load(client, items)
  } catch (error) {
    await server.stop()
    throw error
  }
  return session(client, server, items)
}

async function load(client: DynamoDBDocumentClient, items: number): Promise<void> {
  const { CreateTableCommand, waitUntilTableExists } = await import('@aws-sdk/client-dynamodb')
  const { BatchWriteCommand } = await import('@aws-sdk/lib-dynamodb')
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'userId', AttributeType: 'S' },
        { AttributeName: 'familyId', AttributeType: 'S' },
      ],
      KeySchema: [{ AttributeName: 'userId', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byFamily',
          KeySchema: [{ AttributeName: 'familyId', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  )
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { TableName })
  let next = 0
  const loader = async (): Promise<void> => {
    for (let from = next; from < items; from = next) {
      next += batchSize
      const users = Array.from({ length: Math.min(batchSize, items - from) }, (_each, index) => userOf(from + index))
      const puts = users.map((Item) => ({ PutRequest: { Item } }))
      await client.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }))
    }
  }
  await Promise.all(Array.from({ length: batchesAtOnce }, loader))
}

async function session(client: DynamoDBDocumentClient, server: RunningServer, items: number): Promise<Session> {
  const { DeleteTableCommand, waitUntilTableNotExists } = await import('@aws-sdk/client-dynamodb')
  const { GetCommand, PutCommand, QueryCommand, paginateScan, UpdateCommand } = await import('@aws-sdk/lib-dynamodb')
  return {
    async get(userId) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: { userId }, ConsistentRead: true }))
      return Item
    },
    put: (Item) => client.send(new PutCommand({ TableName, Item })),
    async update(userId, { displayName, visits }) {
      const { Attributes } = await client.send(
        new UpdateCommand({
          TableName,
          Key: { userId },
          UpdateExpression: 'SET displayName = :displayName, visits = :visits',
          ConditionExpression: 'attribute_exists(userId)',
          ExpressionAttributeValues: { ':displayName': displayName, ':visits': visits },
          ReturnValues: 'ALL_NEW',
        }),
      )
      return Attributes
    },
    async query(familyId) {
      const { Items } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: 'byFamily',
          KeyConditionExpression: 'familyId = :familyId',
          ExpressionAttributeValues: { ':familyId': familyId },
        }),
      )
      return Items
    },
    async list() {
      const users: User[] = []
      for await (const { Items } of paginateScan({ client }, { TableName })) users.push(...(Items as User[]))
      return users.toSorted((left, right) => (left.userId < right.userId ? -1 : 1))
    },
    async reset() {
      await client.send(new DeleteTableCommand({ TableName }))
      await waitUntilTableNotExists({ client, maxWaitTime: 10, minDelay: 1, maxDelay: 1 }, { TableName })
      await load(client, items)
    },
    async close() {
      client.destroy()
      await server.stop()
    },
  }
}
