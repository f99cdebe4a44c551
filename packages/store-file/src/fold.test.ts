import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineTable } from '@cmz/store-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { journalPath } from '../test/journal-text.ts'
import { openDatabase as open } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })

/** Two that share a folder as two processes do, with `a` in its file. */
async function two() {
  const dir = await temporaryFolder()
  const disks = [new FaultyDisk(), new FaultyDisk()] as const
  const databases = [open(dir, { disk: disks[0] }), open(dir, { disk: disks[1] })] as const
  onTestFinished(() => disks.forEach((disk) => void (disk.fails = () => undefined)))
  const stores = [databases[0].store(table), databases[1].store(table)] as const
  await stores[0].create({ id: 'a', n: 0 })
  await databases[0].fold()
  await stores[1].get('a')
  return { dir, disks, databases, stores, path: join(dir, 'users.json') }
}

describe('a fold that fails', () => {
  it('again and again makes no journal each time', async () => {
    const { dir, disks, databases, stores } = await two()
    await stores[0].create({ id: 'b' })
    disks[0].fails = ({ name, path }) => (name === 'rename' && path.endsWith('users.json') ? 'EIO' : undefined)
    for (let attempt = 0; attempt < 10; attempt++) await expect(databases[0].fold()).rejects.toThrow('EIO')
    const journals = async () => (await readdir(join(dir, '.store'))).filter((name) => name.startsWith('journal'))
    expect(await journals()).toHaveLength(2)
    await stores[0].create({ id: 'c' })
    await expect(databases[0].fold()).rejects.toThrow('EIO')
    expect(await journals()).toHaveLength(3)
    disks[0].fails = () => undefined
    await databases[0].fold()
    expect(await journals()).toHaveLength(1)
    expect(await stores[1].list()).toHaveLength(3)
  })

  it('leaves a journal that ends with its last line, whatever room was made in it', async () => {
    const { dir, disks } = await two()
    const database = open(dir, { disk: disks[0], durability: 'disk' })
    await database.store(table).create({ id: 'b' })
    disks[0].fails = ({ name, path }) => (name === 'rename' && path.endsWith('users.json') ? 'EIO' : undefined)
    expect(await readFile(journalPath(dir, 2), 'latin1')).toContain('\0')
    await expect(database.fold()).rejects.toThrow('EIO')
    expect(await readFile(journalPath(dir, 2), 'latin1')).toMatch(/"seal":3}\n$/)
  })

  it('after it put files in place, and again before, is no edit by hand to anybody', async () => {
    const { disks, databases, stores, path } = await two()
    await stores[0].updateFields('a', { n: 1 })
    disks[0].fails = ({ name, path: at }) => (name === 'syncDirectory' && at === join(path, '..') ? 'EIO' : undefined)
    await expect(databases[0].fold()).rejects.toThrow('EIO')
    expect(await readFile(path, 'utf8')).toContain('"n":1')
    await stores[0].updateFields('a', { n: 0 })
    disks[0].fails = ({ name, path: at }) => (name === 'rename' && at === path ? 'EIO' : undefined)
    await expect(databases[0].fold()).rejects.toThrow('EIO')
    await databases[1].fold()
    for (const store of stores) expect(await store.list()).toEqual([{ id: 'a', n: 0 }])
    expect(await readFile(path, 'utf8')).toContain('"n":0')
    expect(databases.flatMap(({ warnings }) => warnings)).toEqual([])
  })

  it('is past when another has folded, also for whoever opened the folder in between', async () => {
    const { dir, disks, databases, stores, path } = await two()
    await stores[0].updateFields('a', { n: 1 })
    disks[0].fails = ({ name, path: at }) => (name === 'rename' && at === path ? 'EIO' : undefined)
    await expect(databases[0].fold()).rejects.toThrow('EIO')
    await stores[1].updateFields('a', { n: 2 })
    disks[1].fails = ({ name, path: at }) => (name === 'syncDirectory' && at === join(path, '..') ? 'EIO' : undefined)
    await expect(databases[1].fold()).rejects.toThrow('EIO')
    const between = await open(dir, { disk: new FaultyDisk() }).open(table)
    disks.forEach((disk) => void (disk.fails = () => undefined))
    await databases[0].fold()
    await stores[0].purge('a')
    await between.fold()
    for (const store of [...stores, between.store(table)]) expect(await store.list()).toEqual([])
    expect(await readFile(path, 'utf8')).toBe('[\n]\n')
  })

  it('half way leaves every table as it is, in memory, in another process and when it is opened again', async () => {
    const { dir, disks, databases, stores, path } = await two()
    const families = defineTable({ name: 'families', partitionKey: 'id', stamps: false })
    await stores[0].create({ id: 'b' })
    await databases[0].store(families).create({ id: 'f' })
    disks[0].fails = ({ name, path: at }) => (name === 'rename' && at === path ? 'EIO' : undefined)
    await expect(databases[0].fold()).rejects.toThrow('EIO')
    for (const database of [...databases, open(dir, { disk: new FaultyDisk() })]) {
      expect(await database.store(table).list()).toHaveLength(2)
      expect(await database.store(families).list()).toHaveLength(1)
    }
    await databases[1].fold()
    expect(await readFile(path, 'utf8')).toContain('"b"')
    expect(databases.flatMap(({ warnings }) => warnings)).toEqual([])
  })
})
