import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineTable } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { contents } from '../test/contents.ts'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { killedFolder } from '../test/killed-folder.ts'
import { openDatabase as open } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { Datasets } from './datasets.ts'
import { Folder } from './folder.ts'

const users = defineTable({ name: 'users', partitionKey: 'id', stamps: false })
const families = defineTable({ name: 'families', partitionKey: 'id', sortKey: { name: 'n', type: 'N' }, stamps: false })

async function dataset(files: Readonly<Record<string, string>>): Promise<string> {
  const path = await temporaryFolder()
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, `${name}.json`), text)
  return path
}

const twoUsers = '[{"id":"a","n":1},{"id":"b","n":2}]'

describe('starting data', () => {
  it('fills a new table once, and never again, and is not written to', async () => {
    const start = await dataset({ users: twoUsers })
    const dir = await temporaryFolder()
    const first = open(dir, { dataset: start })
    await first.store(users).purge('a')
    await first.close()
    expect(await open(dir, { dataset: start }).store(users).list()).toEqual([{ id: 'b', n: 2 }])
    expect(await contents(start)).toEqual({ 'users.json': twoUsers })
  })

  it('is there after a death before the first fold, and its changes too', async () => {
    const start = await dataset({ users: twoUsers })
    const dir = await killedFolder(
      (database) =>
        database
          .store(users)
          .purge('a')
          .then(() => {}),
      { dataset: start },
    )
    await rm(start, { recursive: true })
    expect(await open(dir).store(users).list()).toEqual([{ id: 'b', n: 2 }])
  })

  it('is copied under the hash of its contents, once for equal files', async () => {
    const start = await dataset({ users: twoUsers, families: twoUsers })
    const dir = await temporaryFolder()
    const database = await open(dir, { dataset: start }).open(users, families)
    const text = '[\n{"id":"a","n":1},\n{"id":"b","n":2}\n]\n'
    const name = `${createHash('sha256').update(text).digest('hex')}.json`
    expect(await contents(join(dir, '.store', 'datasets'))).toEqual({ [name]: text })
    // the keys of the two tables differ, although their files do not
    expect(await database.store(users).get('b')).toEqual({ id: 'b', n: 2 })
    expect(await database.store(families).get({ id: 'b', n: 2 })).toEqual({ id: 'b', n: 2 })
    expect(await database.store(families).get({ id: 'b', n: 3 })).toBeUndefined()
  })

  it('is copied by all who open the folder at once, none into the file of another', async () => {
    const start = await dataset({ users: twoUsers })
    const dir = await temporaryFolder()
    const disk = new FaultyDisk()
    const [folder, others] = [new Folder(dir, disk), new Folder(dir, new FaultyDisk())]
    folder.prepare()
    let isOther = false
    disk.fails = ({ name, path }) => {
      if (name === 'rename' && path.includes('datasets') && !isOther) {
        isOther = true
        new Datasets(others, start).prepare(users)
      }
      return undefined
    }
    new Datasets(folder, start).prepare(users)
    expect(isOther).toBe(true)
    const names = await readdir(folder.datasets)
    expect(names).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.json$/)])
    disk.fails = ({ name }) => (name === 'rename' ? 'ENOSPC' : undefined)
    await writeFile(join(start, 'users.json'), '[]')
    expect(() => new Datasets(folder, start).prepare(users)).toThrow('ENOSPC')
    expect(await readdir(folder.datasets)).toEqual(names)
  })

  it('may be made of links', async () => {
    const target = await dataset({ real: twoUsers })
    const start = await temporaryFolder()
    await symlink(join(target, 'real.json'), join(start, 'users.json'))
    const link = join(await temporaryFolder(), 'link')
    await symlink(start, link)
    expect(
      await open(await temporaryFolder(), { dataset: link })
        .store(users)
        .list(),
    ).toHaveLength(2)
  })

  it('does not fill a table that has a file', async () => {
    const dir = await dataset({ users: '[{"id":"mine"}]' })
    const start = await dataset({ users: twoUsers })
    expect(await open(dir, { dataset: start }).store(users).list()).toEqual([{ id: 'mine' }])
  })

  it.each([
    ['missing', async () => join(await temporaryFolder(), 'none'), { name: 'DiskException' }],
    ['a file', async () => join(await dataset({ users: '[]' }), 'users.json'), { name: 'DiskException' }],
    ['damaged', () => dataset({ users: '[{"id":"a"' }), { name: 'CorruptFileException', line: 1 }],
    [
      'without keys',
      () => dataset({ users: '[{"id":"a"},\n{"name":"x"}]' }),
      { name: 'CorruptFileException', line: 2 },
    ],
  ])('that is %s is refused, and nothing is made', async (_what, make, error) => {
    const dir = await temporaryFolder()
    const database = open(dir, { dataset: await make() })
    await expect(database.store(users).list()).rejects.toMatchObject(error)
    await database.close()
    expect(await contents(dir)).toEqual({})
  })

  it('that is damaged for another table is no hindrance', async () => {
    const start = await dataset({ users: twoUsers, families: 'no JSON' })
    expect(
      await open(await temporaryFolder(), { dataset: start })
        .store(users)
        .list(),
    ).toHaveLength(2)
  })
})

describe('reset', () => {
  /** Two that share a folder as two processes do; the second knows of no dataset. */
  async function two() {
    const start = await dataset({ users: twoUsers })
    const dir = await temporaryFolder()
    const disk = new FaultyDisk()
    const [first, second] = [open(dir, { dataset: start, disk: new FaultyDisk() }), open(dir, { disk })]
    await first.open(users, families)
    await second.open(users, families)
    return { start, dir, disk, first, second }
  }

  it('puts every table back, for everybody', async () => {
    const { dir, first, second } = await two()
    await first.store(users).purge('a')
    await second.store(users).create({ id: 'c' })
    await second.store(families).create({ id: 'f', n: 1 })
    await second.fold()
    await first.reset()
    for (const database of [first, second, open(dir, { disk: new FaultyDisk() })]) {
      expect(await database.store(users).list()).toEqual([
        { id: 'a', n: 1 },
        { id: 'b', n: 2 },
      ])
      expect(await database.store(families).list()).toEqual([])
    }
    await second.store(users).purge('b')
    await first.close()
    await second.close()
    expect(await readFile(join(dir, 'users.json'), 'utf8')).toBe('[\n{"id":"a","n":1}\n]\n')
    expect(await readFile(join(dir, 'families.json'), 'utf8')).toBe('[\n]\n')
  })

  it('puts tables back that only others defined', async () => {
    const { first, second } = await two()
    const table = defineTable({ name: 'devices', partitionKey: 'id', stamps: false })
    await second.store(table).create({ id: 'd' })
    await first.reset()
    expect(await second.store(table).list()).toEqual([])
  })

  it('takes the dataset as it is then', async () => {
    const { start, dir, first, second } = await two()
    await writeFile(join(start, 'users.json'), '[{"id":"new"}]')
    await writeFile(join(start, 'families.json'), '[{"id":"f","n":1}]')
    await first.reset()
    for (const database of [first, second]) {
      expect(await database.store(users).list()).toEqual([{ id: 'new' }])
      expect(await database.store(families).list()).toEqual([{ id: 'f', n: 1 }])
    }
    await rm(join(start, 'users.json'))
    await first.reset()
    expect(await second.store(users).list()).toEqual([])
    expect(await readdir(join(dir, '.store', 'datasets'))).toHaveLength(3)
  })

  it('changes nothing where the dataset cannot be read', async () => {
    const { start, first, second } = await two()
    await first.store(users).create({ id: 'c' })
    await writeFile(join(start, 'users.json'), 'no JSON')
    await expect(first.reset()).rejects.toMatchObject({ name: 'CorruptFileException', file: join(start, 'users.json') })
    expect(await first.store(users).list()).toHaveLength(3)
    expect(await second.store(users).list()).toHaveLength(3)
  })

  it('that others cannot follow is said in every call, until they can', async () => {
    const { start, dir, disk, first, second } = await two()
    await writeFile(join(start, 'users.json'), '[{"id":"new"}]')
    await first.reset()
    disk.fails = ({ name, path }) => (name === 'open' && path.includes('datasets') ? 'EMFILE' : undefined)
    for (let attempt = 0; attempt < 3; attempt++) await expect(second.store(users).list()).rejects.toThrow('EMFILE')
    disk.fails = () => undefined
    expect(await second.store(users).list()).toEqual([{ id: 'new' }])
    const third = await open(dir, { disk: new FaultyDisk() }).open()
    await writeFile(join(start, 'users.json'), '[{"id":"newer"}]')
    await first.reset()
    await rename(join(dir, '.store', 'datasets'), join(dir, 'away'))
    await expect(third.store(users).list()).rejects.toMatchObject({ name: 'DiskException' })
    await rename(join(dir, 'away'), join(dir, '.store', 'datasets'))
    expect(await third.store(users).list()).toEqual([{ id: 'newer' }])
  })

  it('stands between the writes before and after it', async () => {
    const { first, second } = await two()
    const writes = ['c', 'd'].map((id) => second.store(users).create({ id }))
    await Promise.all([first.reset(), ...writes])
    const seen = await first.store(users).list()
    expect(await second.store(users).list()).toEqual(seen)
    expect(seen.map(({ id }) => id)).toEqual(expect.arrayContaining(['a', 'b']))
    await first.reset()
    await second.store(users).create({ id: 'c' })
    expect(await first.store(users).list()).toHaveLength(3)
  })

  it('of a folder without a dataset empties every table', async () => {
    const dir = await temporaryFolder()
    await mkdir(join(dir, 'data'))
    const database = open(join(dir, 'data'))
    await database.store(users).create({ id: 'a' })
    await database.fold()
    await database.reset()
    expect(await database.store(users).list()).toEqual([])
    await database.close()
    expect(await open(join(dir, 'data')).store(users).list()).toEqual([])
  })
})
