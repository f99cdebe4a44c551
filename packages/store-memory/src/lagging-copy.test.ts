import { Database, defineTable } from '@cmz/store-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { memoryDriver } from './memory-driver.ts'

const table = defineTable({
  name: 'animals',
  partitionKey: 'id',
  sortKey: 'at',
  stamps: false,
  indexes: { byName: { partitionKey: 'name' }, byRank: { kind: 'local', sortKey: 'rank' } },
})
const leo = { id: 'leo', at: 'a', name: 'Leo', rank: 'b' }

function opened(indexDelay: number) {
  const database = new Database(async () => memoryDriver({ indexDelay }))
  const animals = database.store(table)
  const byName = (name: string) => animals.query({ index: 'byName', key: { name } }).then(({ items }) => items)
  return { database, animals, byName }
}

describe('global indexes that lag', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
  afterEach(() => void vi.useRealTimers())

  it('show the table as it was; the table itself and its local indexes do not lag', async () => {
    const { animals, byName } = opened(50)
    await animals.put(leo)
    expect(await byName('Leo')).toEqual([])
    expect(await animals.list()).toEqual([leo])
    expect((await animals.query({ index: 'byRank', key: { id: 'leo' } })).items).toEqual([leo])
    vi.advanceTimersByTime(49)
    expect(await byName('Leo')).toEqual([])
    vi.advanceTimersByTime(1)
    expect(await byName('Leo')).toEqual([leo])
    await animals.put({ ...leo, name: 'Mia' })
    vi.advanceTimersByTime(30)
    await animals.purge({ id: 'leo', at: 'a' })
    expect(await byName('Leo')).toEqual([leo])
    vi.advanceTimersByTime(30)
    expect(await byName('Leo')).toEqual([])
    expect(await byName('Mia')).toEqual([{ ...leo, name: 'Mia' }])
    vi.advanceTimersByTime(30)
    expect(await byName('Mia')).toEqual([])
  })

  it('go back to the starting data as late, and a fork lags too', async () => {
    const { database, animals, byName } = opened(50)
    await animals.put(leo)
    vi.advanceTimersByTime(50)
    await database.reset()
    expect(await byName('Leo')).toEqual([leo])
    vi.advanceTimersByTime(50)
    expect(await byName('Leo')).toEqual([])
    const fork = (await database.fork()).store(table)
    await fork.put(leo)
    expect((await fork.query({ index: 'byName', key: { name: 'Leo' } })).items).toEqual([])
  })

  it('of a later definition are there at once', async () => {
    const { database, animals } = opened(50)
    await animals.put(leo)
    vi.advanceTimersByTime(50)
    const wider = database.store(defineTable({ ...table, indexes: { byAt: { partitionKey: 'at' } } }))
    expect((await wider.query({ index: 'byAt', key: { at: 'a' } })).items).toEqual([leo])
  })

  it.each([-1, Number.NaN, '5' as never])('need a number of ms: %s', (indexDelay) => {
    expect(() => memoryDriver({ indexDelay })).toThrow(/indexDelay is a number of ms/)
  })
})
