import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Database, defineTable, DiskException } from '@cmz/store-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { type Disk, nodeDisk } from './disk.ts'
import { fileDriver } from './index.ts'

const users = defineTable({ name: 'users', partitionKey: 'id', stamps: false })
const families = defineTable({ name: 'families', partitionKey: 'id', stamps: false })

function open(dir: string, disk: Disk = nodeDisk): Database {
  const database = new Database(async () => fileDriver({ dir, disk }))
  onTestFinished(() => database.close())
  return database
}

/** A disk whose calls fail as long as the test says so. */
class FailingDisk {
  fails: (call: string, path: string) => boolean = () => false
  readonly disk: Disk = {
    ...nodeDisk,
    write: async (path, text) => this.#check('write', path) ?? nodeDisk.write(path, text),
    sync: async (path) => this.#check('sync', path) ?? nodeDisk.sync(path),
    rename: (from, to) => this.#check('rename', to) ?? nodeDisk.rename(from, to),
  }

  #check(call: string, path: string): undefined {
    if (this.fails(call, path)) throw new DiskException(`Cannot ${call} ${path}: I/O error (EIO)`, path)
  }
}

describe('a commit that fails', () => {
  it('before anything was replaced leaves everything as it was, and no file beside', async () => {
    const dir = await temporaryFolder()
    const failing = new FailingDisk()
    const store = open(dir, failing.disk).store(users)
    await store.create({ id: 'a' })
    failing.fails = (call, path) => call === 'sync' && path.endsWith('.tmp')
    await expect(store.create({ id: 'b' })).rejects.toThrow('I/O error')
    expect(await store.list()).toEqual([{ id: 'a' }])
    expect(await readdir(dir)).toEqual(['.store', 'users.json'])
    failing.fails = () => false
    await store.create({ id: 'b' })
    expect(await store.list()).toHaveLength(2)
  })

  it('after it was replaced says that the outcome is unknown, and memory follows the disk', async () => {
    const dir = await temporaryFolder()
    const failing = new FailingDisk()
    const database = open(dir, failing.disk)
    const store = database.store(users)
    await store.create({ id: 'a' })
    failing.fails = (call, path) => call === 'sync' && path === dir
    await expect(store.create({ id: 'b' })).rejects.toThrow('It is not known whether the writes took effect')
    expect(await store.list()).toEqual([{ id: 'a' }, { id: 'b' }])
    failing.fails = () => false
    await database.close()
    expect(await open(dir).store(users).list()).toEqual([{ id: 'a' }, { id: 'b' }])
  })

  it('between two tables leaves each table as its file is', async () => {
    const dir = await temporaryFolder()
    const failing = new FailingDisk()
    const database = open(dir, failing.disk)
    await database.open(users, families)
    failing.fails = (call, path) => call === 'rename' && path.endsWith('families.json')
    const writes = [database.store(users).create({ id: 'a' }), database.store(families).create({ id: 'f' })]
    expect((await Promise.allSettled(writes)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    failing.fails = () => false
    for (const table of [users, families]) {
      const onDisk = JSON.parse(await readFile(join(dir, `${table.name}.json`), 'utf8')) as unknown
      expect(await database.store(table).list()).toEqual(onDisk)
    }
  })

  it('while the list of tables is written is made up for by the next call', async () => {
    const dir = await temporaryFolder()
    const failing = new FailingDisk()
    const store = open(dir, failing.disk).store(users)
    failing.fails = (call, path) => call === 'rename' && path.endsWith('tables.json')
    await expect(store.create({ id: 'a' })).rejects.toThrow('I/O error')
    failing.fails = () => false
    await store.create({ id: 'a' })
    expect(await readFile(join(dir, '.store', 'tables.json'), 'utf8')).toContain('"users"')
  })
})
