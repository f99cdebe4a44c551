import { describe, expect, it } from 'vitest'
import { RecordingDriver } from '../test/recording-driver.ts'
import { Database } from './database.ts'
import type { Store } from './store.ts'
import { defineTable } from './table.ts'

const table = defineTable({ name: 'things', partitionKey: 'id', stamps: false, softDelete: false })

function opened(): { readonly driver: RecordingDriver; readonly database: Database } {
  const driver = new RecordingDriver()
  return { driver, database: new Database(async () => driver) }
}

describe('what a transaction does is said at once', () => {
  it('a promise of another library is one too', async () => {
    const { driver, database } = opened()
    // oxlint-disable-next-line unicorn/no-thenable -- a promise of another library is what is tested
    const build = (): void => ({ then: (resolve: () => void) => resolve() }) as unknown as void
    await expect(database.transact(build)).rejects.toThrow(/is said at once/)
    expect(driver.sent('transactWrite')).toEqual([])
  })

  it('what is said later is refused, not lost', async () => {
    const { database } = opened()
    const things = database.store(table)
    let late = (): void => undefined
    await database.transact((tx) => {
      tx.on(things).put({ id: 'a' })
      late = () => tx.on(things).put({ id: 'b' })
    })
    expect(late).toThrow(/comes too late/)
  })
})

describe('a transaction acts on the stores of its database', () => {
  const other = opened().database.store(table)

  it('and refuses one of another database', async () => {
    const { driver, database } = opened()
    const writing = database.transact((tx) => tx.on(other).put({ id: 'a' }))
    await expect(writing).rejects.toBeInstanceOf(TypeError)
    await expect(writing).rejects.toThrow('Table things: its store is of another database')
    await expect(database.transactGet((tx) => [tx.get(other, 'a')])).rejects.toThrow('its store is of another database')
    await database.transact((tx) =>
      tx.on(database.store(table).as({ userId: 'u', email: 'e', displayName: 'd' })).purge('a'),
    )
    expect(driver.calls.map(([call]) => call)).toEqual(['ensureTable', 'transactWrite'])
  })

  it.each([
    ['nothing', undefined, 'got undefined'],
    ['no list', {}, 'got an object'],
    ['a promise', Promise.resolve([]), 'got a Promise'],
    ['what is no reading', [undefined], 'got a list that holds undefined'],
    ['what looks like one', [{ request: { table, key: { id: 'a' } } }], 'got a list that holds an object'],
  ])('and reads no %s', async (_what, readings, message) => {
    const reading = opened().database.transactGet(() => readings as never)
    await expect(reading).rejects.toBeInstanceOf(TypeError)
    await expect(reading).rejects.toThrow(
      `A reading transaction returns a list: (tx) => [tx.get(users, id)]; ${message}`,
    )
  })

  it('and refuses what is no store', async () => {
    const { database } = opened()
    for (const wrong of [undefined, null, table] as unknown as Store[]) {
      await expect(database.transact((tx) => tx.on(wrong).purge({ id: 'a' } as never))).rejects.toThrow(
        /^A transaction acts on a store/,
      )
      await expect(database.transactGet((tx) => [tx.get(wrong, { id: 'a' } as never)])).rejects.toThrow(
        /^A transaction acts on a store/,
      )
    }
  })
})
