import { describe, expect, it } from 'vitest'
import { RecordingDriver } from '../test/recording-driver.ts'
import { Database } from './database.ts'
import { defineTable } from './table.ts'

const table = defineTable({ name: 'things', partitionKey: 'id', stamps: false, softDelete: false })

function opened(): { readonly driver: RecordingDriver; readonly database: Database } {
  const driver = new RecordingDriver()
  return { driver, database: new Database(async () => driver) }
}

describe('what a transaction does is said at once', () => {
  it('a promise of another library is one too', async () => {
    const { driver, database } = opened()
    // oxlint-disable-next-line unicorn/no-thenable -- what is tested
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
