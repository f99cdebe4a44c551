import { cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Database, defineTable } from '@cmz/store-core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { openDatabase as open } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { fileDriver } from './index.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })
const families = defineTable({ name: 'families', partitionKey: 'id', stamps: false })

/** Noticed within a second; a busy machine may take longer. */
const soon = { timeout: 5000, interval: 20 }

/** A folder in use, in which `a` is in the file and `b` in the journal. */
async function used() {
  const dir = join(await temporaryFolder(), 'data')
  const disk = new FaultyDisk()
  const database = open(dir, { disk })
  await database.open(families)
  const users = database.store(table)
  await users.create({ id: 'a' })
  await database.fold()
  await users.create({ id: 'b' })
  return { dir, disk, database, users }
}

const gone = {
  name: 'DiskException',
  message: expect.stringContaining('the folder was taken away or replaced while it was in use; put it back'),
}

describe('a folder that is removed while it is in use', () => {
  it('makes every write fail at once, and every read within a second', async () => {
    const { dir, database, users } = await used()
    await rm(dir, { recursive: true })
    await expect(users.create({ id: 'c' })).rejects.toMatchObject({ ...gone, path: dir })
    await vi.waitFor(() => expect(users.get('a')).rejects.toMatchObject(gone), soon)
    await expect(database.fold()).rejects.toMatchObject(gone)
    await expect(database.reset()).rejects.toMatchObject(gone)
    await expect(database.close()).rejects.toMatchObject(gone)
    expect(await readdir(join(dir, '..'))).toEqual([])
  })

  it('lets go of everything when it is closed', async () => {
    const dir = join(await temporaryFolder(), 'data')
    const disk = new FaultyDisk()
    const database = open(dir, { disk, sharing: 'exclusive' })
    await database.store(table).create({ id: 'a' })
    await rm(dir, { recursive: true })
    await expect(database.close()).rejects.toMatchObject(gone)
    expect(disk.held).toEqual([])
    const next = open(dir, { disk })
    expect(await next.store(table).list()).toEqual([])
  })

  it('is what another process makes in its place', async () => {
    const { dir, users } = await used()
    await rm(dir, { recursive: true })
    const other = open(dir, { disk: new FaultyDisk() })
    await other.store(table).create({ id: 'new' })
    await users.create({ id: 'c' }).catch(() => undefined)
    await vi.waitFor(async () => expect(await users.get('new')).toEqual({ id: 'new' }), soon)
    await users.create({ id: 'd' })
    expect(await other.store(table).list()).toEqual(await users.list())
    expect(await users.get('a')).toBeUndefined()
  })

  it.each([1, 20])('starts anew with the tables that its successor lacks, which has %i items', async (count) => {
    const { dir, users, database } = await used()
    await rm(dir, { recursive: true })
    const other = open(dir, { disk: new FaultyDisk() })
    for (let n = 1; n < count; n++) await other.store(families).create({ id: `f${n}` })
    await other.store(families).create({ id: 'f' })
    await vi.waitFor(async () => expect(await database.store(families).get('f')).toEqual({ id: 'f' }), soon)
    expect(await users.list()).toEqual([])
    await users.create({ id: 'c' })
    expect(await other.store(table).list()).toEqual([{ id: 'c' }])
  })

  it('says that it cannot start anew, until it can', async () => {
    const { dir, disk, users } = await used()
    await rm(dir, { recursive: true })
    await open(dir, { disk: new FaultyDisk() }).store(families).create({ id: 'f' })
    disk.fails = ({ name, path }) => (name === 'write' && path.includes('journal-') ? 'ENOSPC' : undefined)
    await vi.waitFor(() => expect(users.get('a')).rejects.toThrow('ENOSPC'), soon)
    await expect(users.list()).rejects.toThrow('ENOSPC')
    disk.fails = () => undefined
    expect(await users.list()).toEqual([])
  })
})

describe('a folder that is moved away while it is in use', () => {
  it('makes reads and writes fail, and works again when it is back, with all that was acknowledged', async () => {
    const { dir, database, users } = await used()
    await rename(dir, `${dir}-away`)
    const acknowledged: string[] = []
    await vi.waitFor(async () => {
      const id = `away${acknowledged.length}`
      await expect(users.create({ id }).then(() => acknowledged.push(id))).rejects.toMatchObject(gone)
    }, soon)
    await expect(users.get('a')).rejects.toMatchObject(gone)
    await rename(`${dir}-away`, dir)
    const expected = ['a', ...acknowledged, 'b']
    expect((await users.list()).map(({ id }) => id)).toEqual(expected)
    await users.create({ id: 'c' })
    await database.close()
    expect((await open(dir).store(table).list()).map(({ id }) => id)).toEqual([...expected, 'c'])
    expect(database.warnings).toEqual([expect.stringContaining('taken away')])
  })

  it('is replaced by an older copy of itself', async () => {
    const { dir, database, users } = await used()
    await database.fold()
    const backup = `${dir}-backup`
    await cp(dir, backup, { recursive: true, preserveTimestamps: true })
    await users.create({ id: 'later' })
    await rm(dir, { recursive: true })
    await rename(backup, dir)
    await users.create({ id: 'c' }).catch(() => undefined)
    await vi.waitFor(async () => expect(await users.get('later')).toBeUndefined(), soon)
    await users.put({ id: 'd' })
    await database.fold()
    expect(await readFile(join(dir, 'users.json'), 'utf8')).toContain('{"id":"d"}')
    expect(await open(dir, { disk: new FaultyDisk() }).store(table).list()).toEqual(await users.list())
  })

  it('and replaced by one that is a link is refused', async () => {
    const { dir, users } = await used()
    await rename(dir, `${dir}-away`)
    await mkdir(dir)
    await symlink(join(`${dir}-away`, '.store'), join(dir, '.store'))
    await vi.waitFor(() => expect(users.get('a')).rejects.toMatchObject({ name: 'DiskException' }), soon)
    expect((await readdir(dir)).toSorted()).toEqual(['.store'])
  })
})

describe('a process that ends', () => {
  it('without a close leaves nothing that keeps the next one from opening it', async () => {
    const dir = await temporaryFolder()
    const first = new Database(async () => fileDriver({ dir, disk: new FaultyDisk(), sharing: 'exclusive' }))
    onTestFinished(() => first.close())
    await first.store(table).create({ id: 'a' })
    const copy = join(await temporaryFolder(), 'copy')
    await cp(dir, copy, { recursive: true }) // with the locks as files, which nobody holds
    const next = open(copy, { disk: new FaultyDisk(), sharing: 'exclusive' })
    expect(await next.store(table).list()).toEqual([{ id: 'a' }])
  })
})
