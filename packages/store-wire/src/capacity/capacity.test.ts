import { beforeEach, describe, expect, test } from 'vitest'
import { call, makeTables, openRaw, type RawAnswer } from '../../test/raw.ts'
import type { Service } from '../index.ts'

let service: Service
beforeEach(async () => {
  service = openRaw()
  await makeTables(
    service,
    {
      name: 'visits',
      partitionKey: 'zoo',
      sortKey: 'nr',
      indexes: {
        whole: { partitionKey: 'guest' },
        keys: { partitionKey: 'guest', projection: 'KEYS_ONLY', foreign: true },
        byNote: { kind: 'local', sortKey: 'note', projection: 'KEYS_ONLY', foreign: true },
      },
    },
    { name: 'animals', partitionKey: 'id' },
  )
})

const TableName = 'visits'
const Key = { zoo: { S: 'z' }, nr: { S: '1' } }
/** Two units to write, one to read. */
const item = { ...Key, guest: { S: 'g' }, note: { S: 'n' }, pad: { S: 'x'.repeat(1500) } }
const units = (of: number) => ({ CapacityUnits: of })

async function consumed(operation: string, input: object): Promise<unknown> {
  const { body } = await call(service, operation, { TableName, ReturnConsumedCapacity: 'INDEXES', ...input })
  return body.ConsumedCapacity
}

const put = (Item: object): Promise<RawAnswer> => call(service, 'PutItem', { TableName, Item })

describe('a read of one item (rule 13.7)', () => {
  test.each<[what: string, input: object, of: number]>([
    ['at some time', {}, 0.5],
    ['strongly', { ConsistentRead: true }, 1],
    ['of a part', { ProjectionExpression: 'note' }, 0.5],
    ['of nothing', { Key: { ...Key, nr: { S: 'none' } } }, 0.5],
    ['of nothing, strongly', { Key: { ...Key, nr: { S: 'none' } }, ConsistentRead: true }, 1],
  ])('%s', async (_what, input, of) => {
    await put(item)
    expect(await consumed('GetItem', { Key, ...input })).toEqual({ TableName, ...units(of), Table: units(of) })
  })

  test('of more than 4 KB', async () => {
    await put({ ...item, pad: { S: 'x'.repeat(8192) } })
    expect(await consumed('GetItem', { Key, ReturnConsumedCapacity: 'TOTAL' })).toEqual({ TableName, ...units(1.5) })
  })
})

describe('a write of one item, by table and index (rule 13.7)', () => {
  type Arms = { readonly table: number; readonly whole?: number; readonly keys?: number; readonly byNote?: number }
  const told = ({ table, whole, keys, byNote }: Arms) => {
    const arms = { ...(whole && { whole: units(whole) }), ...(keys && { keys: units(keys) }) }
    return {
      TableName,
      ...units(table + (whole ?? 0) + (keys ?? 0) + (byNote ?? 0)),
      Table: units(table),
      ...(Object.keys(arms).length > 0 && { GlobalSecondaryIndexes: arms }),
      ...(byNote && { LocalSecondaryIndexes: { byNote: units(byNote) } }),
    }
  }
  const set = (name: string, value: object) => ({
    Key,
    UpdateExpression: `SET ${name} = :v`,
    ExpressionAttributeValues: { ':v': value },
  })

  test('a new one is put into every index that holds it', async () => {
    expect(await consumed('PutItem', { Item: item })).toEqual(told({ table: 2, whole: 2, keys: 1, byNote: 1 }))
    expect(await consumed('PutItem', { Item: { zoo: { S: 'z' }, nr: { S: '2' } } })).toEqual(told({ table: 1 }))
  })

  test.each<[what: string, operation: string, input: object, arms: Arms]>([
    ['the same again changes no index', 'PutItem', { Item: item }, { table: 2 }],
    ['a smaller one costs what it replaces', 'PutItem', { Item: { ...item, pad: { S: '' } } }, { table: 2, whole: 2 }],
    ['what an index does not hold', 'UpdateItem', set('more', { S: 'a' }), { table: 2, whole: 2 }],
    ['a key of an index moves its entry', 'UpdateItem', set('guest', { S: 'h' }), { table: 2, whole: 4, keys: 2 }],
    ['a key of a local index', 'UpdateItem', set('note', { S: 'm' }), { table: 2, whole: 2, byNote: 2 }],
    ['an entry goes', 'UpdateItem', { Key, UpdateExpression: 'REMOVE guest' }, { table: 2, whole: 2, keys: 1 }],
    ['all entries go', 'DeleteItem', { Key }, { table: 2, whole: 2, keys: 1, byNote: 1 }],
    ['nothing to delete', 'DeleteItem', { Key: { ...Key, nr: { S: 'none' } } }, { table: 1 }],
  ])('%s', async (_what, operation, input, arms) => {
    await put(item)
    expect(await consumed(operation, input)).toEqual(told(arms))
  })

  test('with what it answers', async () => {
    const { body } = await call(service, 'PutItem', {
      TableName,
      Item: item,
      ReturnValues: 'ALL_OLD',
      ReturnConsumedCapacity: 'TOTAL',
    })
    expect(body).toEqual({ ConsumedCapacity: { TableName, ...units(6) } })
    const again = { TableName, Key, ReturnValues: 'ALL_OLD', ReturnConsumedCapacity: 'TOTAL' }
    expect((await call(service, 'DeleteItem', again)).body).toEqual({
      Attributes: item,
      ConsumedCapacity: { TableName, ...units(6) },
    })
  })

  test('nothing is told unasked (rule 6.8)', async () => {
    for (const ReturnConsumedCapacity of [undefined, 'NONE']) {
      expect((await call(service, 'PutItem', { TableName, Item: item, ReturnConsumedCapacity })).body).toEqual({})
    }
  })
})

describe('item collections: the items of a partition, where a table has local indexes', () => {
  const SIZE = { ReturnItemCollectionMetrics: 'SIZE' }
  const collection = { ItemCollectionKey: { zoo: { S: 'z' } }, SizeEstimateRangeGB: [0, 1] }

  test('of one write', async () => {
    expect((await call(service, 'PutItem', { TableName, Item: item, ...SIZE })).body).toEqual({
      ItemCollectionMetrics: collection,
    })
    const remove = { TableName, Key, ReturnValues: 'ALL_OLD', ...SIZE }
    expect((await call(service, 'DeleteItem', remove)).body).toEqual({
      Attributes: item,
      ItemCollectionMetrics: collection,
    })
  })

  test('not of a table that has none', async () => {
    expect((await call(service, 'PutItem', { TableName: 'animals', Item: { id: { S: 'a' } }, ...SIZE })).body).toEqual(
      {},
    )
  })

  test('of a batch and of a transaction, each collection once', async () => {
    const other = { zoo: { S: 'y' }, nr: { S: '1' } }
    const second = { ...Key, nr: { S: '2' } }
    const collections = { visits: [collection, { ...collection, ItemCollectionKey: { zoo: { S: 'y' } } }] }
    const batch = { visits: [Key, second, other].map((Item) => ({ PutRequest: { Item } })) }
    expect((await call(service, 'BatchWriteItem', { RequestItems: batch, ...SIZE })).body).toEqual({
      UnprocessedItems: {},
      ItemCollectionMetrics: collections,
    })
    const actions = [
      ...[Key, second, other].map((Item) => ({ Put: { TableName, Item } })),
      { Put: { TableName: 'animals', Item: { id: { S: 'a' } } } },
    ]
    expect((await call(service, 'TransactWriteItems', { TransactItems: actions, ...SIZE })).body).toEqual({
      ItemCollectionMetrics: collections,
    })
  })
})
