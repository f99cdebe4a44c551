import { execFileSync, spawnSync } from 'node:child_process'
import { chmod, chown, lstat, mkdir, readdir, readFile, symlink, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineTable } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { contents } from '../test/contents.ts'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { killedFolder } from '../test/killed-folder.ts'
import { openDatabase as open } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import type { PathState } from './index.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })

/** A folder with `a` in its file and `b` in its journal. */
function used(): Promise<string> {
  return killedFolder(async (database) => {
    await database.store(table).create({ id: 'a' })
    await database.fold()
    await database.store(table).create({ id: 'b' })
  })
}

describe('what is created', () => {
  it('is for its owner only', async () => {
    const dir = join(await temporaryFolder(), 'deep', 'data')
    const dataset = await temporaryFolder()
    await writeFile(join(dataset, 'users.json'), '[{"id":"start"}]')
    const database = open(dir, { dataset })
    await database.store(table).create({ id: 'a', n: 1 })
    await database.fold()
    await database.store(table).updateFields('a', { n: 2 })
    await writeFile(join(dir, 'users.json'), '[{"id":"a","n":3}]')
    await database.fold()
    const names = await readdir(dir, { recursive: true })
    expect(names).toEqual(
      expect.arrayContaining([
        'users.json',
        '.store/tables.json',
        '.store/lock',
        '.store/datasets',
        '.store/conflicts',
      ]),
    )
    for (const name of ['.', '..', ...names]) {
      const { mode } = await lstat(join(dir, name))
      expect((mode & 0o777).toString(8), name).toBe(mode & 0o040000 ? '700' : '600')
    }
  })
})

describe('a folder of somebody else', () => {
  /** A disk on which a path belongs to another user. */
  function owned(which: string): FaultyDisk {
    class OwnedDisk extends FaultyDisk {
      override stat(path: string): PathState | undefined {
        const state = super.stat(path)
        return state && path === which ? { ...state, owner: 4711 } : state
      }
    }
    return new OwnedDisk()
  }

  it.each(['.', '.store'])('is refused (%s)', async (name) => {
    const dir = await used()
    const before = await contents(dir)
    await expect(open(dir, { disk: owned(join(dir, name)) }).open()).rejects.toMatchObject({
      name: 'DiskException',
      path: join(dir, name),
      message: expect.stringContaining('belongs to user 4711, not to user'),
    })
    expect(await contents(dir)).toEqual(before)
  })

  // only root can start a child as another user, who must be able to read the sources
  const elsewhere = { uid: 65534, gid: 65534 }
  const readable = `require('node:fs').readdirSync(${JSON.stringify(import.meta.dirname)})`
  const asRoot = it.runIf(
    process.geteuid?.() === 0 && spawnSync(process.execPath, ['-e', readable], elsewhere).status === 0,
  )
  const program = `
    import { fileDriver } from ${JSON.stringify(new URL('index.ts', import.meta.url).href)}
    await fileDriver({ dir: process.argv[1] }).then(() => console.log('opened'), (error) => console.log(error.message))`
  const openElsewhere = (dir: string): string =>
    spawnSync(process.execPath, ['--conditions=@cmz/source', '--input-type=module', '-e', program, dir], {
      encoding: 'utf8',
      ...elsewhere,
    }).stdout

  asRoot('is refused to another user, and left as it is', async () => {
    const dir = await temporaryFolder()
    await chmod(dir, 0o777)
    expect(openElsewhere(dir)).toContain('belongs to user 0, not to user 65534')
    expect(await readdir(dir)).toEqual([])
  })

  asRoot('or one that is read-only is refused', async () => {
    const dir = await temporaryFolder()
    await chown(dir, 65534, 65534)
    await chmod(dir, 0o555)
    expect(openElsewhere(dir)).toContain('permission denied')
    expect(await readdir(dir)).toEqual([])
  })

  it('or a path that is a file is refused', async () => {
    const dir = join(await temporaryFolder(), 'file')
    await writeFile(dir, 'mine')
    await expect(open(dir).open()).rejects.toMatchObject({ name: 'DiskException', path: dir })
    expect(await readFile(dir, 'utf8')).toBe('mine')
  })
})

describe('a link', () => {
  it.each([
    ['users.json'],
    ['.store/tables.json'],
    ['.store/journal-000002'],
    ['.store/lock'],
    ['.store/users-lock'],
    ['.store/turn-lock'],
    ['.store/fold-lock'],
  ])('in the place of %s is refused by name, and not followed', async (name) => {
    const dir = await used()
    const target = join(await temporaryFolder(), 'target')
    const text = await readFile(join(dir, name), 'utf8')
    await writeFile(target, text)
    await unlink(join(dir, name))
    await symlink(target, join(dir, name))
    const before = await contents(dir)
    await expect(open(dir).open(table)).rejects.toMatchObject({
      name: 'DiskException',
      path: join(dir, name),
      message: expect.stringContaining('it is a symbolic link'),
    })
    expect(await contents(dir)).toEqual(before)
    expect(await readFile(target, 'utf8')).toBe(text)
  })

  it('in the place of .store is refused by name', async () => {
    const dir = await temporaryFolder()
    const target = await temporaryFolder()
    await symlink(target, join(dir, '.store'))
    await expect(open(dir).open()).rejects.toMatchObject({ name: 'DiskException', path: join(dir, '.store') })
    expect(await readdir(target)).toEqual([])
  })

  it.each(['users.json.tmp', '.store/tables.json.tmp', '.store/journal-000003'])(
    'in the place of %s, which is to be made, is not followed',
    async (name) => {
      const dir = await used()
      const target = join(await temporaryFolder(), 'target')
      await writeFile(target, 'precious')
      const database = await open(dir).open(table)
      await symlink(target, join(dir, name))
      await expect(database.fold()).rejects.toMatchObject({ name: 'DiskException', path: join(dir, name) })
      expect(await readFile(target, 'utf8')).toBe('precious')
      await unlink(join(dir, name)).catch(() => undefined)
      await database.fold()
      expect(await readFile(join(dir, 'users.json'), 'utf8')).toBe('[\n{"id":"a"},\n{"id":"b"}\n]\n')
    },
  )

  it.each(['datasets', 'conflicts'])('in the place of %s is not followed', async (name) => {
    const dir = await used()
    const target = await temporaryFolder()
    await symlink(target, join(dir, '.store', name))
    const dataset = await temporaryFolder()
    await writeFile(join(dataset, 'families.json'), '[{"id":"f"}]')
    const database = open(dir, { dataset })
    const work =
      name === 'datasets'
        ? database.open(defineTable({ name: 'families', partitionKey: 'id' }))
        : database.open(table).then(async () => {
            await database.store(table).put({ id: 'a', n: 1 })
            await writeFile(join(dir, 'users.json'), '[{"id":"a","n":2}]')
            await database.fold()
          })
    await expect(work).rejects.toMatchObject({ name: 'DiskException', path: join(dir, '.store', name) })
    expect(await readdir(target)).toEqual([])
  })
})

describe('what is no file', () => {
  const make: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
    'a pipe': async (path) => execFileSync('mkfifo', [path]),
    'a folder': (path) => mkdir(path),
  }
  const places = ['users.json', '.store/tables.json', '.store/journal-000002', '.store/lock', '.store/users-lock']

  it.each(Object.keys(make).flatMap((what) => places.map((place) => [what, place] as const)))(
    '(%s) in the place of %s is refused, and nobody waits for it',
    async (what, place) => {
      const dir = await used()
      await unlink(join(dir, place))
      await make[what]!(join(dir, place))
      await expect(open(dir).open(table)).rejects.toMatchObject({ name: 'DiskException', path: join(dir, place) })
    },
  )

  it.each(Object.keys(make))('(%s) that takes the place of a table file makes the table fail', async (what) => {
    const dir = await temporaryFolder()
    const database = open(dir)
    await database.store(table).create({ id: 'a' })
    await database.fold()
    await unlink(join(dir, 'users.json'))
    await make[what]!(join(dir, 'users.json'))
    await database.fold()
    await expect(database.store(table).get('a')).rejects.toMatchObject({ path: join(dir, 'users.json') })
  })
})
