import { appendFileSync } from 'node:fs'
import { appendFile, cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Database, defineTable } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { contents } from '../test/contents.ts'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { editJournal, journalLine, journalPath } from '../test/journal-text.ts'
import { killedFolder } from '../test/killed-folder.ts'
import { openDatabase as open } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import type { DurabilityLevel } from './index.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })

async function writeThree(database: Database): Promise<void> {
  for (const id of ['a', 'b', 'c']) await database.store(table).create({ id })
}

/** A journal that begins with two lines, the version and the table, and then has `a`, `b` and `c`. */
function killed(durability: DurabilityLevel = 'process'): Promise<string> {
  return killedFolder(writeThree, { durability, disk: new FaultyDisk() })
}

async function ids(dir: string): Promise<readonly unknown[]> {
  return (await open(dir).store(table).list()).map(({ id }) => id)
}

/** Refused, and nothing changes, nor is anything kept open. */
async function refused(dir: string, file: string, line: number, reason: string): Promise<void> {
  const before = await contents(dir)
  const disk = new FaultyDisk()
  for (const attempt of ['first', 'second']) {
    await expect(open(dir, { disk }).open(), attempt).rejects.toMatchObject({
      name: 'CorruptFileException',
      file,
      line,
      message: expect.stringContaining(reason),
    })
    expect(await contents(dir)).toEqual(before)
    expect(disk.held).toEqual([])
  }
}

describe('a journal', () => {
  it('holds a line per commit, with its checksum, after one that names its form', async () => {
    const lines = (await readFile(journalPath(await killed()), 'utf8')).split('\n')
    const entries = lines.slice(0, -1).map((line) => JSON.parse(line.slice(9)) as object)
    expect(lines).toEqual([...entries.map((entry) => journalLine(entry).trimEnd()), ''])
    expect(entries).toEqual([
      { format: 1, journal: 1, after: 0, files: {} },
      { seq: 1, tables: [expect.objectContaining({ name: 'users' })], reset: { users: null } },
      ...['a', 'b', 'c'].map((id, index) => ({ seq: index + 2, put: { users: [{ id }] } })),
    ])
  })

  it('is read up to its last whole line; the beginning of another is cut off by whoever writes next', async () => {
    const dir = await killed()
    await appendFile(journalPath(dir), journalLine({ seq: 5, put: { users: [{ id: 'torn' }] } }).slice(0, -1))
    const database = open(dir)
    expect(await database.store(table).list()).toHaveLength(3)
    await database.store(table).create({ id: 'd' })
    expect(await readFile(journalPath(dir), 'utf8')).not.toContain('torn')
    await database.close()
    expect(await ids(dir)).toEqual(['a', 'b', 'c', 'd'])
    expect(database.warnings).toEqual([])
  })

  it('that was cut anywhere opens to its whole lines, and goes on', async () => {
    const whole = await readFile(journalPath(await killed()), 'utf8')
    for (let size = 0; size < whole.length; size += 9) {
      const dir = await temporaryFolder()
      await mkdir(join(dir, '.store'))
      await writeFile(journalPath(dir), whole.slice(0, size))
      const count = Math.max(0, whole.slice(0, size).split('\n').length - 3)
      const users = open(dir).store(table)
      expect((await users.list()).map(({ id }) => id)).toEqual(['a', 'b', 'c'].slice(0, count))
      await users.create({ id: 'd' })
      expect(await users.list()).toHaveLength(count + 1)
    }
  })

  it.each([
    [2, 'a newer version of this program, which reads form 1: use that version'],
    [0, 'an older version of this program, which reads form 1: use that version'],
  ])('of form %i is refused', async (format, reason) => {
    const dir = await killed()
    await editJournal(dir, ([, ...rest]) => [journalLine({ format, journal: 1, after: 0 }).trimEnd(), ...rest])
    await refused(dir, journalPath(dir), 1, reason)
  })

  it('that does not begin as one is refused', async () => {
    const dir = await killed()
    await editJournal(dir, ([, ...rest]) => rest)
    await refused(dir, journalPath(dir), 1, 'does not begin with its number and the version of its form')
  })

  it('with another number than its name is refused', async () => {
    const dir = await killed()
    await rename(journalPath(dir), journalPath(dir, 2))
    await refused(dir, journalPath(dir, 2), 1, 'does not begin with its number')
  })

  it('that lacks a line is refused', async () => {
    const dir = await killed()
    await editJournal(dir, (lines) => lines.filter((line) => !line.includes('"b"')))
    await refused(dir, journalPath(dir), 4, 'this is commit 4, but the last one before it is 2')
  })

  it('is refused where an earlier one is missing', async () => {
    const dir = await killed()
    await appendFile(journalPath(dir), journalLine({ seal: 2 }))
    for (const number of [2, 4]) {
      const lines = [{ format: 1, journal: number, after: 4 }, { seal: number + 1 }]
      await writeFile(journalPath(dir, number), lines.map(journalLine).join(''))
    }
    await refused(dir, journalPath(dir, 3), 1, 'this journal is missing, and a later one stands on it')
  })

  it('is refused where an earlier one is not whole', async () => {
    const dir = await killed()
    await writeFile(journalPath(dir, 2), journalLine({ format: 1, journal: 2, after: 4 }))
    await refused(dir, journalPath(dir), 6, 'the journal is not whole, and a later one stands on it')
    await appendFile(journalPath(dir), journalLine({ seal: 2 }))
    expect(await ids(dir)).toEqual(['a', 'b', 'c'])
  })

  it('that was sealed goes on in the next one, whoever makes that', async () => {
    const dir = await killed()
    await appendFile(journalPath(dir), journalLine({ seal: 2 }))
    const database = open(dir)
    await database.store(table).create({ id: 'd' })
    expect(await readdir(join(dir, '.store'))).toContain('journal-000002')
    await database.close()
    expect(await ids(dir)).toEqual(['a', 'b', 'c', 'd'])
  })

  it('brings tables, also ones that no file lists yet', async () => {
    const dir = await killed()
    await rm(join(dir, '.store', 'tables.json'), { force: true })
    expect(await open(dir).describeTable('users')).toMatchObject({ partitionKey: { name: 'id', type: 'S' } })
  })
})

describe('a file of a table', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    ['written by hand', {}],
    [
      'of version 0.1.0',
      { '.store/tables.json': '{"version":1,"tables":[{"name":"users","partitionKey":{"name":"id","type":"S"}}]}' },
    ],
  ])('that is gone while the journal holds only changes to it stops an opening (%s)', async (_whose, files) => {
    const from = await temporaryFolder()
    await mkdir(join(from, '.store'))
    for (const [name, text] of Object.entries({ 'users.json': '[{"id":"a"}]', ...files })) {
      await writeFile(join(from, name), text)
    }
    await open(from, { disk: new FaultyDisk() }).store(table).create({ id: 'b' })
    const [whole, dir] = [await temporaryFolder(), await temporaryFolder()]
    for (const copy of [whole, dir]) await cp(from, copy, { recursive: true, preserveTimestamps: true })
    expect(await ids(whole)).toEqual(['a', 'b'])
    await rm(join(dir, 'users.json'))
    await refused(dir, join(dir, 'users.json'), 1, 'the file is gone, and the journal only holds changes to it')
  })

  it('that was taken away starts anew where the journal holds nothing of it', async () => {
    const dir = await killedFolder(async (database) => {
      await writeThree(database)
      await database.fold()
    })
    await rm(join(dir, 'users.json'))
    const users = open(dir, { disk: new FaultyDisk() }).store(table)
    expect(await users.list()).toEqual([])
    await users.create({ id: 'd' })
    const again = await temporaryFolder()
    await cp(dir, again, { recursive: true })
    expect(await ids(again)).toEqual(['d'])
  })
})

describe('damage in a journal', () => {
  const damage = (line: string): string => line.replace('"b"', '"x"')

  it('before a line that was synced is refused, with file and line', async () => {
    const dir = await killed('disk')
    await editJournal(dir, (lines) => lines.map(damage))
    await refused(dir, journalPath(dir), 4, 'this line is not what was written, though it was synced')
  })

  it('behind the last line that is known to be synced is put aside, and said', async () => {
    const dir = await killed()
    await editJournal(dir, (lines) => lines.map(damage))
    const [, , , ...lost] = (await readFile(journalPath(dir), 'utf8')).split('\n')
    const database = open(dir)
    expect(await database.store(table).list()).toEqual([{ id: 'a' }])
    const [name, ...others] = await readdir(join(dir, '.store', 'lost'))
    expect(others).toEqual([])
    expect(await readFile(join(dir, '.store', 'lost', name!), 'utf8')).toBe(lost.join('\n'))
    expect(database.warnings).toEqual([expect.stringContaining(join(dir, '.store', 'lost', name!))])
    await database.store(table).create({ id: 'd' })
    await database.close()
    expect(await ids(dir)).toEqual(['a', 'd'])
  })

  it.each([
    ['nothing but zeros', '\0'.repeat(300)],
    ['no checksum', '{"seq":5}\n'],
    ['an empty line', '\n'],
    ['bytes that are not UTF-8', `${'\xff'.repeat(20)}\n`],
  ])('like %s at the end keeps nobody from opening it', async (_what, text) => {
    const dir = await killed()
    await appendFile(journalPath(dir), text, 'latin1')
    const database = open(dir)
    await database.store(table).create({ id: 'd' })
    await database.close()
    expect(await ids(dir)).toEqual(['a', 'b', 'c', 'd'])
  })
})

describe('an opening while others write', () => {
  it('takes their lines for what they are, and cuts nothing', async () => {
    const dir = await killedFolder(async (database) => {
      await writeThree(database)
      await database.fold()
    })
    const number = Number(/journal-(\d+)/.exec((await readdir(join(dir, '.store'))).join())![1])
    const line = journalLine({ seq: 5, put: { users: [{ id: 'meanwhile' }] } })
    let isWritten = false
    const disk = new FaultyDisk(({ name, path }) => {
      if (name !== 'read' || !path.endsWith('users.json') || isWritten) return undefined
      isWritten = true
      appendFileSync(journalPath(dir, number), line)
      return undefined
    })
    const database = open(dir, { disk })
    expect((await database.store(table).list()).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'meanwhile'])
    expect(isWritten).toBe(true)
    expect(database.warnings).toEqual([])
  })
})
