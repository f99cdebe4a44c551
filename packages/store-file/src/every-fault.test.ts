import { rm } from 'node:fs/promises'
import { Database, DiskException, defineTable, type Item, StoreError } from '@cmz/store-core'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { contents } from '../test/contents.ts'
import { type Fault, FaultyDisk, failNth } from '../test/faulty-disk.ts'
import { openDatabase } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { type DurabilityLevel, fileDriver, type FileDriverOptions, openFileEngine } from './index.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })
const families = defineTable({ name: 'families', partitionKey: 'id', stamps: false })

type AnyFault = Fault & { readonly lasting?: boolean }

const faults: readonly AnyFault[] = [
  { code: 'EIO' },
  { code: 'ENOSPC', partly: true },
  { code: 'EIO', partly: true, lasting: true },
]

let opened: Database[] = []

function open(dir: string, options: Omit<FileDriverOptions, 'dir'>): Database {
  const database = openDatabase(dir, options)
  opened.push(database)
  return database
}

/** What is in the folder before the call that fails: `a` in the file, `b` in the journal. */
async function folder(): Promise<{ dir: string; disk: FaultyDisk }> {
  const dir = await temporaryFolder()
  const disk = new FaultyDisk()
  const database = open(dir, { disk: new FaultyDisk() })
  await database.store(table).create({ id: 'a' })
  await database.fold()
  await database.store(table).create({ id: 'b' })
  return { dir, disk }
}

/** The ids in the folder, as another process finds them. */
async function found(dir: string): Promise<readonly string[]> {
  const database = open(dir, { disk: new FaultyDisk() })
  const items: Item[] = await database.store(table).list()
  const ids = items.map((item) => item['id'] as string)
  await database.close()
  return ids
}

/** What became of a call; whatever fails names a path of the folder. */
async function outcome(dir: string, work: Promise<unknown>): Promise<'done' | 'failed'> {
  try {
    await work
    return 'done'
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError)
    expect((error as DiskException).path, String(error)).toContain(dir)
    return 'failed'
  }
}

beforeEach(() => {
  // the upkeep's own calls would be counted with those of the test
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
})

/** Fails each call of some work in turn, as long as there is one; every round in a folder of its own. */
async function eachCall(round: (n: number, fault: AnyFault) => Promise<boolean>): Promise<void> {
  for (const fault of faults) {
    let n = 0
    while (await round(n, fault)) n++
    expect(n).toBeGreaterThan(2)
  }
}

async function works(database: Database, dir: string, also: readonly string[]): Promise<void> {
  const users = database.store(table)
  await users.put({ id: 'z' })
  await database.fold()
  const expected = ['a', 'b', ...also, 'z']
  expect((await users.list()).map(({ id }) => id)).toEqual(expected)
  expect(await found(dir)).toEqual(expected)
  for (const each of opened) await each.close()
  opened = []
  expect(await found(dir)).toEqual(expected)
  expect(Object.keys(await contents(dir)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  await rm(dir, { recursive: true })
}

describe('when any one call of the disk fails', () => {
  it.each<DurabilityLevel>(['process', 'disk'])(
    'in a write, it is done or refused, and the next one works (%s)',
    async (durability) => {
      await eachCall(async (n, fault) => {
        const { dir, disk } = await folder()
        const database = open(dir, { disk, durability })
        const users = database.store(table)
        await users.get('a')
        const { reached } = failNth(disk, n, fault)
        const result = await outcome(dir, users.create({ id: 'c' }))
        disk.fails = () => undefined
        const isThere = (await users.get('c')) !== undefined
        if (result === 'done') expect(isThere).toBe(true)
        await works(database, dir, isThere ? ['c'] : [])
        return reached()
      })
    },
  )

  it('in the first write to a folder, it is done or refused, and the next one works', async () => {
    await eachCall(async (n, fault) => {
      const dir = await temporaryFolder()
      const disk = new FaultyDisk()
      const database = await open(dir, { disk }).open()
      const users = database.store(table)
      const { reached } = failNth(disk, n, fault)
      await outcome(dir, users.create({ id: 'c' }))
      disk.fails = () => undefined
      for (const id of ['a', 'b', 'c']) await users.put({ id })
      await works(database, dir, ['c'])
      return reached()
    })
  })

  it('in a fold, nothing is lost, and the next one works', async () => {
    await eachCall(async (n, fault) => {
      const { dir, disk } = await folder()
      const database = open(dir, { disk })
      await database.open(table, families)
      const { reached } = failNth(disk, n, fault)
      await outcome(dir, database.fold())
      disk.fails = () => undefined
      expect(await found(dir), `call ${n}: ${disk.calls.at(-1)?.name}`).toEqual(['a', 'b'])
      expect((await database.store(table).list()).map(({ id }) => id)).toEqual(['a', 'b'])
      await works(database, dir, [])
      return reached()
    })
  })

  it('in an opening, it is refused, and nothing changes', async () => {
    await eachCall(async (n, fault) => {
      const { dir, disk } = await folder()
      const before = await contents(dir)
      const { reached } = failNth(disk, n, fault)
      const database = open(dir, { disk })
      const result = await outcome(dir, database.open())
      if (result === 'failed') {
        expect(disk.held).toEqual([])
        if (!fault.lasting) expect(await contents(dir)).toEqual(before)
      }
      disk.fails = () => undefined
      await works(database, dir, [])
      return reached()
    })
  })

  it('in the opening of an empty folder, it is refused, and nothing changes', async () => {
    await eachCall(async (n, fault) => {
      const dir = await temporaryFolder()
      const disk = new FaultyDisk()
      const { reached } = failNth(disk, n, fault)
      const database = open(dir, { disk })
      const result = await outcome(dir, database.open())
      if (result === 'failed') {
        expect(disk.held).toEqual([])
        if (!fault.lasting) expect(await contents(dir)).toEqual({})
      }
      disk.fails = () => undefined
      for (const id of ['a', 'b']) await database.store(table).put({ id })
      await works(database, dir, [])
      return reached()
    })
  })

  it('in a reset, it is done or refused, and the next one works', async () => {
    await eachCall(async (n, fault) => {
      const { dir, disk } = await folder()
      const database = open(dir, { disk })
      await database.open(table)
      const { reached } = failNth(disk, n, fault)
      const result = await outcome(dir, database.reset())
      disk.fails = () => undefined
      const now = (await database.store(table).list()).map(({ id }) => id)
      expect(now).toEqual(result === 'done' ? [] : ['a', 'b'])
      expect(await found(dir)).toEqual(now)
      for (const id of ['a', 'b']) await database.store(table).put({ id })
      await works(database, dir, [])
      return reached()
    })
  })

  const settings = { n: 1 }
  const wider = defineTable({ ...table, indexes: { byN: { partitionKey: 'n' } } })

  it.each([
    ['a drop', [null]],
    ['an alteration', [{ definition: wider, settings }]],
    ['a drop and what follows it', [null, { definition: wider, settings }]],
  ])('in %s, it is done or refused as a whole, and the next one works', async (_what, states) => {
    await eachCall(async (n, fault) => {
      const { dir, disk } = await folder()
      const { engine, ...handle } = await openFileEngine({ dir, disk })
      const { reached } = failNth(disk, n, fault)
      const results: string[] = []
      for (const state of states) {
        const altering = engine.alterTable('users', () => ({ table: state, result: undefined }))
        results.push(await outcome(dir, altering))
      }
      disk.fails = () => undefined
      await engine.catchUp()
      const known = engine.tables.find('users')
      const done = states.findLast((_state, index) => results[index] === 'done')
      expect(known?.settings).toEqual(done === null ? undefined : (done?.settings ?? {}))
      expect(Object.keys(known?.definition.indexes ?? {})).toEqual(done?.definition ? ['byN'] : [])
      const isDropped = states[0] === null && results[0] === 'done'
      const database = open(dir, { disk })
      await handle.close()
      expect((await database.store(table).list()).map(({ id }) => id)).toEqual(isDropped ? [] : ['a', 'b'])
      for (const id of ['a', 'b']) await database.store(table).put({ id })
      await works(database, dir, [])
      return reached()
    })
  })

  it('in what follows the writes of others, it is refused, and the next read sees them', async () => {
    await eachCall(async (n, fault) => {
      const { dir, disk } = await folder()
      const other = open(dir, { disk: new FaultyDisk() })
      const database = open(dir, { disk })
      await database.open(table)
      await other.store(table).create({ id: 'c' })
      await other.fold()
      await other.store(table).create({ id: 'd' })
      const { reached } = failNth(disk, n, fault)
      await outcome(dir, database.store(table).get('d'))
      disk.fails = () => undefined
      expect((await database.store(table).list()).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
      await works(database, dir, ['c', 'd'])
      return reached()
    })
  })

  it('in a close, it is said or not, and nothing is lost', async () => {
    await eachCall(async (n, fault) => {
      const { dir, disk } = await folder()
      const database = new Database(async () => fileDriver({ dir, disk }))
      await database.store(table).create({ id: 'c' })
      const { reached } = failNth(disk, n, fault)
      await outcome(dir, database.close())
      disk.fails = () => undefined
      expect(await found(dir)).toEqual(['a', 'b', 'c'])
      await works(open(dir, { disk }), dir, ['c'])
      return reached()
    })
  })
})
