import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineTable } from '@cmz/store-core'
import { describe, expect, it, vi } from 'vitest'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { openDatabase as open } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })

describe('the folder', () => {
  it('holds one readable file per table, one item a line, in key order', async () => {
    const dir = await temporaryFolder()
    const database = open(dir)
    const users = database.store(table)
    await users.create({ id: 'b', name: 'Bea' })
    await users.create({ id: 'a', name: 'Ada', tags: new Set(['x']) })
    await database.fold()
    expect(await readFile(join(dir, 'users.json'), 'utf8')).toBe(
      '[\n{"id":"a","name":"Ada","tags":{"$ss":["x"]}},\n{"id":"b","name":"Bea"}\n]\n',
    )
  })

  it('gets its files when it is asked to, after a moment without writes, and on close', async () => {
    const dir = await temporaryFolder()
    const file = () => readFile(join(dir, 'users.json'), 'utf8').catch(() => 'none')
    const database = open(dir)
    const users = database.store(table)
    await users.create({ id: 'a' })
    expect(await file()).toBe('none')
    await database.fold()
    expect(await file()).toBe('[\n{"id":"a"}\n]\n')
    await users.create({ id: 'b' })
    await vi.waitFor(async () => expect(await file()).toContain('"b"'), { timeout: 5000 })
    await users.create({ id: 'c' })
    await database.close()
    expect(await file()).toBe('[\n{"id":"a"},\n{"id":"b"},\n{"id":"c"}\n]\n')
  })

  it('gets its files when the journal is long, without a moment without writes', async () => {
    const dir = await temporaryFolder()
    const users = open(dir, { foldBytes: 1000 }).store(table)
    const files = () => readdir(dir)
    for (let n = 0; !(await files()).includes('users.json'); n++) await users.create({ id: String(n) })
    expect(await files()).toContain('users.json')
  })

  it('changes one line for one changed field', async () => {
    const dir = await temporaryFolder()
    const database = open(dir)
    const users = database.store(table)
    for (const id of ['a', 'b', 'c']) await users.create({ id, n: 1 })
    const lines = async () => {
      await database.fold()
      return (await readFile(join(dir, 'users.json'), 'utf8')).split('\n')
    }
    const before = await lines()
    await users.updateFields('b', { n: 2 })
    expect((await lines()).filter((line, index) => line !== before[index])).toEqual(['{"id":"b","n":2},'])
  })

  it('keeps a table that nothing was written to as an empty array', async () => {
    const dir = await temporaryFolder()
    const database = open(dir)
    expect(await database.store(table).list()).toEqual([])
    await database.close()
    expect(await readFile(join(dir, 'users.json'), 'utf8')).toBe('[\n]\n')
  })

  it('leaves no temporary file and no old journal behind', async () => {
    const dir = await temporaryFolder()
    const database = open(dir)
    for (const id of ['a', 'b', 'c']) {
      await database.store(table).create({ id })
      await database.fold()
    }
    await database.close()
    const names = await readdir(dir, { recursive: true })
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([])
    expect(names.filter((name) => name.includes('journal-'))).toHaveLength(1)
    expect(names).toEqual(expect.arrayContaining(['users.json', '.store/tables.json']))
  })

  it('that nothing was written to is left as it was found', async () => {
    const dir = await temporaryFolder()
    const database = await open(dir).open()
    expect(await readdir(dir)).toEqual(['.store'])
    await database.close()
    expect(await readdir(dir)).toEqual([])
  })

  it('remembers keys and indexes, and refuses a definition with other keys', async () => {
    const dir = await temporaryFolder()
    const indexed = defineTable({ ...table, indexes: { byN: { partitionKey: { name: 'n', type: 'N' } } } })
    for (const fold of [true, false]) {
      const database = open(dir)
      await database.open(indexed)
      if (fold) await database.fold()
      await database.close()
      const users = open(dir).store(defineTable({ name: 'users', partitionKey: 'userId' }))
      await expect(users.list()).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining('id (S)'),
      })
      expect(Object.keys((await open(dir).describeTable('users')).indexes)).toEqual(['byN'])
    }
  })

  it('is shared by the drivers of one process', async () => {
    const dir = await temporaryFolder()
    const [first, second] = [open(dir), open(dir)]
    await first.store(table).create({ id: 'a' })
    expect(await second.store(table).get('a')).toEqual({ id: 'a' })
    await first.close()
    await second.store(table).create({ id: 'b' })
    await expect(first.store(table).get('a')).rejects.toMatchObject({ name: 'StoreClosedException' })
  })

  it('can be opened again at once after it was closed', async () => {
    const dir = await temporaryFolder()
    const first = open(dir)
    await first.store(table).create({ id: 'a' })
    const closing = first.close()
    expect(await open(dir).store(table).get('a')).toEqual({ id: 'a' })
    await closing
  })

  it('is found again when the working directory or a link to it has changed meanwhile', async () => {
    const dir = await temporaryFolder()
    const database = open(join(dir, 'deep', '..', 'data'))
    await database.store(table).create({ id: 'a' })
    expect(await open(join(dir, 'data')).store(table).get('a')).toEqual({ id: 'a' })
    expect((await stat(join(dir, 'data'))).isDirectory()).toBe(true)
  })
})

describe('the folder of version 0.1.0, which has no journal', () => {
  async function folder(): Promise<string> {
    const dir = await temporaryFolder()
    new FaultyDisk().makeDirectory(join(dir, '.store'))
    await writeFile(join(dir, '.store', 'lock'), '4711\n')
    await writeFile(
      join(dir, '.store', 'tables.json'),
      '{"version":1,"tables":[\n{"name":"users","partitionKey":{"name":"id","type":"S"},"indexes":{}}\n]}\n',
    )
    await writeFile(join(dir, 'users.json'), '[\n{"id":"a","n":1},\n{"id":"b","n":{"$n":"1e100"}}\n]\n')
    return dir
  }

  it('opens, with everything in it', async () => {
    const dir = await folder()
    const database = open(dir)
    expect(await database.describeTable('users')).toMatchObject({ partitionKey: { name: 'id', type: 'S' } })
    expect(await database.store(table).list()).toEqual([
      { id: 'a', n: 1 },
      { id: 'b', n: 1e100 },
    ])
    await database.store(table).updateFields('a', { n: 2 })
    await database.close()
    expect(await readFile(join(dir, 'users.json'), 'utf8')).toContain('{"id":"a","n":2}')
    expect(await open(dir).store(table).list()).toHaveLength(2)
  })

  it('keeps its items when somebody dies before the first fold', async () => {
    const dir = await folder()
    const first = open(dir, { disk: new FaultyDisk() })
    await first.store(table).create({ id: 'c' })
    expect(await open(dir, { disk: new FaultyDisk() }).store(table).list()).toHaveLength(3)
  })
})
