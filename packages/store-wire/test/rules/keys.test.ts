import { expect } from 'vitest'
import { rule } from './rule.ts'
import { map, useWire } from './wire.ts'

const wire = useWire()
const invalidParameters = 'One or more parameter values were invalid: '
const notOfSchema = 'The provided key element does not match the schema'

/** The sort keys of partition `p`, in the order in which a query gives them. */
async function sortedKeys(type: 'S' | 'N' | 'B', values: readonly string[]): Promise<readonly string[]> {
  const table = await wire.table(`pk:S sk:${type}`)
  for (const value of values) await wire.put(table, { pk: 'p', sk: { [type]: value } })
  const { Items } = await wire.ok('Query', {
    TableName: table,
    KeyConditionExpression: 'pk = :p',
    ExpressionAttributeValues: map({ ':p': 'p' }),
  })
  return Items.map((item: Record<string, Record<string, string>>) => item['sk']![type])
}

rule('2.1', 'sort keys of strings are in the order of their UTF-8 bytes', async () => {
  const order = ['A', 'B', 'a', 'aa', 'ä', '\ue000', '\uff5e', '\u{1f600}']
  expect(await sortedKeys('S', order.toReversed())).toEqual(order)
})

rule('2.2', 'sort keys of numbers are in the order of their values', async () => {
  const tiny = `0.${'0'.repeat(129)}1`
  const order = ['-100', '-9.5', '-1', `-${tiny}`, '0', tiny, '0.5', '2', '10', `1${'0'.repeat(120)}`]
  expect(await sortedKeys('N', order.toReversed())).toEqual(order)
})

rule('2.3', 'sort keys of binaries are in the order of unsigned bytes, a prefix first', async () => {
  const order = [[0], [0, 0], [1], [127], [128], [255], [255, 0]].map((bytes) => Buffer.from(bytes).toString('base64'))
  expect(await sortedKeys('B', order.toReversed())).toEqual(order)
})

rule('2.4', 'keys are of type S, N or B', async () => {
  const create = (type: string) => ({
    TableName: `rules-2-4-${type}`,
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: type }],
    BillingMode: 'PAY_PER_REQUEST',
  })
  for (const type of ['S', 'N', 'B']) await wire.ok('CreateTable', create(type))
  for (const type of ['BOOL', 'M', 'SS', 'x']) {
    await wire.invalid(
      'CreateTable',
      create(type),
      /'attributeDefinitions\.1\.member\.attributeType' failed to satisfy constraint: Member must satisfy enum value set: \[B, N, S\]/,
    )
  }
})

rule('2.5', 'a hash key has up to 2,048 bytes', async () => {
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'ä'.repeat(1024) })
  const fault = `${invalidParameters}Size of hashkey has exceeded the maximum size limit of2048 bytes`
  await wire.invalid('PutItem', { TableName: table, Item: map({ pk: 'a'.repeat(2049) }) }, fault)
  await wire.invalid('GetItem', { TableName: table, Key: map({ pk: 'a'.repeat(2049) }) }, fault)
})

rule('2.6', 'a range key has up to 1,024 bytes, also in reads', async () => {
  const table = await wire.table('pk:S sk:S')
  await wire.put(table, { pk: 'p', sk: 'a'.repeat(1024) })
  const fault = `${invalidParameters}Aggregated size of all range keys has exceeded the size limit of 1024 bytes`
  await wire.invalid('PutItem', { TableName: table, Item: map({ pk: 'p', sk: 'a'.repeat(1025) }) }, fault)
  await wire.invalid('GetItem', { TableName: table, Key: map({ pk: 'p', sk: 'a'.repeat(1025) }) }, fault)
})

rule('2.7', 'a key is not empty, in any operation', async () => {
  const table = await wire.table('pk:S sk:B')
  const empty =
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty '
  const string = `${empty}string value. Key: pk`
  const binary = `${empty}binary value. Key: sk`
  const keys = [
    [{ pk: { S: '' }, sk: { B: 'AA==' } }, string],
    [{ pk: { S: 'p' }, sk: { B: '' } }, binary],
  ] as const
  for (const [key, fault] of keys) {
    await wire.invalid('PutItem', { TableName: table, Item: key }, fault)
    for (const operation of ['GetItem', 'DeleteItem', 'UpdateItem']) {
      await wire.invalid(operation, { TableName: table, Key: key }, fault)
    }
    await wire.invalid('BatchGetItem', { RequestItems: { [table]: { Keys: [key] } } }, fault)
    await wire.invalid('BatchWriteItem', { RequestItems: { [table]: [{ PutRequest: { Item: key } }] } }, fault)
    await wire.invalid('BatchWriteItem', { RequestItems: { [table]: [{ DeleteRequest: { Key: key } }] } }, fault)
    await wire.invalid('TransactWriteItems', { TransactItems: [{ Put: { TableName: table, Item: key } }] }, fault)
    await wire.invalid('TransactWriteItems', { TransactItems: [{ Delete: { TableName: table, Key: key } }] }, fault)
    await wire.invalid('TransactGetItems', { TransactItems: [{ Get: { TableName: table, Key: key } }] }, fault)
  }
})

rule('2.8', 'an item has every key attribute', async () => {
  const table = await wire.table('pk:S sk:N')
  const put = (item: Record<string, unknown>) => ({ TableName: table, Item: map(item) })
  await wire.invalid('PutItem', put({ sk: 1 }), `${invalidParameters}Missing the key pk in the item`)
  await wire.invalid('PutItem', put({ pk: 'p' }), `${invalidParameters}Missing the key sk in the item`)
  await wire.invalid('PutItem', put({}), `${invalidParameters}Missing the key pk in the item`)
})

rule('2.9', 'a key attribute of an item is of its type', async () => {
  const table = await wire.table('pk:S sk:N')
  const put = (item: Record<string, unknown>) => ({ TableName: table, Item: map(item) })
  await wire.invalid(
    'PutItem',
    put({ pk: 1, sk: 1 }),
    `${invalidParameters}Type mismatch for key pk expected: S actual: N`,
  )
  await wire.invalid(
    'PutItem',
    put({ pk: 'p', sk: null }),
    `${invalidParameters}Type mismatch for key sk expected: N actual: NULL`,
  )
})

rule('2.10', 'a key is exactly the key of the table', async () => {
  const table = await wire.table('pk:S sk:N')
  const wrong = [{ pk: 'p' }, { sk: 1 }, { pk: 'p', sk: 'x' }, { pk: 'p', sk: 1, x: 1 }, { pk: 'p', x: 1 }, {}]
  for (const key of wrong) {
    for (const operation of ['GetItem', 'DeleteItem', 'UpdateItem']) {
      await wire.invalid(operation, { TableName: table, Key: map(key) }, notOfSchema)
    }
  }
})

const indexed = { keys: 'pk:S', gsis: { gall: 'g:S h:N' } }
const notOfIndex = (name: string, expected: string, actual: string) =>
  `${invalidParameters}Type mismatch for Index Key ${name} Expected: ${expected} Actual: ${actual} IndexName: gall`

rule('2.11', 'an index key is of its type, in puts, updates and batches', async () => {
  const table = await wire.table(indexed)
  await wire.invalid('PutItem', { TableName: table, Item: map({ pk: 'k', g: 1 }) }, notOfIndex('g', 'S', 'N'))
  await wire.invalid('PutItem', { TableName: table, Item: map({ pk: 'k', g: null }) }, notOfIndex('g', 'S', 'NULL'))
  const batch = { RequestItems: { [table]: [{ PutRequest: { Item: map({ pk: 'k', g: 1 }) } }] } }
  await wire.invalid('BatchWriteItem', batch, notOfIndex('g', 'S', 'N'))
  await wire.put(table, { pk: 'k', g: 'a' })
  const update = {
    TableName: table,
    Key: map({ pk: 'k' }),
    UpdateExpression: 'SET g = :v',
    ExpressionAttributeValues: map({ ':v': 5 }),
  }
  await wire.invalid('UpdateItem', update, notOfIndex('g', 'S', 'N'))
  expect(await wire.get(table, { pk: 'k' })).toEqual(map({ pk: 'k', g: 'a' }))
})

rule('2.12', 'an index key is not empty', async () => {
  const table = await wire.table(indexed)
  const empty =
    'The AttributeValue for a key attribute cannot contain an empty string value. IndexName: gall, IndexKey: g'
  await wire.invalid(
    'PutItem',
    { TableName: table, Item: map({ pk: 'k', g: '' }) },
    `One or more parameter values are not valid. A value specified for a secondary index key is not supported. ${empty}`,
  )
  await wire.invalid(
    'UpdateItem',
    {
      TableName: table,
      Key: map({ pk: 'k' }),
      UpdateExpression: 'SET g = :v',
      ExpressionAttributeValues: map({ ':v': '' }),
    },
    `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. ${empty}`,
  )
})

rule('2.13', 'index keys are limited as the keys of tables', async () => {
  const table = await wire.table({ keys: 'pk:S', gsis: { gall: 'g:S s:S' } })
  await wire.put(table, { pk: 'k', g: 'a'.repeat(2048), s: 'a'.repeat(1024) })
  const put = (item: Record<string, unknown>) => ({ TableName: table, Item: map({ pk: 'l', ...item }) })
  await wire.invalid(
    'PutItem',
    put({ g: 'a'.repeat(2049) }),
    /Size of hashkey has exceeded the maximum size limit of2048 bytes/,
  )
  await wire.invalid(
    'PutItem',
    put({ g: 'a', s: 'a'.repeat(1025) }),
    /Aggregated size of all range keys has exceeded the size limit of 1024 bytes/,
  )
})

rule('2.13', 'an update that makes an item brings its key into the indexes too', async () => {
  const table = await wire.table({ keys: 'pk:S', gsis: { turned: 'g:S pk:S' } })
  const fault = /Aggregated size of all range keys has exceeded the size limit of 1024 bytes/
  const key = map({ pk: 'a'.repeat(1025) })
  await wire.invalid('UpdateItem', { TableName: table, Key: key }, fault)
  await wire.invalid('PutItem', { TableName: table, Item: key }, fault)
  expect(await wire.get(table, { pk: 'a'.repeat(1025) })).toBeUndefined()
})

rule('2.14', 'a path under an index key is refused', async () => {
  const table = await wire.table(indexed)
  for (const path of ['g.x', 'g[0]']) {
    await wire.invalid(
      'UpdateItem',
      {
        TableName: table,
        Key: map({ pk: 'k' }),
        UpdateExpression: `SET ${path} = :v`,
        ExpressionAttributeValues: map({ ':v': 'x' }),
      },
      "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: g",
    )
  }
})

rule('2.15', 'an item without an index key is in the table alone', async () => {
  const table = await wire.table(indexed)
  await wire.put(table, { pk: 'both', g: 'x', h: 1 }, { pk: 'one', g: 'x' }, { pk: 'none' })
  const { Items } = await wire.ok('Scan', { TableName: table, IndexName: 'gall' })
  expect(Items).toEqual([map({ pk: 'both', g: 'x', h: 1 })])
  expect((await wire.ok('Scan', { TableName: table })).Count).toBe(3)
})

rule('2.16', 'items with the same index key are all in the index', async () => {
  const table = await wire.table(indexed)
  await wire.put(table, { pk: 'b', g: 'x', h: 1 }, { pk: 'a', g: 'x', h: 1 }, { pk: 'c', g: 'x', h: 1 })
  const page = async (start?: unknown) =>
    wire.ok('Query', {
      TableName: table,
      IndexName: 'gall',
      KeyConditionExpression: 'g = :g AND h = :h',
      ExpressionAttributeValues: map({ ':g': 'x', ':h': 1 }),
      Limit: 2,
      ...(start !== undefined && { ExclusiveStartKey: start }),
    })
  const first = await page()
  const second = await page(first.LastEvaluatedKey)
  const seen = [...first.Items, ...second.Items].map((item) => item.pk.S)
  expect(new Set(seen)).toEqual(new Set(['a', 'b', 'c']))
  expect(seen).toHaveLength(3)
})

rule('2.17', 'table names are case sensitive', async () => {
  const name = await wire.table('pk:S')
  await wire.refused('GetItem', { TableName: name.toUpperCase(), Key: map({ pk: 'k' }) }, 'ResourceNotFoundException')
})
