import {
  and,
  completenessOf,
  Database,
  type DatabaseOptions,
  defineTable,
  type Driver,
  expressionsOf,
  type GetRequest,
  type Item,
  type ScanRequest,
  type TableDefinition,
  type TransactRequest,
  type Where,
  type WriteRequest,
} from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { memoryDriver } from '../src/index.ts'

const people = defineTable({ name: 'people', partitionKey: 'id', stamps: false, unique: { email: true } })

function opened(options: DatabaseOptions = {}): Database {
  return new Database(async () => memoryDriver(), options)
}

/** The driver, with something that happens while a scan is under way. */
function afterEachScan(driver: Driver, happens: () => Promise<void>): Driver {
  return Object.create(driver, {
    capabilities: { value: driver.capabilities },
    get: { value: (request: GetRequest) => driver.get(request) },
    transactWrite: { value: (requests: readonly TransactRequest[]) => driver.transactWrite(requests) },
    write: { value: (request: WriteRequest) => driver.write(request) },
    ensureTable: { value: (...tables: readonly TableDefinition[]) => driver.ensureTable(...tables) },
    scan: {
      value: async (request: ScanRequest) => {
        const page = await driver.scan(request)
        await happens()
        return page
      },
    },
  }) as Driver
}

describe('unique attributes in memory', () => {
  it('what a put answers with is the caller’s', async () => {
    const store = opened().store(people)
    for (const call of ['create', 'put'] as const) {
      const item = (await store[call]({ id: call, email: call, tags: ['a'] })) as Record<string, unknown>
      item['email'] = 'changed'
      ;(item['tags'] as string[]).push('b')
      expect(await store.get(call)).toEqual({ id: call, email: call, tags: ['a'] })
    }
  })

  it('an item that never expires, since it expired more than five years ago, keeps its value', async () => {
    const guests = defineTable({ ...people, name: 'guests', timeToLive: 'leaves' })
    const store = opened().store(guests)
    await store.create({ id: 'leo', email: 'leo@zoo.org', leaves: 1 })
    await expect(store.create({ id: 'mia', email: 'leo@zoo.org' })).rejects.toThrow(/another item has email/)
  })

  it('what is changed past the store while all values are being held is looked at again', async () => {
    const driver = memoryDriver()
    const bare = defineTable({ name: people.name, partitionKey: 'id', stamps: false })
    await new Database(async () => driver).store(bare).put({ id: 'leo', email: 'leo@zoo.org' })
    let scans = 0
    const disturbed = afterEachScan(driver, async () => {
      if (++scans > 1) return
      await driver.write({ kind: 'put', table: people, item: { id: 'mia', email: 'mia@zoo.org' } })
      const { table, key } = completenessOf(people.name)
      await driver.write({
        kind: 'delete',
        table: defineTable({ name: table, partitionKey: 'value', stamps: false, softDelete: false }),
        key,
      })
    })
    const store = new Database(async () => disturbed, { pause: async () => {} }).store(people)
    await store.create({ id: 'tom', email: 'tom@zoo.org' })
    await expect(store.create({ id: 'ada', email: 'mia@zoo.org' })).rejects.toThrow(/another item has email/)
  })

  it('who holds the values of a table that others have held already takes none for an item that is gone', async () => {
    const driver = memoryDriver()
    const first = new Database(async () => driver)
    const bare = first.store(defineTable({ name: people.name, partitionKey: 'id', stamps: false }))
    await bare.put({ id: 'leo', email: 'leo@zoo.org' })
    const late = afterEachScan(driver, async () => {
      await first.store(people).put({ id: 'mia', email: 'mia@zoo.org' }) // holds all, and is done
      await first.store(people).purge('leo')
    })
    const second = new Database(async () => late, { pause: async () => {} })
    await second.store(people).put({ id: 'tom', email: 'tom@zoo.org' })
    await first.store(people).create({ id: 'ada', email: 'leo@zoo.org' })
    expect((await first.store(people).list()).map(({ id }) => id)).toEqual(['ada', 'mia', 'tom'])
  })

  it.each([
    ['nothing', () => undefined, /the function of unique email has to return a text, not undefined/],
    ['a number', () => 5, /not number/],
    ['half a character', () => '\ud800', /not one that holds half a surrogate pair/],
  ])('a function that makes %s of a value is the mistake of the programmer', async (_what, rule, message) => {
    const store = opened().store(defineTable({ ...people, unique: { email: rule as () => string } }))
    await store.create({ id: 'mia' })
    for (const write of [
      store.create({ id: 'leo', email: 'leo@zoo.org' }),
      store.updateFields('mia', { email: 'x' }),
    ]) {
      await expect(write).rejects.toBeInstanceOf(TypeError)
      await expect(write).rejects.toThrow(message)
    }
    expect(await store.count()).toBe(1)
  })

  it('a condition that is not met is told before what the update would do', async () => {
    const database = opened()
    const store = database.store(defineTable({ ...people, name: 'others' }))
    await expect(store.update('nobody', ({ a, b }) => [a!.set(b!)])).rejects.toThrow(/there is no such item/)
    await store.create({ id: 'leo', email: 'leo@zoo.org', n: 'text' })
    const write = store.update('leo', ({ n }) => [n!.increment()], { if: ({ n }) => n!.hasType('N') })
    await expect(write).rejects.toThrow(/does not meet the condition/)
    const both = database.transact((tx) => {
      tx.on(store).create({ id: 'mia', email: 'mia@zoo.org' })
      tx.on(store).update('nobody', ({ a, b }) => [a!.set(b!)])
    })
    await expect(both).rejects.toMatchObject({ reasons: [{ code: 'None' }, { code: 'ConditionalCheckFailed' }] })
  })

  it('a condition that has no room for what the store adds to it is refused as by DynamoDB', async () => {
    const driver = memoryDriver()
    let longest = 0
    const measured: Driver = Object.create(driver, {
      capabilities: { value: driver.capabilities },
      get: { value: (request: GetRequest) => driver.get(request) },
      scan: { value: (request: ScanRequest) => driver.scan(request) },
      write: {
        value: (request: WriteRequest) => {
          longest = Math.max(longest, expressionsOf(request).texts.ConditionExpression?.length ?? 0)
          return driver.write(request)
        },
      },
      transactWrite: { value: (requests: readonly TransactRequest[]) => driver.transactWrite(requests) },
      ensureTable: { value: (...tables: readonly TableDefinition[]) => driver.ensureTable(...tables) },
    }) as Driver
    const store = new Database(async () => measured).store(people)
    await store.create({ id: 'leo', email: 'leo@zoo.org', n: 0 })
    const refused = /Invalid ConditionExpression: Expression size has exceeded the maximum allowed size/
    for (const isMet of [true, false]) {
      for (let size = 600; ; size++) {
        // few operators (rule 4.27), each with up to 100 values (rule 4.8)
        const among = Array.from({ length: Math.ceil(size / 100) }, (_, index) => Math.min(100, size - index * 100))
        const condition: Where<Item> = ({ n }) =>
          and(n!.eq(isMet ? 0 : 1), ...among.map((count) => n!.in(0, ...Array.from({ length: count - 1 }, () => 2))))
        const write = store.updateFields('leo', { name: 'Leo' }, { if: condition })
        const error = await write.then(
          () => undefined,
          (fault: Error) => fault,
        )
        if (error?.name === 'ValidationException') {
          expect(error.message).toMatch(refused)
          break
        }
        expect(error?.name).toBe(isMet ? undefined : 'ConditionalCheckFailedException')
      }
    }
    expect(longest).toBeGreaterThan(4000)
    expect(longest).toBeLessThanOrEqual(4096)
  })

  it('a transaction takes away two items that have the same value, as after an edit by hand', async () => {
    const database = opened()
    const store = database.store(people)
    await store.create({ id: 'leo', email: 'leo@zoo.org' })
    const bare = database.store(defineTable({ name: people.name, partitionKey: 'id', stamps: false }))
    await bare.put({ id: 'mia', email: 'leo@zoo.org' })
    await database.transact((tx) => {
      tx.on(store).purge('leo')
      tx.on(store).purge('mia')
    })
    expect(await store.list()).toEqual([])
    await store.create({ id: 'ada', email: 'leo@zoo.org' })
  })
})
