import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineTable, type Item } from '@cmz/store-core'
import { describe, expect, it, vi } from 'vitest'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { openDatabase as open } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })

/** Edits are noticed within a second; a busy machine may take longer. */
const soon = { timeout: 5000, interval: 20 }

async function filled(disk: FaultyDisk = new FaultyDisk(), items: readonly Item[] = [{ id: 'a', n: 1 }]) {
  const dir = await temporaryFolder()
  const database = open(dir, { disk })
  const users = database.store(table)
  for (const item of items) await users.put(item)
  await database.fold()
  const path = join(dir, 'users.json')
  const conflicts = async (): Promise<readonly string[]> => {
    const folder = join(dir, '.store', 'conflicts')
    const names = await readdir(folder).catch(() => [])
    return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  }
  return { dir, path, users, database, conflicts }
}

describe('an edit by hand', () => {
  it('is seen within a second, and kept by the next write', async () => {
    const { path, users, database } = await filled()
    await writeFile(path, '[{"id":"a","n":2},{"id":"b","n":3}]')
    await vi.waitFor(
      async () =>
        expect(await users.list()).toEqual([
          { id: 'a', n: 2 },
          { id: 'b', n: 3 },
        ]),
      soon,
    )
    await writeFile(path, '[{"id":"a","n":4}]')
    await users.create({ id: 'c' })
    await database.fold()
    expect(readFileSync(path, 'utf8')).toBe('[\n{"id":"a","n":4},\n{"id":"c"}\n]\n')
  })

  it('is seen before each fold', async () => {
    const { path, users, database } = await filled()
    await writeFile(path, '[{"id":"a","n":2}]')
    await database.fold()
    expect(await users.get('a')).toEqual({ id: 'a', n: 2 })
  })

  it('stays as the person wrote it where the store changes nothing', async () => {
    const { path, users, database } = await filled()
    const text = '[\n  { "id": "a",\n    "n": 2 }\n]\n'
    await writeFile(path, text)
    await database.fold()
    await database.close()
    expect(await readFile(path, 'utf8')).toBe(text)
    await expect(users.get('a')).rejects.toMatchObject({ name: 'StoreClosedException' })
  })

  it('is seen, and left as it is, by every process', async () => {
    const { dir, path, users, database } = await filled()
    const other = open(dir, { disk: new FaultyDisk() })
    expect(await other.store(table).get('a')).toEqual({ id: 'a', n: 1 })
    const text = '[ {"id":"a","n":2} ]'
    await writeFile(path, text)
    await database.fold()
    for (const store of [users, other.store(table)]) expect(await store.get('a')).toEqual({ id: 'a', n: 2 })
    await other.close()
    await database.close()
    expect(await readFile(path, 'utf8')).toBe(text)
  })

  it('of one item leaves what the store writes to others', async () => {
    const { path, users, database, conflicts } = await filled(undefined, [
      { id: 'a', n: 1 },
      { id: 'b', n: 1 },
    ])
    await users.updateFields('b', { n: 2 })
    await writeFile(path, '[{"id":"a","n":9},{"id":"b","n":1},{"id":"hand"}]')
    await database.fold()
    expect(await users.list()).toEqual([{ id: 'a', n: 9 }, { id: 'b', n: 2 }, { id: 'hand' }])
    expect(await conflicts()).toEqual([])
  })

  it('that takes an item out removes it', async () => {
    const { path, users, database } = await filled(undefined, [{ id: 'a' }, { id: 'b' }])
    await users.create({ id: 'c' })
    await writeFile(path, '[{"id":"b"}]')
    await database.fold()
    expect(await users.list()).toEqual([{ id: 'b' }, { id: 'c' }])
    expect(await readFile(path, 'utf8')).toBe('[\n{"id":"b"},\n{"id":"c"}\n]\n')
  })

  it('of an item that the store changed too is kept aside, and said', async () => {
    const { path, users, database, conflicts } = await filled(undefined, [{ id: 'a', n: 1 }, { id: 'b' }])
    await users.updateFields('a', { n: 2 })
    await users.purge('b')
    await writeFile(path, '[{"id":"a","n":3},{"id":"b","hand":true}]')
    await database.fold()
    expect(await users.list()).toEqual([{ id: 'a', n: 2 }])
    expect(await conflicts()).toEqual([
      '[\n{"key":{"id":"a"},"file":{"id":"a","n":3}},\n{"key":{"id":"b"},"file":{"id":"b","hand":true}}\n]\n',
    ])
    expect(database.warnings).toEqual([expect.stringContaining('are kept in')])
  })

  it('that is the same as what the store wrote is none', async () => {
    const { path, users, database, conflicts } = await filled()
    await users.updateFields('a', { n: 2 })
    await writeFile(path, '[{"id":"a","n":2}]')
    await database.fold()
    expect(await conflicts()).toEqual([])
    expect(database.warnings).toEqual([])
  })

  it('that is no JSON makes the table fail, is left alone, and is healed by repairing the file', async () => {
    const { path, users, database } = await filled()
    const other = database.store('families', 'id')
    await other.create({ id: 'f' })
    await writeFile(path, '[{"id":"a","n":2},')
    await vi.waitFor(
      () => expect(users.get('a')).rejects.toMatchObject({ name: 'CorruptFileException', file: path, line: 1 }),
      soon,
    )
    await expect(users.create({ id: 'b' })).rejects.toMatchObject({ name: 'CorruptFileException' })
    expect(await other.get('f')).toMatchObject({ id: 'f' })
    await database.fold()
    expect(readFileSync(path, 'utf8')).toBe('[{"id":"a","n":2},')
    await writeFile(path, '[{"id":"a","n":2}]')
    await vi.waitFor(async () => expect(await users.get('a')).toEqual({ id: 'a', n: 2 }), soon)
    // a store that is new to the database finds it healed too
    expect(await database.store('users', 'id').get('a')).toEqual({ id: 'a', n: 2 })
    await users.create({ id: 'b' })
  })

  it('that cannot be read keeps what the store wrote before, in the journal and for later', async () => {
    const { dir, path, users, database } = await filled()
    await users.create({ id: 'b' })
    await writeFile(path, 'no JSON')
    await database.fold()
    await database.close()
    expect(await readFile(path, 'utf8')).toBe('no JSON')
    await expect(open(dir).open()).rejects.toMatchObject({ name: 'CorruptFileException', file: path })
    await writeFile(path, '[{"id":"a","n":1}]')
    expect(await open(dir).store(table).list()).toEqual([{ id: 'a', n: 1 }, { id: 'b' }])
  })

  it('that cannot be read does not keep what was written from the files once it is repaired', async () => {
    const { path, users } = await filled()
    await users.create({ id: 'b' })
    await writeFile(path, 'no JSON')
    await vi.waitFor(() => expect(users.list()).rejects.toMatchObject({ name: 'CorruptFileException' }), soon)
    await writeFile(path, '[{"id":"a","n":7}]')
    await vi.waitFor(
      async () => expect(await readFile(path, 'utf8')).toBe('[\n{"id":"a","n":7},\n{"id":"b"}\n]\n'),
      soon,
    )
  })

  it('that is written in steps counts when it is whole', async () => {
    let step: (() => void) | undefined
    const disk = new FaultyDisk(({ name, path: at }) => {
      if (name !== 'read' || !at.endsWith('users.json')) return undefined
      step?.()
      step = undefined
      return undefined
    })
    const { path, users, database } = await filled(disk)
    writeFileSync(path, '[{"id":"a",')
    step = () => writeFileSync(path, '[{"id":"a","n":2}]')
    await database.fold()
    expect(step).toBeUndefined()
    expect(await users.get('a')).toEqual({ id: 'a', n: 2 })
  })

  it.each([
    ['is being written', 'writeLater', 'users.json.tmp'],
    ['was announced', 'sync', 'journal-'],
    ['is about to be put in place', 'rename', 'tables.json'],
  ])('made while the next file %s is taken in, and the fold stands on it', async (_when, call, file) => {
    const disk = new FaultyDisk()
    const { dir, path, users, database } = await filled(disk)
    await users.updateFields('a', { n: 2 })
    let edit: (() => void) | undefined = () => writeFileSync(path, '[{"id":"a","n":1},{"id":"hand"}]')
    disk.fails = ({ name, path: at }) => {
      if (name !== call || !at.includes(file) || !existsSync(`${path}.tmp`)) return undefined
      edit?.()
      edit = undefined
      return undefined
    }
    await database.fold()
    expect(edit).toBeUndefined()
    expect((await users.list()).map((item) => item['id'])).toEqual(['a', 'hand'])
    expect(readFileSync(path, 'utf8')).toBe('[\n{"id":"a","n":2},\n{"id":"hand"}\n]\n')
    await database.close()
    const again = open(dir)
    expect(await again.store(table).list()).toEqual([{ id: 'a', n: 2 }, { id: 'hand' }])
    expect(again.warnings).toEqual([])
  })

  it('that cannot be read, made while a fold is under way, is not written over', async () => {
    const disk = new FaultyDisk()
    const { path, users, database } = await filled(disk)
    await users.updateFields('a', { n: 2 })
    disk.holds = ({ name, path: at }) => {
      if (name !== 'writeLater' || at !== `${path}.tmp`) return undefined
      writeFileSync(path, '[')
      return vi.waitFor(() => expect(users.get('a')).rejects.toThrow('users.json:1:2'), soon)
    }
    await database.fold()
    expect(readFileSync(path, 'utf8')).toBe('[')
    disk.holds = () => undefined
    await writeFile(path, '[{"id":"a","n":1},{"id":"hand"}]')
    await vi.waitFor(async () => expect(await users.list()).toEqual([{ id: 'a', n: 2 }, { id: 'hand' }]), soon)
    await database.fold()
    expect(readFileSync(path, 'utf8')).toBe('[\n{"id":"a","n":2},\n{"id":"hand"}\n]\n')
  })

  it('made while the store was closed stands, but for items that were not in the file yet', async () => {
    const { dir, path, users, conflicts } = await filled(undefined, [
      { id: 'a', n: 1 },
      { id: 'b', n: 1 },
    ])
    await users.updateFields('a', { n: 2 })
    await writeFile(path, '[{"id":"a","n":5},{"id":"b","n":5}]')
    const later = open(dir, { disk: new FaultyDisk() })
    expect(await later.store(table).list()).toEqual([
      { id: 'a', n: 2 },
      { id: 'b', n: 5 },
    ])
    expect(await conflicts()).toEqual(['[\n{"key":{"id":"a"},"file":{"id":"a","n":5}}\n]\n'])
    expect(later.warnings).toHaveLength(1)
  })
})
