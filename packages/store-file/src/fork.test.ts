import { Database, defineTable, type Driver } from '@cmz/store-core'
import { memoryDriver } from '@cmz/store-memory'
import { describe, expect, it, onTestFinished } from 'vitest'
import { contents } from '../test/contents.ts'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { fileDriver } from './index.ts'

const table = defineTable({
  name: 'users',
  partitionKey: 'id',
  stamps: false,
  indexes: { byN: { partitionKey: { name: 'n', type: 'N' } } },
})

const opening: Readonly<Record<string, () => Promise<Driver>>> = {
  memory: async () => memoryDriver(),
  file: async () => fileDriver({ dir: await temporaryFolder(), disk: new FaultyDisk() }),
}

/** A driver that is closed with the test. */
async function driverOf(mode: string): Promise<Driver> {
  const driver = await opening[mode]!()
  onTestFinished(() => driver.close())
  return driver
}

async function filled(mode: string): Promise<Database> {
  const driver = await driverOf(mode)
  const database = new Database(async () => driver)
  for (const id of ['a', 'b']) await database.store(table).create({ id, n: 1 })
  return database
}

const ids = async (database: Database): Promise<readonly unknown[]> =>
  (await database.store(table).list()).map(({ id }) => id)
const idsOf = async (database: Database, n: number): Promise<readonly unknown[]> =>
  (await database.store(table).query({ index: 'byN', key: { n } })).items
    .map(({ id }) => id as string)
    .toSorted((left, right) => (left < right ? -1 : 1))

describe.each(Object.keys(opening))('a fork (%s)', (mode) => {
  it('has everything as it was, and neither sees what the other writes', async () => {
    const database = await filled(mode)
    const fork = await database.fork()
    await fork.store(table).create({ id: 'f', n: 1 })
    await fork.store(table).purge('a')
    await database.store(table).create({ id: 'd', n: 1 })
    await database.store(table).updateFields('b', { n: 2 })
    expect([await ids(database), await ids(fork)]).toEqual([
      ['a', 'b', 'd'],
      ['b', 'f'],
    ])
    expect([await idsOf(database, 1), await idsOf(fork, 1)]).toEqual([
      ['a', 'd'],
      ['b', 'f'],
    ])
  })

  it('can be forked again, and each goes its own way', async () => {
    const database = await filled(mode)
    const forks: Database[] = [database]
    for (let depth = 0; depth < 12; depth++) {
      const fork = await forks.at(-1)!.fork()
      await fork.store(table).create({ id: `f${String(depth).padStart(2, '0')}`, n: 1 })
      if (depth % 3 === 0) await fork.store(table).updateFields('a', { n: depth })
      forks.push(fork)
    }
    for (const [depth, fork] of forks.entries()) {
      expect(await ids(fork)).toHaveLength(2 + depth)
      expect((await fork.store(table).get('a'))?.['n']).toBe(depth === 0 ? 1 : Math.floor((depth - 1) / 3) * 3)
      expect(await idsOf(fork, 1)).toHaveLength(depth === 0 ? 2 : depth + 1)
    }
  })

  it('keeps its indexes whether they were asked for before or not', async () => {
    const database = await filled(mode)
    const before = await database.fork()
    expect(await idsOf(database, 1)).toEqual(['a', 'b'])
    const after = await database.fork()
    for (const fork of [before, after]) {
      await fork.store(table).updateFields('a', { n: 7 })
      expect([await idsOf(fork, 1), await idsOf(fork, 7)]).toEqual([['b'], ['a']])
    }
    expect([await idsOf(database, 1), await idsOf(database, 7)]).toEqual([['a', 'b'], []])
  })

  it('taken while a transaction is under way has all of it or nothing', async () => {
    const driver = await driverOf(mode)
    await driver.ensureTable(table)
    for (let round = 0; round < 20; round++) {
      const write = driver.transactWrite(
        ['x', 'y', 'z'].map((id) => ({ kind: 'put', table, item: { id, n: round } }) as const),
      )
      for (let turn = 0; turn < round % 5; turn++) await Promise.resolve()
      const fork = await driver.fork!()
      await write
      const { items } = await fork.scan({ table })
      expect(new Set(items.map((item) => item['n'])).size).toBeLessThanOrEqual(1)
      expect([0, 3]).toContain(items.length)
    }
  })

  it('stays what it was through folds, resets and the end of what it was taken from', async () => {
    const database = await filled(mode)
    const forks: Database[] = []
    for (const step of ['fold', 'reset', 'close'] as const) {
      forks.push(await database.fork())
      await database[step]()
      for (const fork of forks.slice(0, 2)) {
        expect(await ids(fork)).toEqual(['a', 'b'])
        expect(await idsOf(fork, 1)).toEqual(['a', 'b'])
      }
    }
    expect(await ids(forks[2]!)).toEqual([])
  })

  it('goes back to what it began with when it is reset, and ends alone', async () => {
    const database = await filled(mode)
    const fork = await database.fork()
    await fork.store(table).create({ id: 'f', n: 1 })
    await fork.reset()
    expect(await ids(fork)).toEqual(['a', 'b'])
    await fork.close()
    await expect(ids(fork)).rejects.toMatchObject({ name: 'StoreClosedException' })
    expect(await ids(database)).toEqual(['a', 'b'])
  })

  it('takes tables of its own', async () => {
    const database = await filled(mode)
    const fork = await database.fork()
    const other = defineTable({ name: 'families', partitionKey: 'id', stamps: false })
    await fork.store(other).create({ id: 'f' })
    await expect(database.describeTable('families')).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
    expect(await database.store(other).list()).toEqual([])
  })
})

describe('a fork of a folder', () => {
  it('writes nothing to it', async () => {
    const dir = await temporaryFolder()
    const database = new Database(() => fileDriver({ dir, disk: new FaultyDisk() }))
    onTestFinished(() => database.close())
    await database.store(table).create({ id: 'a', n: 1 })
    await database.fold()
    const before = await contents(dir)
    const fork = await database.fork()
    await fork.store(table).create({ id: 'b', n: 1 })
    await fork.fold()
    await fork.reset()
    await fork.close()
    expect(await contents(dir)).toEqual(before)
  })
})
