import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import {
  $add,
  $append,
  $remove,
  $set,
  BatchDeleteRequest,
  BatchGetCommand,
  BatchGetRequest,
  BatchPutRequest,
  BatchWriteCommand,
  boolean,
  ConditionCheck,
  DeleteItemCommand,
  DeleteTransaction,
  Entity,
  executeBatchGet,
  executeBatchWrite,
  executeTransactGet,
  executeTransactWrite,
  GetItemCommand,
  GetTransaction,
  item,
  list,
  map,
  number,
  PutItemCommand,
  PutTransaction,
  QueryCommand,
  ScanCommand,
  set,
  string,
  Table,
  UpdateItemCommand,
  UpdateTransaction,
} from 'dynamodb-toolbox'
import { Printout } from '../printout.ts'

const name = 'toolbox-zoo'

/** dynamodb-toolbox 2: entities with computed keys in one table, extended updates, queries by range, batches, transactions. */
export async function dynamodbToolbox(client: DynamoDBClient): Promise<string[]> {
  const out = new Printout()
  await makeTable(client)
  const zoo = zooOf(client)
  await write(zoo, out)
  await read(zoo, out)
  await together(zoo, out)
  return out.lines
}

async function makeTable(client: DynamoDBClient): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
        { AttributeName: 'kind', AttributeType: 'S' },
        { AttributeName: 'born', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byKind',
          KeySchema: [
            { AttributeName: 'kind', KeyType: 'HASH' },
            { AttributeName: 'born', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  )
}

// oxlint-disable-next-line typescript/explicit-function-return-type -- the entities' types are the toolbox's to infer
function zooOf(client: DynamoDBClient) {
  const table = new Table({
    name,
    documentClient: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    partitionKey: { name: 'pk', type: 'string' },
    sortKey: { name: 'sk', type: 'string' },
    indexes: {
      byKind: {
        type: 'global',
        partitionKey: { name: 'kind', type: 'string' },
        sortKey: { name: 'born', type: 'number' },
      },
    },
  })
  const animals = new Entity({
    name: 'animal',
    table,
    timestamps: false,
    schema: item({
      house: string().key(),
      animal: string().key(),
      kind: string(),
      born: number(),
      name: string().default('nobody'),
      food: list(string()).optional(),
      marks: set(string()).optional(),
      weight: map({ kilos: number(), checked: boolean().default(false) }).optional(),
      visits: number().default(0),
    }),
    computeKey: ({ house, animal }: { house: string; animal: string }) => ({
      pk: `HOUSE#${house}`,
      sk: `ANIMAL#${animal}`,
    }),
  })
  const keepers = new Entity({
    name: 'keeper',
    table,
    timestamps: false,
    schema: item({ house: string().key(), keeper: string().key(), shift: string().enum('day', 'night') }),
    computeKey: ({ house, keeper }: { house: string; keeper: string }) => ({
      pk: `HOUSE#${house}`,
      sk: `KEEPER#${keeper}`,
    }),
  })
  return { table, animals, keepers }
}

type Zoo = ReturnType<typeof zooOf>

const leo = { house: 'cats', animal: 'leo' }
const isNew = { attr: 'animal', exists: false } as const

async function write({ animals, keepers }: Zoo, out: Printout): Promise<void> {
  const put = animals
    .build(PutItemCommand)
    .item({ ...leo, kind: 'lion', born: 2020, food: ['beef'], marks: new Set(['scar']), weight: { kilos: 180.5 } })
    .options({ condition: isNew })
  await put.send()
  await out.refused('put twice', put.send())
  for (const [i, animal] of ['tigger', 'shir', 'khan', 'simba'].entries()) {
    const kind = animal === 'simba' ? 'lion' : 'tiger'
    await animals
      .build(PutItemCommand)
      .item({ house: 'cats', animal, kind, born: 2015 + i, name: animal })
      .send()
  }
  await keepers.build(PutItemCommand).item({ house: 'cats', keeper: 'kim', shift: 'day' }).send()
  const update = animals
    .build(UpdateItemCommand)
    .item({
      ...leo,
      name: 'Leo',
      visits: $add(2),
      food: $append(['lamb']),
      marks: $add(new Set(['tag'])),
      weight: { kilos: 190 },
    })
    .options({
      condition: {
        and: [
          { attr: 'visits', lt: 2 },
          { attr: 'weight.checked', eq: false },
        ],
      },
      returnValues: 'ALL_NEW',
    })
  out.say('updated', (await update.send()).Attributes)
  await out.refused('updated twice', update.send())
  const replaced = await animals
    .build(UpdateItemCommand)
    .item({ ...leo, weight: $set({ kilos: 191, checked: true }), food: $remove() })
    .options({ returnValues: 'UPDATED_OLD' })
    .send()
  out.say('replaced', replaced.Attributes)
}

async function read({ table, animals, keepers }: Zoo, out: Printout): Promise<void> {
  const got = await animals.build(GetItemCommand).key(leo).options({ consistent: true }).send()
  out.say('item', got.Item)
  const part = await animals
    .build(GetItemCommand)
    .key(leo)
    .options({ attributes: ['name', 'weight.kilos'] })
    .send()
  out.say('part', part.Item)
  out.say(
    'none',
    (
      await animals
        .build(GetItemCommand)
        .key({ ...leo, animal: 'no' })
        .send()
    ).Item,
  )
  const house = await table.build(QueryCommand).query({ partition: 'HOUSE#cats' }).entities(animals, keepers).send()
  out.say(
    'the house',
    house.Items?.map((each) => ('keeper' in each ? each.keeper : each.animal)),
  )
  const young = await table
    .build(QueryCommand)
    .query({ index: 'byKind', partition: 'tiger', range: { between: [2015, 2016] } })
    .entities(animals)
    .options({ reverse: true, filters: { animal: { attr: 'name', beginsWith: 's' } } })
    .send()
  out.say('on the index', [young.Items, young.Count, young.ScannedCount])
  let exclusiveStartKey: Record<string, unknown> | undefined
  do {
    const page = await table
      .build(QueryCommand)
      .query({ partition: 'HOUSE#cats', range: { beginsWith: 'ANIMAL#' } })
      .entities(animals)
      .options({ limit: 2, ...(exclusiveStartKey && { exclusiveStartKey }) })
      .send()
    out.say('page', [page.Items?.map(({ animal }) => animal), page.LastEvaluatedKey])
    exclusiveStartKey = page.LastEvaluatedKey
  } while (exclusiveStartKey !== undefined)
  const all = await table
    .build(ScanCommand)
    .entities(animals)
    .options({
      maxPages: Infinity,
      filters: {
        animal: {
          or: [
            { attr: 'kind', in: ['lion'] },
            { attr: 'born', gte: 2017 },
          ],
        },
      },
    })
    .send()
  out.say('scanned', all.Items?.map(({ animal }) => animal).toSorted())
}

async function together({ table, animals, keepers }: Zoo, out: Printout): Promise<void> {
  const night = { house: 'cats', keeper: 'noor' }
  await executeBatchWrite(
    table
      .build(BatchWriteCommand)
      .requests(
        keepers.build(BatchPutRequest).item({ ...night, shift: 'night' }),
        animals.build(BatchDeleteRequest).key({ house: 'cats', animal: 'shir' }),
      ),
  )
  const { Responses } = await executeBatchGet(
    table
      .build(BatchGetCommand)
      .requests(
        keepers.build(BatchGetRequest).key(night),
        animals.build(BatchGetRequest).key({ house: 'cats', animal: 'shir' }),
      ),
  )
  out.say('batch', Responses)
  const change = () =>
    executeTransactWrite(
      animals.build(UpdateTransaction).item({ ...leo, visits: $add(1) }),
      animals
        .build(PutTransaction)
        .item({ house: 'cats', animal: 'nala', kind: 'lion', born: 2024 })
        .options({ condition: isNew }),
      keepers.build(ConditionCheck).key(night).condition({ attr: 'shift', eq: 'night' }),
      animals.build(DeleteTransaction).key({ house: 'cats', animal: 'khan' }),
    )
  await change()
  await out.refused('changed twice', change())
  const both = await executeTransactGet(
    animals.build(GetTransaction).key(leo),
    animals.build(GetTransaction).key({ house: 'cats', animal: 'khan' }),
  )
  out.say(
    'read at one moment',
    both.Responses?.map((each) => each?.Item),
  )
  const gone = await animals
    .build(DeleteItemCommand)
    .key(leo)
    .options({ condition: { attr: 'visits', type: 'N' }, returnValues: 'ALL_OLD' })
    .send()
  out.say('deleted', gone.Attributes)
}
