import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb'
import { Printout } from '../printout.ts'
import { createOrders } from './sdk-tables.ts'

const TableName = 'sdk-orders'

/** The AWS SDK v3 with values in DynamoDB's JSON: items of every type, indexes, pages, batches, transactions. */
export async function sdkItems(client: DynamoDBClient): Promise<string[]> {
  const out = new Printout()
  await createOrders(client, TableName)
  await items(client, out)
  await reads(client, out)
  await batches(client, out)
  await transactions(client, out)
  return out.lines
}

const key = { customer: { S: 'ada' }, order: { S: '2030-01' } }

async function items(client: DynamoDBClient, out: Printout): Promise<void> {
  const Item = {
    ...key,
    status: { S: 'open' },
    price: { N: '12.50' },
    paid: { BOOL: false },
    note: { NULL: true as const },
    photo: { B: Uint8Array.of(0, 255, 7) },
    tags: { SS: ['new', 'gift'] },
    counts: { NS: ['3', '1', '20'] },
    lines: { L: [{ M: { sku: { S: 'a-1' }, amount: { N: '2' } } }, { S: '' }] },
    precise: { N: '12345678901234567890123456789012345678' },
  }
  await client.send(new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(customer)' }))
  await out.refused(
    'put again',
    client.send(new PutItemCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(customer)' })),
  )
  const { Item: read } = await client.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }))
  out.say('item', read)
  const part = await client.send(
    new GetItemCommand({
      TableName,
      Key: key,
      ProjectionExpression: '#l[0].sku, paid',
      ExpressionAttributeNames: { '#l': 'lines' },
    }),
  )
  out.say('part of it', part.Item)
  const missing = await client.send(new GetItemCommand({ TableName, Key: { ...key, order: { S: 'no' } } }))
  out.say('no item', missing.Item)

  const updated = await client.send(
    new UpdateItemCommand({
      TableName,
      Key: key,
      UpdateExpression:
        'SET #s = :paid, #l[0].amount = #l[0].amount + :one, history = list_append(if_not_exists(history, :none), :h) REMOVE note ADD visits :one DELETE tags :gift',
      ConditionExpression: '#s = :open AND size(tags) = :two AND contains(tags, :new) AND price BETWEEN :one AND :many',
      ExpressionAttributeNames: { '#s': 'status', '#l': 'lines' },
      ExpressionAttributeValues: {
        ':paid': { S: 'paid' },
        ':open': { S: 'open' },
        ':one': { N: '1' },
        ':two': { N: '2' },
        ':many': { N: '1e3' },
        ':none': { L: [] },
        ':h': { L: [{ S: 'paid in cash' }] },
        ':gift': { SS: ['gift'] },
        ':new': { S: 'new' },
      },
      ReturnValues: 'ALL_NEW',
    }),
  )
  out.say('updated', updated.Attributes)
  const counted = await client.send(
    new UpdateItemCommand({
      TableName,
      Key: key,
      UpdateExpression: 'ADD visits :one',
      ExpressionAttributeValues: { ':one': { N: '0.1' } },
      ReturnValues: 'UPDATED_NEW',
    }),
  )
  out.say('counted', counted.Attributes)
  const legacy = await client.send(
    new UpdateItemCommand({
      TableName,
      Key: key,
      AttributeUpdates: { visits: { Action: 'ADD', Value: { N: '1' } }, precise: { Action: 'DELETE' } },
      Expected: { status: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'paid' }] } },
      ReturnValues: 'UPDATED_OLD',
    }),
  )
  out.say('changed with the old parameters', legacy.Attributes)
  await out.refused(
    'a wrong key',
    client.send(new GetItemCommand({ TableName, Key: { customer: { N: '1' }, order: { S: 'x' } } })),
  )
  await out.refused('no such table', client.send(new GetItemCommand({ TableName: 'sdk-nothing', Key: key })))
}

async function reads(client: DynamoDBClient, out: Printout): Promise<void> {
  for (let i = 1; i <= 12; i++) {
    const order = `2031-${String(i).padStart(2, '0')}`
    await client.send(
      new PutItemCommand({
        TableName,
        Item: { customer: { S: 'bob' }, order: { S: order }, status: { S: 'open' }, price: { N: String(100 - i) } },
      }),
    )
  }
  const input = {
    TableName,
    KeyConditionExpression: 'customer = :c AND begins_with(#o, :year)',
    FilterExpression: 'price > :least',
    ExpressionAttributeNames: { '#o': 'order' },
    ExpressionAttributeValues: { ':c': { S: 'bob' }, ':year': { S: '2031' }, ':least': { N: '90' } },
  }
  for await (const page of paginateQuery({ client, pageSize: 5 }, input)) {
    out.say('page', [page.Items?.map(({ order }) => order?.S), page.Count, page.ScannedCount, page.LastEvaluatedKey])
  }
  const onIndex = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'byStatus',
      KeyConditionExpression: '#s = :open AND price >= :price',
      ExpressionAttributeNames: { '#s': 'status' },
      ExpressionAttributeValues: { ':open': { S: 'open' }, ':price': { N: '95' } },
      ScanIndexForward: false,
      Limit: 3,
    }),
  )
  out.say('open, dearest first', [onIndex.Items?.map(({ price }) => price?.N), onIndex.LastEvaluatedKey])
  const local = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'byPrice',
      KeyConditionExpression: 'customer = :c',
      ExpressionAttributeValues: { ':c': { S: 'bob' } },
      ConsistentRead: true,
      Limit: 2,
    }),
  )
  out.say('on the local index', local.Items)
  const count = await client.send(
    new QueryCommand({
      TableName,
      Select: 'COUNT',
      KeyConditions: { customer: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'bob' }] } },
      QueryFilter: { price: { ComparisonOperator: 'LT', AttributeValueList: [{ N: '90' }] } },
    }),
  )
  out.say('counted with the old parameters', [count.Count, count.ScannedCount, count.Items])
  const segments = await Promise.all(
    [0, 1, 2].map((Segment) => client.send(new ScanCommand({ TableName, Segment, TotalSegments: 3 }))),
  )
  out.say('scanned', segments.flatMap(({ Items }) => Items?.map(({ order }) => order?.S ?? '') ?? []).toSorted())
  await out.refused('no such index', client.send(new QueryCommand({ ...input, IndexName: 'byNothing' })))
}

async function batches(client: DynamoDBClient, out: Printout): Promise<void> {
  const keys = ['1', '2', '3'].map((order) => ({ customer: { S: 'eve' }, order: { S: order } }))
  const written = await client.send(
    new BatchWriteItemCommand({
      RequestItems: {
        [TableName]: [
          ...keys.map((each) => ({ PutRequest: { Item: { ...each, price: { N: each.order.S } } } })),
          { DeleteRequest: { Key: { customer: { S: 'bob' }, order: { S: '2031-12' } } } },
        ],
      },
    }),
  )
  out.say('left over', written.UnprocessedItems)
  const got = await client.send(
    new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: keys, ProjectionExpression: 'price' } } }),
  )
  out.say('got', got.Responses?.[TableName]?.map(({ price }) => price?.N).toSorted())
  await out.refused(
    'the same item twice',
    client.send(
      new BatchWriteItemCommand({
        RequestItems: { [TableName]: [keys[0]!, keys[0]!].map((Item) => ({ PutRequest: { Item } })) },
      }),
    ),
  )
}

async function transactions(client: DynamoDBClient, out: Printout): Promise<void> {
  const [first, second] = ['1', '2'].map((order) => ({ customer: { S: 'eve' }, order: { S: order } })) as [Key, Key]
  const isThere = 'attribute_exists(customer)'
  const input = {
    TransactItems: [
      { ConditionCheck: { TableName, Key: first, ConditionExpression: isThere } },
      {
        Update: {
          TableName,
          Key: second,
          UpdateExpression: 'SET price = price + :ten',
          ExpressionAttributeValues: { ':ten': { N: '10' } },
        },
      },
      { Put: { TableName, Item: { ...key, order: { S: 'new' } }, ConditionExpression: `NOT ${isThere}` } },
    ],
    ClientRequestToken: 'once',
  }
  await client.send(new TransactWriteItemsCommand(input))
  await client.send(new TransactWriteItemsCommand(input)) // the same token: done already
  await out.refused(
    'another transaction with its token',
    client.send(new TransactWriteItemsCommand({ ...input, TransactItems: input.TransactItems.slice(0, 1) })),
  )
  await out.refused(
    'a transaction that fails',
    client.send(new TransactWriteItemsCommand({ TransactItems: input.TransactItems })),
  )
  const { Responses } = await client.send(
    new TransactGetItemsCommand({
      TransactItems: [second, { ...second, order: { S: 'no' } }].map((Key) => ({ Get: { TableName, Key } })),
    }),
  )
  out.say('got in a transaction', Responses)
  const gone = await client.send(new DeleteItemCommand({ TableName, Key: second, ReturnValues: 'ALL_OLD' }))
  out.say('deleted', gone.Attributes)
}

type Key = Record<'customer' | 'order', { S: string }>
