import { spawnSync } from 'node:child_process'
import { chmod, chown, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Database, defineTable } from '@cmz/store-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { nodeDisk } from './disk.ts'
import { fileDriver } from './index.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })

function open(dir: string, options: { dataset?: string } = {}): Database {
  const database = new Database(async () => fileDriver({ dir, ...options }))
  onTestFinished(() => database.close())
  return database
}

/** Everything in a folder and below, by name. */
async function contents(dir: string): Promise<Record<string, string>> {
  const names = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  return Object.fromEntries(
    await Promise.all(
      names.map(async (entry) => [
        join(entry.parentPath, entry.name),
        await readFile(join(entry.parentPath, entry.name), 'utf8'),
      ]),
    ),
  ) as Record<string, string>
}

describe('the folder', () => {
  it('holds one readable file per table, one item a line, in key order', async () => {
    const dir = await temporaryFolder()
    const users = open(dir).store(table)
    await users.create({ id: 'b', name: 'Bea' })
    await users.create({ id: 'a', name: 'Ada', tags: new Set(['x']) })
    expect(await readFile(join(dir, 'users.json'), 'utf8')).toBe(
      '[\n{"id":"a","name":"Ada","tags":{"$ss":["x"]}},\n{"id":"b","name":"Bea"}\n]\n',
    )
  })

  it('changes one line for one changed field', async () => {
    const dir = await temporaryFolder()
    const users = open(dir).store(table)
    for (const id of ['a', 'b', 'c']) await users.create({ id, n: 1 })
    const before = (await readFile(join(dir, 'users.json'), 'utf8')).split('\n')
    await users.updateFields('b', { n: 2 })
    const after = (await readFile(join(dir, 'users.json'), 'utf8')).split('\n')
    expect(after.filter((line, index) => line !== before[index])).toEqual(['{"id":"b","n":2},'])
  })

  it('is created for its owner only', async () => {
    const dir = join(await temporaryFolder(), 'deep', 'data')
    await open(dir).store(table).create({ id: 'a' })
    expect((await stat(dir)).mode & 0o777).toBe(0o700)
    expect((await stat(join(dir, 'users.json'))).mode & 0o777).toBe(0o600)
  })

  it('leaves no temporary file behind', async () => {
    const dir = await temporaryFolder()
    const database = open(dir)
    await database.store(table).create({ id: 'a' })
    await database.close()
    expect((await readdir(dir, { recursive: true })).toSorted()).toEqual([
      '.store',
      '.store/lock',
      '.store/tables.json',
      'users.json',
    ])
  })

  it('remembers keys and indexes, and refuses a definition with other keys', async () => {
    const dir = await temporaryFolder()
    const database = open(dir)
    await database.store(table).create({ id: 'a' })
    await database.close()
    const users = open(dir).store(defineTable({ name: 'users', partitionKey: 'userId' }))
    await expect(users.list()).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('id (S)'),
    })
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
})

describe('starting data', () => {
  it('fills a new table once, and never again', async () => {
    const dataset = await temporaryFolder()
    const dir = await temporaryFolder()
    await writeFile(join(dataset, 'users.json'), '[{"id":"a"},{"id":"b"}]')
    const first = open(dir, { dataset })
    await first.store(table).purge('a')
    await first.close()
    expect(await open(dir, { dataset }).store(table).list()).toEqual([{ id: 'b' }])
    expect(await readFile(join(dataset, 'users.json'), 'utf8')).toBe('[{"id":"a"},{"id":"b"}]')
  })

  it('refuses a dataset that is missing or damaged', async () => {
    const dir = await temporaryFolder()
    await expect(
      open(dir, { dataset: join(dir, 'none') })
        .store(table)
        .list(),
    ).rejects.toMatchObject({ name: 'DiskException' })
    const dataset = await temporaryFolder()
    await writeFile(join(dataset, 'users.json'), '[{"id":"a"')
    await expect(open(dir, { dataset }).store(table).list()).rejects.toMatchObject({
      name: 'CorruptFileException',
      file: join(dataset, 'users.json'),
    })
    expect(await readdir(dir)).not.toContain('users.json')
  })
})

describe('what cannot be used is refused, and nothing changes', () => {
  const holder = `
    import { fileDriver } from ${JSON.stringify(new URL('index.ts', import.meta.url).href)}
    try { await fileDriver({ dir: process.argv[1] }); console.log('opened') }
    catch (error) { console.log(JSON.stringify({ name: error.name, pid: error.pid, message: error.message })) }
    process.exit()`

  function openElsewhere(dir: string, uid?: number): { name: string; pid?: number; message: string } | string {
    const child = spawnSync(process.execPath, ['--conditions=@cmz/source', '--input-type=module', '-e', holder, dir], {
      encoding: 'utf8',
      ...(uid !== undefined && { uid, gid: uid }),
    })
    const line = child.stdout.trim()
    return line.startsWith('{') ? (JSON.parse(line) as { name: string; message: string }) : line || child.stderr
  }

  it('a folder that another process holds, naming its pid', async () => {
    const dir = await temporaryFolder()
    const database = open(dir)
    await database.store(table).create({ id: 'a' })
    const before = await contents(dir)
    expect(openElsewhere(dir)).toMatchObject({ name: 'DirectoryLockedException', pid: process.pid })
    expect(await contents(dir)).toEqual(before)
    await database.close()
    expect(openElsewhere(dir)).toBe('opened')
  })

  it('a damaged file of a table that was used before', async () => {
    const dir = await temporaryFolder()
    const database = open(dir)
    await database.store(table).create({ id: 'a' })
    await database.close()
    await writeFile(join(dir, 'users.json'), '[\n{"id":"a"}')
    const before = await contents(dir)
    await expect(open(dir).open()).rejects.toMatchObject({ name: 'CorruptFileException', line: 2, column: 11 })
    expect(await contents(dir)).toEqual(before)
  })

  it('one damaged file among those of several tables, new or known', async () => {
    const dir = await temporaryFolder()
    await writeFile(join(dir, 'users.json'), '[{"id":"a"')
    const other = defineTable({ name: 'families', partitionKey: 'id' })
    const before = await contents(dir)
    const database = open(dir)
    await expect(database.open(other, table)).rejects.toMatchObject({ name: 'CorruptFileException' })
    await database.close()
    expect(await contents(dir)).toEqual(before)
  })

  it('a damaged or newer tables.json', async () => {
    const dir = await temporaryFolder()
    await mkdir(join(dir, '.store'))
    await writeFile(join(dir, '.store', 'tables.json'), '{"version":99,"tables":[]}')
    await expect(open(dir).open()).rejects.toMatchObject({
      name: 'CorruptFileException',
      message: expect.stringContaining('version 99'),
    })
  })

  // only root can start a child as another user, who must be able to read the sources
  const elsewhere = { uid: 65534, gid: 65534 }
  const readable = `require('node:fs').readdirSync(${JSON.stringify(import.meta.dirname)})`
  const asRoot = it.runIf(
    process.geteuid?.() === 0 && spawnSync(process.execPath, ['-e', readable], elsewhere).status === 0,
  )

  asRoot('a folder of somebody else', async () => {
    const dir = await temporaryFolder()
    await chmod(dir, 0o777)
    expect(openElsewhere(dir, 65534)).toMatchObject({
      name: 'DiskException',
      message: expect.stringContaining('belongs to user 0, not to user 65534'),
    })
    expect(await readdir(dir)).toEqual([])
  })

  asRoot('a folder that is read-only', async () => {
    const dir = await temporaryFolder()
    await chown(dir, 65534, 65534)
    await chmod(dir, 0o555)
    expect(openElsewhere(dir, 65534)).toMatchObject({
      name: 'DiskException',
      message: expect.stringContaining('permission denied'),
    })
    expect(await readdir(dir)).toEqual([])
  })

  it('a path that is a file', async () => {
    const dir = join(await temporaryFolder(), 'file')
    await writeFile(dir, 'mine')
    await expect(open(dir).open()).rejects.toMatchObject({ name: 'DiskException', path: dir })
    expect(await readFile(dir, 'utf8')).toBe('mine')
  })
})

describe('a disk that fails', () => {
  it('rejects the write, keeps what was acknowledged, and goes on when it works again', async () => {
    const dir = await temporaryFolder()
    let full = false
    const disk = {
      ...nodeDisk,
      write: async (path: string, text: string) =>
        full ? nodeDisk.write(join(dir, 'none', 'x'), text) : nodeDisk.write(path, text),
    }
    const database = new Database(async () => fileDriver({ dir, disk }))
    onTestFinished(() => database.close())
    const users = database.store(table)
    await users.create({ id: 'a' })
    full = true
    const results = await Promise.allSettled([users.create({ id: 'b' }), users.create({ id: 'b' }), users.get('a')])
    expect(results.map((result) => (result.status === 'rejected' ? (result.reason as Error).name : 'ok'))).toEqual([
      'DiskException',
      'DiskException',
      'ok',
    ])
    full = false
    await users.create({ id: 'b' })
    expect(await users.list()).toEqual([{ id: 'a' }, { id: 'b' }])
  })
})
