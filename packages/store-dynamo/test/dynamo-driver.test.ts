import { localCredentials, localRegion, type RunningServer } from '@cmz/dynamo-servers'
import {
  assignments,
  type Condition,
  Decimal,
  defineTable,
  type Driver,
  equal,
  type Item,
  type QueryRequest,
  type ReadPage,
  type ScanRequest,
} from '@cmz/store-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dynamoDriver, type DynamoDriverOptions } from '../src/index.ts'
import { servers } from './servers.ts'

const users = defineTable({
  name: 'users',
  partitionKey: 'id',
  indexes: { byFamily: { partitionKey: 'family', sortKey: { name: 'age', type: 'N' } } },
})
const visits = defineTable({
  name: 'visits',
  partitionKey: 'id',
  sortKey: { name: 'at', type: 'N' },
  indexes: { byName: { kind: 'local', sortKey: 'name', projection: 'KEYS_ONLY' } },
})
const absent: Condition = { op: 'notExists', path: ['id'] }
const exists: Condition = { op: 'exists', path: ['id'] }

describe.each(servers)('on $name', ({ start, transactions }) => {
  let server: RunningServer
  let driver: Driver

  const open = (options: DynamoDriverOptions = {}): Promise<Driver> =>
    dynamoDriver({
      endpoint: server.endpoint,
      region: localRegion,
      credentials: localCredentials,
      transactions,
      ...options,
    })

  beforeAll(async () => {
    server = await start()
    driver = await open()
    await Promise.all([driver.ensureTable(users), driver.ensureTable(visits)])
  })

  afterAll(async () => {
    await driver.close()
    await server.stop()
  })

  async function all(read: (startAfter?: Item) => Promise<ReadPage>): Promise<{ items: Item[]; pages: number }> {
    const items: Item[] = []
    let page = await read()
    items.push(...page.items)
    let pages = 1
    for (; page.lastKey !== undefined; pages++) {
      page = await read(page.lastKey)
      items.push(...page.items)
    }
    return { items, pages }
  }

  const query = (request: QueryRequest): Promise<{ items: Item[]; pages: number }> =>
    all((startAfter) => driver.query({ ...request, ...(startAfter && { startAfter }) }))
  const scan = (request: ScanRequest): Promise<{ items: Item[]; pages: number }> =>
    all((startAfter) => driver.scan({ ...request, ...(startAfter && { startAfter }) }))

  it('reads what it wrote, in the very types', async () => {
    const item: Item = {
      id: 'types',
      big: 12345678901234567890123456789012345678n,
      decimal: new Decimal('0.12345678901234567890123456789012345678'),
      huge: 1e100,
      tiny: -1e-100,
      bytes: Uint8Array.of(0, 255),
      numbers: new Set([1, 2n ** 64n, new Decimal('1.00000000000000000001')]),
      nested: { list: [null, true, { constructor: 'x', empty: '' }], none: {} },
      binaries: new Set([Uint8Array.of(1), Uint8Array.of(2)]),
      status: 'a reserved word',
    }
    expect(await driver.write({ kind: 'put', table: users, item })).toEqual(item)
    const read = await driver.get({ table: users, key: { id: 'types' } })
    expect(read).toEqual(item)
    // a Decimal shows nothing to toEqual
    expect(equal(read, item)).toBe(true)
    expect(await driver.get({ table: users, key: { id: 'nobody' } })).toBeUndefined()
  })

  it('updates, checks conditions and deletes', async () => {
    const key = { id: 'updated' }
    const update = (set: Item, remove: string[], condition: Condition): Promise<Item | undefined> =>
      driver.write({ kind: 'update', table: users, key, update: assignments(set, remove), condition })
    const failure = { name: 'ConditionalCheckFailedException', table: 'users', key }
    await expect(update({ a: 1 }, [], exists)).rejects.toMatchObject(failure)
    await expect(update({}, [], exists)).rejects.toMatchObject(failure)
    await driver.write({ kind: 'put', table: users, item: { ...key, a: 1, b: 2 } })
    expect(await update({ a: 3 }, ['b', 'c'], exists)).toEqual({ ...key, a: 3 })
    expect(await update({}, [], exists)).toEqual({ ...key, a: 3 })
    await expect(update({}, [], absent)).rejects.toMatchObject(failure)
    expect(await driver.write({ kind: 'delete', table: users, key, condition: exists })).toBeUndefined()
    await expect(driver.write({ kind: 'delete', table: users, key, condition: exists })).rejects.toMatchObject(failure)
  })

  it('queries an index page by page, both ways, with a filter', async () => {
    const family = Array.from({ length: 23 }, (_, age) => ({
      id: `member-${age}`,
      family: 'f',
      age,
      even: age % 2 === 0,
    }))
    await Promise.all(family.map((item) => driver.write({ kind: 'put', table: users, item })))
    const partition = { name: 'family', type: 'S', value: 'f' } as const
    const request = { table: users, index: 'byFamily', partition, descending: false, limit: 5 }
    expect(await query(request)).toEqual({ items: family, pages: 5 })
    expect((await query({ ...request, descending: true })).items).toEqual(family.toReversed())
    const filter: Condition = { op: '=', left: { path: ['even'] }, right: { value: true } }
    expect((await query({ ...request, filter })).items).toEqual(family.filter(({ even }) => even))
    const sort = { name: 'age', type: 'N', condition: { op: 'between', low: 3, high: 6 } } as const
    expect((await query({ ...request, sort })).items).toEqual(family.slice(3, 7))
    expect(await driver.query({ ...request, filter })).toMatchObject({
      scanned: 5,
      lastKey: { id: 'member-4', age: 4 },
    })
  })

  it('queries a table and its local index consistently', async () => {
    const items = [1, 2, 3].map((at) => ({ id: 'v', at, name: `n${9 - at}`, more: at }))
    await Promise.all(items.map((item) => driver.write({ kind: 'put', table: visits, item })))
    const partition = { name: 'id', type: 'S', value: 'v' } as const
    expect((await query({ table: visits, partition, descending: true, limit: 2 })).items).toEqual(items.toReversed())
    const local = await query({ table: visits, index: 'byName', partition, descending: false })
    expect(local.items).toMatchObject([{ at: 3 }, { at: 2 }, { at: 1 }])
  })

  it('ends behind the one item of a partition without sort key', async () => {
    const partition = { name: 'id', type: 'S', value: 'types' } as const
    const page = await query({ table: users, partition, descending: false, limit: 1 })
    expect(page.items).toHaveLength(1)
  })

  it('scans page by page', async () => {
    const { items, pages } = await scan({ table: users, limit: 10 })
    expect(items.length).toBeGreaterThan(20)
    expect(pages).toBeGreaterThan(2)
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
  })

  it('lets one of 200 creators win', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 200 }, (_, by) =>
        driver.write({ kind: 'put', table: users, item: { id: 'race', by }, condition: absent }),
      ),
    )
    const won = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    expect(won).toEqual([await driver.get({ table: users, key: { id: 'race' } })])
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.name] : []))
    expect(new Set(failures)).toEqual(new Set(['ConditionalCheckFailedException']))
  })

  it('describes a table as it was defined', async () => {
    for (const { name, partitionKey, sortKey, indexes } of [users, visits]) {
      const description = { name, partitionKey, ...(sortKey && { sortKey }), indexes }
      expect(await driver.describeTable(name)).toEqual(description)
    }
    await expect(driver.describeTable('missing')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      table: 'missing',
    })
    await expect(driver.get({ table: { ...users, name: 'missing' }, key: { id: 'a' } })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      table: 'missing',
    })
  })

  it('makes tables once, and refuses other keys', async () => {
    const made = defineTable({ name: 'made-by-many', partitionKey: 'id', indexes: { byA: { partitionKey: 'a' } } })
    const drivers = await Promise.all(Array.from({ length: 5 }, () => open()))
    await Promise.all(drivers.map((each) => each.ensureTable(made)))
    await drivers[0]!.write({ kind: 'put', table: made, item: { id: 'x', a: 'y' } })
    await Promise.all(drivers.map((each) => each.close()))
    const other = defineTable({ name: 'made-by-many', partitionKey: 'key' })
    await expect(driver.ensureTable(other)).rejects.toMatchObject({
      name: 'ValidationException',
      table: 'made-by-many',
    })
    const more = defineTable({ name: 'made-by-many', partitionKey: 'id', indexes: { byB: { partitionKey: 'b' } } })
    await expect(driver.ensureTable(more)).rejects.toThrow('add it with UpdateTable')
  })

  it('makes no tables where that is turned off', async () => {
    const careful = await open({ createTables: false })
    await careful.ensureTable(defineTable({ name: 'never-made', partitionKey: 'id' }))
    await careful.close()
    await expect(driver.describeTable('never-made')).rejects.toThrow()
  })

  it('has transactions, or says that it has none', async () => {
    expect(driver.capabilities).toEqual({ transactions })
    const put = (id: string, condition?: Condition) =>
      ({ kind: 'put', table: users, item: { id }, ...(condition && { condition }) }) as const
    if (!transactions) {
      await expect(driver.transactWrite([put('t1')])).rejects.toMatchObject({ name: 'UnsupportedException' })
      return
    }
    await driver.transactWrite([put('t1', absent), put('t2', absent)])
    const update = {
      kind: 'update',
      table: users,
      key: { id: 't2' },
      update: assignments({}),
      condition: exists,
    } as const
    await driver.transactWrite([{ kind: 'delete', table: users, key: { id: 't1' } }, update])
    await expect(driver.transactWrite([put('t1', absent), put('t2', absent)])).rejects.toMatchObject({
      name: 'TransactionCanceledException',
      reasons: [{ code: 'None' }, { code: 'ConditionalCheckFailed' }],
    })
    expect(await driver.get({ table: users, key: { id: 't1' } })).toBeUndefined()
  })

  it('gives back the reason of an abort', async () => {
    const reason = new Error('no longer wanted')
    await expect(driver.scan({ table: users, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it('waits for what is under way when it is closed, then refuses', async () => {
    const closing = await open()
    const written = closing.write({ kind: 'put', table: users, item: { id: 'last' } })
    await closing.close()
    await closing.close()
    expect(await written).toEqual({ id: 'last' })
    const closed = { name: 'StoreClosedException' }
    await expect(closing.get({ table: users, key: { id: 'last' } })).rejects.toMatchObject(closed)
    await expect(closing.ensureTable(users)).rejects.toMatchObject(closed)
    await expect(closing.describeTable('users')).rejects.toMatchObject(closed)
    await expect(closing.transactWrite([])).rejects.toMatchObject(closed)
  })
})
