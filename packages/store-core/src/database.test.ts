import { describe, expect, expectTypeOf, it } from 'vitest'
import { RecordingDriver } from '../test/recording-driver.ts'
import { Database, type OpenShape } from './database.ts'
import type { DatabaseOptions } from './connection.ts'
import { StoreClosedException } from './errors.ts'
import { Store } from './store.ts'
import { defineTable, type Table } from './table.ts'

const table = defineTable({ name: 'things', partitionKey: 'id', idPrefix: 'thing' })

/** A database whose opening can be made to fail, and how often it was opened. */
function opened(options: DatabaseOptions = {}, failures: Error[] = []) {
  const driver = new RecordingDriver()
  const openings: number[] = []
  const database = new Database(async () => {
    openings.push(openings.length)
    const failure = failures.shift()
    if (failure) throw failure
    return driver
  }, options)
  return { database, driver, openings }
}

describe('opening', () => {
  it('waits for the first call, and happens once', async () => {
    const { database, driver, openings } = opened()
    const store = database.store(table)
    expect(openings).toHaveLength(0)
    await Promise.all([store.get('a'), store.get('b'), database.store(table).list()])
    expect(openings).toHaveLength(1)
    expect(driver.sent('ensureTable')).toEqual(['things'])
  })

  it('is tried again after it failed', async () => {
    const { database, openings } = opened({}, [new Error('first'), new Error('second')])
    const store = database.store(table)
    const both = await Promise.allSettled([store.get('a'), store.get('b')])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(openings).toHaveLength(1)
    await expect(store.get('a')).rejects.toThrow('second')
    await expect(store.get('a')).resolves.toBeUndefined()
    expect(openings).toHaveLength(3)
  })

  it('is tried again where it throws at once', async () => {
    const driver = new RecordingDriver()
    let attempts = 0
    const database = new Database(() => {
      if (attempts++ === 0) throw new Error('at once')
      return Promise.resolve(driver)
    })
    await expect(database.open()).rejects.toThrow('at once')
    await expect(database.open()).resolves.toBe(database)
  })

  it('ensures each table, and tries again after that failed', async () => {
    const { database, driver } = opened()
    driver.failures.set('ensureTable', new Error('no table yet'))
    await expect(database.open(table)).rejects.toThrow('no table yet')
    await database.open(table, defineTable({ name: 'others', partitionKey: 'id' }))
    await database.store(table).get('a')
    expect(driver.sent('ensureTable')).toEqual(['things', 'things', 'others'])
  })

  it('describes a table without ensuring it', async () => {
    const { database, driver } = opened()
    await expect(database.describeTable('things')).resolves.toMatchObject({ name: 'things' })
    expect(driver.calls).toEqual([['describeTable', 'things']])
  })
})

describe('closing', () => {
  it('closes the driver once, and everybody waits for it', async () => {
    let finish = (): void => {}
    const driver = new RecordingDriver()
    driver.close = () => {
      driver.closed++
      return new Promise<void>((resolve) => {
        finish = resolve
      })
    }
    const database = new Database(async () => driver)
    await database.open()
    const done: string[] = []
    const first = database.close().then(() => done.push('first'))
    const second = database.close().then(() => done.push('second'))
    await database.describeTable('things').catch(() => undefined)
    expect(done).toEqual([])
    finish()
    await Promise.all([first, second])
    expect(driver.closed).toBe(1)
  })

  it('makes every later call fail', async () => {
    const { database, driver } = opened()
    const store = database.store(table)
    await store.get('a')
    await database.close()
    const calls = [
      store.get('a'),
      store.list(),
      store.page(),
      store.query({ key: { id: 'a' } }),
      store.each().next(),
      store.create({}),
      store.put({ id: 'a' }),
      store.updateFields('a', { b: 1 }),
      store.softDelete('a'),
      store.recover('a'),
      store.purge('a'),
      database.open(),
      database.describeTable('things'),
    ]
    for (const call of calls) await expect(call).rejects.toBeInstanceOf(StoreClosedException)
    await expect(store.get('a')).rejects.toHaveProperty('table', 'things')
    expect(driver.sent('get')).toHaveLength(1)
  })

  it('opens nothing that was never used', async () => {
    const { database, openings } = opened()
    await database.close()
    await expect(database.store(table).get('a')).rejects.toBeInstanceOf(StoreClosedException)
    expect(openings).toHaveLength(0)
  })

  it('closes a driver that is still opening', async () => {
    const { database, driver } = opened()
    const reading = database.store(table).get('a')
    await database.close()
    await expect(reading).resolves.toBeUndefined()
    expect(driver.closed).toBe(1)
  })

  it('is nothing to worry about where the opening failed', async () => {
    const { database } = opened({}, [new Error('no')])
    const reading = database.store(table).get('a')
    await expect(database.close()).resolves.toBeUndefined()
    await expect(reading).rejects.toThrow('no')
  })

  it('comes at the end of an await using', async () => {
    const { database, driver } = opened()
    {
      await using used = database
      await used.open()
    }
    expect(driver.closed).toBe(1)
  })
})

describe('store', () => {
  it('opens a table by its name and the name of its key', async () => {
    const { database, driver } = opened()
    const store = database.store('quest-dev-user', 'userId')
    expectTypeOf(store).toEqualTypeOf<Store<OpenShape<'userId'>>>()
    expect(store.table).toEqual(defineTable({ name: 'quest-dev-user', partitionKey: 'userId' }))
    const { userId } = await store.create({ email: 'a@b.org' })
    expect(userId).toMatch(/^[0-9a-z]{26}$/)
    expect(driver.sent('ensureTable')).toEqual(['quest-dev-user'])
  })

  it('refuses what is no table', () => {
    const { database } = opened()
    for (const wrong of [undefined, null, {}, 5] as unknown as Table[]) {
      expect(() => database.store(wrong)).toThrow('A store needs a table definition')
    }
    // @ts-expect-error the name of the key is missing
    expect(() => database.store('users')).toThrow('name its key')
    expect(() => database.store('a/b', 'id')).toThrow(TypeError)
  })

  it('makes ids that sort by time, with the prefix of the table', async () => {
    const { database } = opened()
    const store = database.store(table)
    const ids = [await store.create({}), await store.create({}), await store.create({})].map(({ id }) => id as string)
    expect(ids.every((id) => /^thing_[0-9a-z]{26}$/.test(id))).toBe(true)
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(3)
  })

  it('stamps with its own clock and actor where none are given', async () => {
    const before = new Date().toISOString()
    const { created } = await opened().database.store(table).create({})
    const stamp = created as unknown as { at: string; by: unknown }
    expect(stamp.by).toEqual({ userId: 'system', email: 'system@cmz.org', displayName: 'System' })
    expect(stamp.at >= before && stamp.at <= new Date().toISOString()).toBe(true)
  })

  it('refuses an actor that is none', () => {
    const actor = { userId: 'u', email: undefined, displayName: 'U' } as unknown as NonNullable<
      DatabaseOptions['actor']
    >
    expect(() => opened({ actor })).toThrow(TypeError)
    const store = opened().database.store(table)
    expect(() => store.as(actor)).toThrow('An actor has a userId, an email and a displayName')
    expect(() => store.as(undefined as never)).toThrow('An actor has')
  })
})
