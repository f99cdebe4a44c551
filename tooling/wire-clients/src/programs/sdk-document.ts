import {
  CreateTableCommand,
  type DynamoDBClient,
  ReturnValuesOnConditionCheckFailure,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  paginateScan,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { Printout } from '../printout.ts'

const [accounts, entries] = ['document-accounts', 'document-entries']

/** The AWS SDK's document client: a ledger of two tables. */
export async function sdkDocument(lowLevel: DynamoDBClient): Promise<string[]> {
  const out = new Printout()
  const client = DynamoDBDocumentClient.from(lowLevel, { marshallOptions: { removeUndefinedValues: true } })
  await makeTables(client)
  await open(client, out)
  await transfer(client, out)
  await look(client, out)
  return out.lines
}

async function makeTables(client: DynamoDBDocumentClient): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: accounts,
      AttributeDefinitions: [{ AttributeName: 'iban', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'iban', KeyType: 'HASH' }],
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
    }),
  )
  await client.send(
    new CreateTableCommand({
      TableName: entries,
      AttributeDefinitions: [
        { AttributeName: 'iban', AttributeType: 'S' },
        { AttributeName: 'at', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'iban', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  )
}

async function open(client: DynamoDBDocumentClient, out: Printout): Promise<void> {
  const Item = {
    iban: 'A',
    owner: { name: 'Zoë', tags: new Set(['vip', 'old']), since: undefined },
    balance: 100.25,
    limits: new Set([1, 2.5]),
    key: Uint8Array.of(1, 2, 3),
    notes: ['', null, true, { deep: [[]] }],
    total: 9_007_199_254_740_993n,
  }
  await client.send(new PutCommand({ TableName: accounts, Item }))
  await client.send(new PutCommand({ TableName: accounts, Item: { iban: 'B', balance: 0 } }))
  out.say('account', (await client.send(new GetCommand({ TableName: accounts, Key: { iban: 'A' } }))).Item)
  await out.refused('opened twice', client.send(onlyNew('A')))
  try {
    await client.send(onlyNew('B'))
  } catch (error) {
    out.say('there is', (error as { Item?: unknown }).Item)
  }
}

function onlyNew(iban: string): PutCommand {
  return new PutCommand({
    TableName: accounts,
    Item: { iban },
    ConditionExpression: 'attribute_not_exists(#i)',
    ExpressionAttributeNames: { '#i': 'iban' },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  })
}

async function transfer(client: DynamoDBDocumentClient, out: Printout): Promise<void> {
  const send = (amount: number, at: number) =>
    client.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Update: {
              TableName: accounts,
              Key: { iban: 'A' },
              UpdateExpression: 'SET balance = balance - :amount',
              ConditionExpression: 'balance >= :amount',
              ExpressionAttributeValues: { ':amount': amount },
              ReturnValuesOnConditionCheckFailure: ReturnValuesOnConditionCheckFailure.ALL_OLD,
            },
          },
          {
            Update: {
              TableName: accounts,
              Key: { iban: 'B' },
              UpdateExpression: 'ADD balance :amount',
              ExpressionAttributeValues: { ':amount': amount },
            },
          },
          ...['A', 'B'].map((iban, i) => ({
            Put: { TableName: entries, Item: { iban, at, amount: i === 0 ? -amount : amount } },
          })),
        ],
      }),
    )
  for (const [i, amount] of [10.1, 20.2, 30.3].entries()) await send(amount, i + 1)
  await out.refused('more than there is', send(50, 4))
  try {
    await send(50, 4)
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error
    const [first] = error.CancellationReasons ?? []
    out.say('because', [first?.Code, first?.Item?.['balance']])
  }
  const both = await client.send(
    new TransactGetCommand({
      TransactItems: ['A', 'B', 'C'].map((iban) => ({
        Get: { TableName: accounts, Key: { iban }, ProjectionExpression: 'iban, balance' },
      })),
    }),
  )
  out.say(
    'balances',
    both.Responses?.map((each) => each.Item),
  )
}

async function look(client: DynamoDBDocumentClient, out: Printout): Promise<void> {
  const late = await client.send(
    new QueryCommand({
      TableName: entries,
      KeyConditionExpression: 'iban = :a AND #at BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':a': 'A', ':from': 2, ':to': 9 },
      ScanIndexForward: false,
    }),
  )
  out.say('entries', late.Items)
  const changed = await client.send(
    new UpdateCommand({
      TableName: accounts,
      Key: { iban: 'A' },
      UpdateExpression: 'SET #owner.#name = :name, notes[1] = :name REMOVE notes[0] DELETE limits :limits',
      ExpressionAttributeNames: { '#owner': 'owner', '#name': 'name' },
      ExpressionAttributeValues: { ':name': 'Zoe', ':limits': new Set([1, 7]) },
      ReturnValues: 'ALL_NEW',
    }),
  )
  out.say('changed', changed.Attributes)
  await client.send(
    new BatchWriteCommand({
      RequestItems: {
        [accounts]: Array.from({ length: 10 }, (_, i) => ({ PutRequest: { Item: { iban: `N${i}`, balance: i } } })),
        [entries]: [{ DeleteRequest: { Key: { iban: 'A', at: 1 } } }],
      },
    }),
  )
  const got = await client.send(
    new BatchGetCommand({
      RequestItems: {
        [accounts]: { Keys: [{ iban: 'N3' }, { iban: 'N7' }, { iban: 'no' }] },
        [entries]: { Keys: [{ iban: 'A', at: 1 }] },
      },
    }),
  )
  const balances = got.Responses?.[accounts]?.map(({ balance }) => balance as number)
  out.say('batch', [balances?.toSorted(), got.Responses?.[entries], got.UnprocessedKeys])
  const found: string[] = []
  const rich = {
    TableName: accounts,
    FilterExpression: 'balance > :five OR attribute_type(limits, :set)',
    ExpressionAttributeValues: { ':five': 5, ':set': 'NS' },
  }
  for await (const { Items } of paginateScan({ client, pageSize: 4 }, rich)) {
    found.push(...(Items ?? []).map(({ iban }) => iban as string))
  }
  out.say('scanned', found.toSorted())
  const gone = await client.send(
    new DeleteCommand({
      TableName: accounts,
      Key: { iban: 'B' },
      ConditionExpression: 'balance <> :none',
      ExpressionAttributeValues: { ':none': 0 },
      ReturnValues: 'ALL_OLD',
    }),
  )
  out.say('closed', gone.Attributes)
}
