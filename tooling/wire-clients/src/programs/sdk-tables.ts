import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb'
import { Printout } from '../printout.ts'

const TableName = 'sdk-tables'

/** The AWS SDK v3 on tables: made, described, listed, with a new index, with a time to live, deleted. */
export async function sdkTables(client: DynamoDBClient): Promise<string[]> {
  const out = new Printout()
  await createOrders(client, TableName)
  await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 1 }, { TableName })
  const { Table } = await client.send(new DescribeTableCommand({ TableName }))
  out.say('table', { keys: Table?.KeySchema, status: Table?.TableStatus, arn: Table?.TableArn?.split('/').at(-1) })
  out.say(
    'its global indexes',
    Table?.GlobalSecondaryIndexes?.map(({ IndexName, IndexStatus }) => [IndexName, IndexStatus]),
  )
  out.say(
    'its local indexes',
    Table?.LocalSecondaryIndexes?.map(({ IndexName, Projection }) => [IndexName, Projection]),
  )
  const { TableNames } = await client.send(new ListTablesCommand({ ExclusiveStartTableName: 'sdk-order', Limit: 1 }))
  out.say('listed', TableNames)
  await out.refused(
    'made again',
    client.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions: [{ AttributeName: 'customer', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'customer', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    ),
  )
  await changes(client, out)
  return out.lines
}

/** Makes a table of customers' orders with a global and a local index. */
export async function createOrders(client: DynamoDBClient, name: string): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions: ['customer', 'order', 'status', 'price'].map((AttributeName) => ({
        AttributeName,
        AttributeType: AttributeName === 'price' ? 'N' : 'S',
      })),
      KeySchema: [
        { AttributeName: 'customer', KeyType: 'HASH' },
        { AttributeName: 'order', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byStatus',
          KeySchema: [
            { AttributeName: 'status', KeyType: 'HASH' },
            { AttributeName: 'price', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: 'byPrice',
          KeySchema: [
            { AttributeName: 'customer', KeyType: 'HASH' },
            { AttributeName: 'price', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  )
}

async function changes(client: DynamoDBClient, out: Printout): Promise<void> {
  for (const [order, status] of ['open', 'paid', undefined].entries()) {
    const Item = {
      customer: { S: 'ada' },
      order: { S: String(order) },
      visits: { N: '2.1' },
      ...(status && { status: { S: status } }),
    }
    await client.send(new PutItemCommand({ TableName, Item }))
  }
  await client.send(
    new UpdateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'status', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: 'statusOnly',
            KeySchema: [{ AttributeName: 'status', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['visits'] },
          },
        },
      ],
    }),
  )
  await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 1 }, { TableName })
  const onNew = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'statusOnly',
      KeyConditionExpression: '#s = :s',
      ExpressionAttributeNames: { '#s': 'status' },
      ExpressionAttributeValues: { ':s': { S: 'paid' } },
    }),
  )
  out.say('on the new index', onNew.Items)
  const before = await client.send(new DescribeTimeToLiveCommand({ TableName }))
  out.say('time to live', before.TimeToLiveDescription)
  const ttl = await client.send(
    new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName: 'until', Enabled: true } }),
  )
  out.say('set', ttl.TimeToLiveSpecification)
  await client.send(new DeleteTableCommand({ TableName }))
  await waitUntilTableNotExists({ client, maxWaitTime: 20, minDelay: 1 }, { TableName })
  await out.refused('a table that is gone', client.send(new DescribeTableCommand({ TableName })))
}
