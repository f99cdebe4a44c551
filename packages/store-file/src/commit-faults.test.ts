import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Database, defineTable } from '@cmz/store-core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { type DiskCall, type Fault, FaultyDisk } from '../test/faulty-disk.ts'
import { openDatabase as open } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { fileDriver, type FileDriverOptions } from './index.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })
const soon = { timeout: 5000, interval: 20 }

async function filled(options: Omit<FileDriverOptions, 'dir'> = {}) {
  const dir = await temporaryFolder()
  const disk = new FaultyDisk()
  const database = open(dir, { disk, ...options })
  onTestFinished(() => void (disk.fails = () => undefined)) // before it is closed
  const users = database.store(table)
  await users.create({ id: 'a' })
  /** As another process finds it. */
  const elsewhere = async (): Promise<readonly string[]> => {
    const other = open(dir, { disk: new FaultyDisk() })
    const items = await other.store(table).list()
    await other.close()
    return items.map(({ id }) => id as string)
  }
  return { dir, disk, database, users, elsewhere }
}

const inJournal =
  (name: DiskCall['name'], fault: Fault | string): FaultyDisk['fails'] =>
  (call) =>
    call.name === name && call.path.includes('journal-') ? fault : undefined

const healthy = (): undefined => undefined

describe('a commit that cannot be written', () => {
  it.each([
    ['because the disk is full', { code: 'ENOSPC' }, 'the disk is full: free some space (ENOSPC)'],
    ['because the disk is full after a part of it', { code: 'ENOSPC', partly: true }, 'the disk is full'],
    ['because the quota is used up', { code: 'EDQUOT', partly: true }, 'the disk quota is used up'],
    ['because of an I/O error', { code: 'EIO' }, 'EIO'],
    ['because the permission is gone', { code: 'EACCES' }, 'permission denied'],
  ])('%s is refused, and everything else goes on', async (_why, fault, message) => {
    const { dir, disk, database, users, elsewhere } = await filled()
    disk.fails = inJournal('write', fault)
    const writes = [users.create({ id: 'b' }), users.create({ id: 'b' }), users.updateFields('a', { n: 1 })]
    for (const write of writes) {
      await expect(write).rejects.toMatchObject({
        name: 'DiskException',
        message: expect.stringContaining(message),
        path: join(dir, '.store', 'journal-000001'),
      })
    }
    expect(await users.list()).toEqual([{ id: 'a' }])
    expect(await elsewhere()).toEqual(['a'])
    disk.fails = healthy
    await users.create({ id: 'b' })
    expect(await users.list()).toEqual([{ id: 'a' }, { id: 'b' }])
    await database.close()
    expect(await elsewhere()).toEqual(['a', 'b'])
  })

  it('nor taken back is cut off by whoever writes next', async () => {
    const { dir, disk, users } = await filled()
    disk.fails = (call) =>
      inJournal('write', { code: 'ENOSPC', partly: true })(call) ?? inJournal('truncate', 'EIO')(call)
    await expect(users.create({ id: 'b' })).rejects.toThrow('ENOSPC')
    expect(await readFile(join(dir, '.store', 'journal-000001'), 'utf8')).not.toMatch(/\n$/)
    const other = open(dir, { disk: new FaultyDisk() })
    await other.store(table).create({ id: 'c' })
    disk.fails = healthy
    expect(await users.list()).toEqual([{ id: 'a' }, { id: 'c' }])
    await users.create({ id: 'b' })
    expect(await other.store(table).list()).toHaveLength(3)
  })

  it('does not keep a transaction half done', async () => {
    const { dir, disk, users, elsewhere } = await filled()
    const driver = await fileDriver({ dir, disk })
    onTestFinished(() => driver.close())
    const puts = ['b', 'c'].map((id) => ({ kind: 'put', table, item: { id } }) as const)
    disk.fails = inJournal('write', { code: 'ENOSPC', partly: true })
    await expect(driver.transactWrite(puts)).rejects.toThrow('ENOSPC')
    expect(await users.list()).toEqual([{ id: 'a' }])
    disk.fails = healthy
    expect(await elsewhere()).toEqual(['a'])
    await driver.transactWrite(puts)
    expect(await elsewhere()).toEqual(['a', 'b', 'c'])
  })
})

describe('a sync that fails (durability disk)', () => {
  const durability = 'disk'

  it('leaves the outcome unknown, and says so', async () => {
    const { dir, disk, users } = await filled({ durability })
    disk.fails = inJournal('syncLater', 'EIO')
    await expect(users.create({ id: 'b' })).rejects.toMatchObject({
      name: 'DiskException',
      path: dir,
      message: expect.stringContaining('It is not known whether the writes took effect: read to find out'),
    })
    expect(await users.list()).toEqual([{ id: 'a' }, { id: 'b' }])
  })

  it('keeps everything from being acknowledged until all is in new files', async () => {
    const { dir, disk, users } = await filled({ durability })
    disk.fails = inJournal('syncLater', 'EIO')
    await expect(users.create({ id: 'b' })).rejects.toThrow('not known')
    disk.fails = (call) => (call.name === 'writeLater' ? 'ENOSPC' : undefined)
    await expect(users.create({ id: 'c' })).rejects.toThrow('users.json.tmp: the disk is full')
    expect(await readdir(dir)).not.toContain('users.json')
    disk.fails = healthy
    await users.create({ id: 'c' })
    expect(await readFile(join(dir, 'users.json'), 'utf8')).toContain('{"id":"b"}')
    expect(await readdir(join(dir, '.store'))).not.toContain('journal-000001')
    expect(await users.list()).toHaveLength(3)
  })

  it('of a definition is made up for in new files too', async () => {
    const { dir, disk, database, users } = await filled({ durability })
    await database.fold()
    const before = (await readdir(join(dir, '.store'))).find((name) => name.startsWith('journal'))
    disk.fails = inJournal('syncLater', 'EIO')
    const wider = defineTable({ ...table, indexes: { byN: { partitionKey: { name: 'n', type: 'N' } } } })
    await expect(database.open(wider)).rejects.toThrow('not known')
    disk.fails = healthy
    await users.create({ id: 'b' })
    expect(await readdir(join(dir, '.store'))).not.toContain(before)
  })

  it('of a fold keeps everything from being acknowledged too', async () => {
    const { dir, disk, database, users } = await filled({ durability })
    let failed = false
    disk.fails = (call) => {
      const fault = failed ? undefined : inJournal('syncLater', 'EIO')(call)
      failed ||= fault !== undefined
      return fault
    }
    await expect(database.fold()).rejects.toThrow('EIO')
    expect(await readdir(dir)).not.toContain('users.json')
    await users.create({ id: 'b' })
    expect(await readFile(join(dir, 'users.json'), 'utf8')).toContain('{"id":"a"}')
  })

  it('keeps those waiting who write while it is made up for', async () => {
    const { disk, users } = await filled({ durability })
    disk.fails = inJournal('syncLater', 'EIO')
    await expect(users.create({ id: 'b' })).rejects.toThrow('not known')
    const done: string[] = []
    const first = users.create({ id: 'c' }).finally(() => done.push('c'))
    let during: Promise<unknown> | undefined
    disk.holds = async ({ name }) => {
      if (name !== 'writeLater') return
      during ??= users.create({ id: 'd' }).finally(() => done.push('d'))
      for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate) // enough to be acknowledged too early
    }
    disk.fails = ({ name, path }) => {
      if (name === 'rename' && path.endsWith('users.json')) done.push('files')
      return undefined
    }
    await first
    await during
    expect(done[0]).toBe('files')
    expect(await users.list()).toHaveLength(4)
  })
})

describe('a lock that fails', () => {
  it('refuses the write, and the next one works', async () => {
    const { disk, users, elsewhere } = await filled()
    disk.fails = ({ name }) => (name === 'tryLock' ? 'ENOLCK' : undefined)
    await expect(users.create({ id: 'b' })).rejects.toMatchObject({
      name: 'DiskException',
      message: expect.stringContaining('this file system has no locks'),
    })
    disk.fails = healthy
    await users.create({ id: 'c' })
    expect(await elsewhere()).toEqual(['a', 'c'])
  })

  it('is said at open', async () => {
    const dir = await temporaryFolder()
    const disk = new FaultyDisk(({ name }) => (name === 'tryLock' ? 'ENOLCK' : undefined))
    await expect(open(dir, { disk }).open()).rejects.toMatchObject({
      name: 'DiskException',
      message: expect.stringContaining('choose a local folder (ENOLCK)'),
    })
    expect(await readdir(dir)).toEqual([])
  })
})

describe('too few file descriptors', () => {
  const tooMany = (call: DiskCall): string | undefined => (call.name === 'open' ? 'EMFILE' : undefined)

  it('refuse an opening, and the next one works', async () => {
    const { dir, users } = await filled()
    const disk = new FaultyDisk(tooMany)
    const other = open(dir, { disk })
    await expect(other.open()).rejects.toThrow('too many open files: raise the limit')
    disk.fails = healthy
    expect(await other.store(table).list()).toEqual(await users.list())
  })

  it('refuse a fold, while writes and reads go on', async () => {
    const { dir, disk, database, users } = await filled()
    disk.fails = tooMany
    await expect(database.fold()).rejects.toThrow('too many open files')
    await users.create({ id: 'b' })
    expect(await users.list()).toHaveLength(2)
    disk.fails = healthy
    await database.fold()
    expect(await readFile(join(dir, 'users.json'), 'utf8')).toBe('[\n{"id":"a"},\n{"id":"b"}\n]\n')
  })
})

describe('what fails while nobody waits for it', () => {
  it('is said once, and tried again', async () => {
    const { dir, disk, database, users } = await filled()
    disk.fails = ({ name }) => (name === 'writeLater' ? 'ENOSPC' : undefined)
    await users.create({ id: 'b' })
    await vi.waitFor(() => expect(database.warnings).toEqual([expect.stringContaining('the disk is full')]), soon)
    expect((await readdir(dir)).filter((name) => name.endsWith('.tmp'))).toEqual([])
    disk.fails = healthy
    await vi.waitFor(async () => expect(await readdir(dir)).toContain('users.json'), soon)
    expect(database.warnings).toHaveLength(1)
  })

  it('is said by a close, and everything is in the journal', async () => {
    const { dir, elsewhere } = await filled()
    const disk = new FaultyDisk()
    const database = new Database(async () => fileDriver({ dir, disk }))
    await database.store(table).create({ id: 'b' })
    disk.fails = ({ name }) => (name === 'writeLater' ? 'ENOSPC' : undefined)
    await expect(database.close()).rejects.toThrow('the disk is full')
    expect(await readdir(dir)).toEqual(['.store'])
    expect(await elsewhere()).toEqual(['a', 'b'])
  })
})
