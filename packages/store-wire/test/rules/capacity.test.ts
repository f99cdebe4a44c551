import { expect } from 'vitest'
import { rule } from './rule.ts'
import { type Body, map, useWire } from './wire.ts'

const wire = useWire()
const TOTAL = { ReturnConsumedCapacity: 'TOTAL' }
const INDEXES = { ReturnConsumedCapacity: 'INDEXES' }

/** An item of exactly this many bytes: names count too. */
function sized(pk: string, bytes: number, more: Record<string, unknown> = {}): Record<string, unknown> {
  const own = 'pk'.length + pk.length + 'fill'.length
  const other = Object.entries(more).reduce((sum, [name, value]) => sum + name.length + String(value).length, 0)
  return { pk, ...more, fill: 'x'.repeat(bytes - own - other) }
}

async function units(operation: string, input: object): Promise<unknown> {
  return (await wire.ok(operation, { ...input, ...TOTAL })).ConsumedCapacity.CapacityUnits
}

rule(
  '13.7',
  'a read costs a half for each 4 KB, a whole if it is consistent, and a miss as much as the smallest',
  async () => {
    const table = await wire.table('pk:S')
    await wire.put(table, sized('a', 4096), sized('b', 4097))
    const get = (pk: string, more: object = {}) => units('GetItem', { TableName: table, Key: map({ pk }), ...more })
    const ConsistentRead = true
    expect([await get('a'), await get('b'), await get('none')]).toEqual([0.5, 1, 0.5])
    expect([await get('a', { ConsistentRead }), await get('b', { ConsistentRead })]).toEqual([1, 2])
    expect(await get('none', { ConsistentRead })).toBe(1)
    expect(await get('b', { ProjectionExpression: 'pk' })).toBe(1)
  },
)

rule('13.7', 'a read in a transaction costs twice a consistent one', async () => {
  const table = await wire.table('pk:S')
  await wire.put(table, sized('a', 4096), sized('b', 4097))
  const TransactItems = ['a', 'b', 'none'].map((pk) => ({ Get: { TableName: table, Key: map({ pk }) } }))
  const { ConsumedCapacity } = await wire.ok('TransactGetItems', { TransactItems, ...TOTAL })
  expect(ConsumedCapacity).toMatchObject([{ TableName: table, CapacityUnits: 2 + 4 + 2 }])
})

rule('13.7', 'a query costs what it evaluates, before filter and projection, rounded up once', async () => {
  const table = await wire.table('pk:S sk:N')
  for (let sk = 0; sk < 10; sk++) await wire.put(table, { pk: 'p', sk, fill: 'x'.repeat(1_000) })
  const query = {
    TableName: table,
    KeyConditionExpression: 'pk = :p',
    ExpressionAttributeValues: map({ ':p': 'p' }),
  }
  expect(await units('Query', query)).toBe(1.5)
  expect(await units('Query', { ...query, ConsistentRead: true })).toBe(3)
  expect(await units('Query', { ...query, FilterExpression: 'attribute_not_exists(fill)' })).toBe(1.5)
  expect(await units('Query', { ...query, ProjectionExpression: 'sk' })).toBe(1.5)
  expect(await units('Query', { ...query, Select: 'COUNT' })).toBe(1.5)
  expect(await units('Query', { ...query, Limit: 1 })).toBe(0.5)
  expect(await units('Query', { ...query, ExpressionAttributeValues: map({ ':p': 'none' }) })).toBe(0.5)
  expect(await units('Scan', { TableName: table })).toBe(1.5)
})

rule('13.7', 'a batch tells what it costs by table', async () => {
  const table = await wire.table('pk:S')
  const other = await wire.table('pk:S')
  const put = (item: Record<string, unknown>) => ({ PutRequest: { Item: map(item) } })
  const RequestItems = { [table]: [put(sized('a', 1024)), put(sized('b', 1025))], [other]: [put(sized('a', 100))] }
  const written = await wire.ok('BatchWriteItem', { RequestItems, ...TOTAL })
  expect(byTable(written)).toEqual({ [table]: 3, [other]: 1 })
  const keys = { Keys: ['a', 'b', 'none'].map((pk) => map({ pk })) }
  const read = await wire.ok('BatchGetItem', { RequestItems: { [table]: keys, [other]: keys }, ...TOTAL })
  expect(byTable(read)).toEqual({ [table]: 1.5, [other]: 1.5 })
})

function byTable({ ConsumedCapacity }: Body): object {
  return Object.fromEntries(ConsumedCapacity.map(({ TableName, CapacityUnits }: Body) => [TableName, CapacityUnits]))
}

rule('13.7', 'a write costs one for each KB of the larger of the old and the new item', async () => {
  const table = await wire.table('pk:S')
  const put = (item: Record<string, unknown>) => units('PutItem', { TableName: table, Item: map(item) })
  expect(await put(sized('a', 1024))).toBe(1)
  expect(await put(sized('a', 1025))).toBe(2)
  expect(await put(sized('a', 100))).toBe(2)
  await put(sized('a', 3_000))
  const key = { TableName: table, Key: map({ pk: 'a' }) }
  const values = { ExpressionAttributeValues: map({ ':v': 'x' }) }
  expect(await units('UpdateItem', { ...key, UpdateExpression: 'SET fill = :v', ...values })).toBe(3)
  expect(await units('DeleteItem', key)).toBe(1)
  expect(await units('DeleteItem', key)).toBe(1)
})

rule('13.7', 'a write in a transaction costs twice', async () => {
  const table = await wire.table('pk:S')
  const TransactItems = [
    { Put: { TableName: table, Item: map(sized('a', 1025)) } },
    { Delete: { TableName: table, Key: map({ pk: 'none' }) } },
  ]
  const { ConsumedCapacity } = await wire.ok('TransactWriteItems', { TransactItems, ...TOTAL })
  expect(ConsumedCapacity).toMatchObject([{ TableName: table, CapacityUnits: 4 + 2 }])
})

rule('13.7', 'a write costs one more for each index that it touches, and INDEXES tells which', async () => {
  const table = await wire.table({
    keys: 'pk:S sk:S',
    gsis: { all: 'g:S', keys: 'g:S KEYS_ONLY' },
    lsis: { local: 'pk:S h:N KEYS_ONLY' },
  })
  const put = async (item: Record<string, unknown>) =>
    (await wire.ok('PutItem', { TableName: table, Item: map({ pk: 'a', sk: 's', ...item }), ...INDEXES }))
      .ConsumedCapacity
  expect(await put({})).toEqual({ TableName: table, CapacityUnits: 1, Table: { CapacityUnits: 1 } })
  expect(await put({ g: 'g', h: 1 })).toEqual({
    TableName: table,
    CapacityUnits: 4,
    Table: { CapacityUnits: 1 },
    GlobalSecondaryIndexes: { all: { CapacityUnits: 1 }, keys: { CapacityUnits: 1 } },
    LocalSecondaryIndexes: { local: { CapacityUnits: 1 } },
  })
  expect(await put({ g: 'g', h: 1, v: 1 })).toEqual({
    TableName: table,
    CapacityUnits: 2,
    Table: { CapacityUnits: 1 },
    GlobalSecondaryIndexes: { all: { CapacityUnits: 1 } },
  })
  expect(await put({ g: 'other', h: 1, v: 1 })).toMatchObject({
    CapacityUnits: 5, // an entry that moves is deleted and put
    GlobalSecondaryIndexes: { all: { CapacityUnits: 2 }, keys: { CapacityUnits: 2 } },
  })
  const total = { TableName: table, Item: map({ pk: 'a', sk: 's', g: 'g' }), ...TOTAL }
  expect((await wire.ok('PutItem', total)).ConsumedCapacity).toEqual({ TableName: table, CapacityUnits: 6 })
})

rule('13.7', 'a query tells what the table and the index cost', async () => {
  const table = await wire.table({ keys: 'pk:S', gsis: { all: 'g:S' } })
  await wire.put(table, { pk: 'a', g: 'g' })
  const byIndex = {
    TableName: table,
    IndexName: 'all',
    KeyConditionExpression: 'g = :g',
    ExpressionAttributeValues: map({ ':g': 'g' }),
  }
  expect((await wire.ok('Query', { ...byIndex, ...INDEXES })).ConsumedCapacity).toEqual({
    TableName: table,
    CapacityUnits: 0.5,
    Table: { CapacityUnits: 0 },
    GlobalSecondaryIndexes: { all: { CapacityUnits: 0.5 } },
  })
  const get = { TableName: table, Key: map({ pk: 'a' }) }
  expect((await wire.ok('GetItem', { ...get, ...INDEXES })).ConsumedCapacity).toEqual({
    TableName: table,
    CapacityUnits: 0.5,
    Table: { CapacityUnits: 0.5 },
  })
  for (const none of [{}, { ReturnConsumedCapacity: 'NONE' }]) {
    expect(await wire.ok('GetItem', { ...get, ...none })).not.toHaveProperty('ConsumedCapacity')
  }
})
