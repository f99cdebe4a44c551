import { describe, expect, it } from 'vitest'
import { RecordingDriver } from '../test/recording-driver.ts'
import { Connection } from './connection.ts'
import { Database } from './database.ts'
import { defineTable } from './table.ts'

const table = defineTable({ name: 'things', partitionKey: 'id' })

/** A driver whose reads wait until the test lets them go on, or fail. */
class Waiting extends RecordingDriver {
  readonly waiting: PromiseWithResolvers<undefined>[] = []

  override get(): Promise<undefined> {
    const read = Promise.withResolvers<undefined>()
    this.waiting.push(read)
    return read.promise
  }
}

describe('Connection', () => {
  it('closes once every call that began before has ended, whatever became of it', async () => {
    const driver = new Waiting()
    const database = await new Database(async () => driver).open(table)
    const store = database.store(table)
    const reads = [store.get('a'), store.get('b')]
    const closing = database.close()
    driver.waiting[0]!.resolve(undefined)
    await reads[0]
    await expect(store.get('c')).rejects.toThrow('closed')
    expect(driver.closed).toBe(0)
    driver.waiting[1]!.reject(new Error('lost'))
    await expect(reads[1]).rejects.toThrow('lost')
    await closing
    expect(driver.closed).toBe(1)
  })

  it('has a driver ready once the table is ensured', async () => {
    const driver = new RecordingDriver()
    const connection = new Connection(async () => driver)
    expect(connection.ready(table)).toBeUndefined()
    driver.failures.set('ensureTable', new Error('not yet'))
    await expect(connection.driverFor(table)).rejects.toThrow('not yet')
    expect(connection.ready(table)).toBeUndefined()
    await connection.driverFor(table)
    expect(connection.ready(table)).toBe(driver)
    expect(connection.ready(defineTable({ name: 'others', partitionKey: 'id' }))).toBeUndefined()
  })
})
