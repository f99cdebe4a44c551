import { existsSync } from 'node:fs'
import { link, readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { defineTable } from '@cmz/store-core'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { filled, killed, openAlterable, otherKey, users } from '../test/alterable.ts'
import type { DiskCall } from '../test/faulty-disk.ts'
import { openDatabase } from '../test/open-database.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'

// a file settles within a turn
vi.mock('node:timers/promises', () => import('../test/turns.ts'))

/** How often an engine looks for edits by hand, in ms. */
const lookTime = 200

beforeEach(() => {
  // what the upkeep does by itself would remove what a test looks for
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
})

describe('the file of a dropped table that could not be removed', () => {
  const cannotRemove = ({ name, path }: DiskCall): string | undefined =>
    name === 'remove' && path.endsWith('users.json') ? 'EIO' : undefined

  it('is removed by the next fold, whoever folds', async () => {
    for (const isMadeAgain of [false, true]) {
      const { dir, first, path } = await filled()
      const second = await openAlterable(dir)
      first.disk.fails = cannotRemove
      await first.drop('users')
      expect(existsSync(path)).toBe(true)
      if (isMadeAgain) await second.alter('users', otherKey, {})
      else await second.engine.fold()
      expect(existsSync(path)).toBe(false)
    }
  })

  it.each([
    ['as it was', false],
    ['with another time', true],
  ])('before a power cut, which brings it back %s, is not what a table of that name holds', async (_how, isTouched) => {
    for (const isMadeAgain of [true, false]) {
      const { dir, first, path } = await filled()
      await link(path, `${path}.kept`)
      await first.drop('users')
      if (isMadeAgain) await first.alter('users', otherKey, {})
      if (isMadeAgain) await first.put('users', { email: 'x' })
      first.disk.fails = () => 'EIO' // it does nothing any more
      await rename(`${path}.kept`, path)
      if (isTouched) await utimes(path, 1, 1)
      const next = await openAlterable(dir)
      expect(next.engine.tables.names()).toEqual(isMadeAgain ? ['users'] : [])
      if (!isMadeAgain) await next.alter('users', otherKey, {})
      expect(await next.ids('users', undefined, 'email')).toEqual(isMadeAgain ? ['x'] : [])
      await next.engine.fold()
      expect(await readFile(path, 'utf8')).toBe(isMadeAgain ? '[\n{"email":"x"}\n]\n' : '[\n]\n')
      expect(next.warnings).toEqual([])
    }
  })

  it('is nothing that a table begins with which comes again after a crash', async () => {
    const { dir, first, path } = await filled()
    first.disk.fails = cannotRemove
    await first.drop('users')
    first.disk.fails = () => 'EIO' // it does nothing any more
    const next = await openAlterable(dir)
    expect(next.engine.tables.names()).toEqual([])
    await next.engine.ensureTable(otherKey)
    expect(await next.ids('users', undefined, 'email')).toEqual([])
    await next.engine.fold()
    expect(await readFile(path, 'utf8')).toBe('[\n]\n')
    expect(next.warnings).toEqual([])
  })
})

describe('a person', () => {
  it('who writes the file of a table that was dropped gives it its items when it comes again', async () => {
    for (const isFolded of [true, false]) {
      const { dir, first, path } = await filled()
      await first.drop('users')
      if (isFolded) await first.engine.fold()
      await writeFile(path, '[{"id":"hand"}]')
      await first.engine.fold()
      expect(await readFile(path, 'utf8')).toBe('[{"id":"hand"}]')
      const second = await openAlterable(dir)
      await second.alter('users', users, { n: 2 })
      await turn()
      for (const each of [first, second]) expect(await each.ids('users')).toEqual(['hand'])
      const late = await openAlterable(await killed(dir))
      expect(await late.ids('users')).toEqual(['hand'])
      expect(await late.settings('users')).toEqual({ n: 2 })
      expect([first, second, late].flatMap(({ warnings }) => warnings)).toEqual([])
    }
  })

  it('who was at the file when its table was dropped finds it among the conflicts', async () => {
    const { dir, first, path } = await filled()
    await writeFile(path, '[{"id":"hand"}]')
    await first.drop('users')
    expect(existsSync(path)).toBe(false)
    const [name] = await readdir(join(dir, '.store', 'conflicts'))
    expect(await readFile(join(dir, '.store', 'conflicts', name!), 'utf8')).toBe('[{"id":"hand"}]')
    expect(first.warnings).toEqual([expect.stringMatching(/users\.json was edited when its table was dropped/)])
    await first.alter('users', users, {})
    expect(await first.ids('users')).toEqual([])
  })

  it("whose edit put unique values in doubt is in nobody's way when the table of those was dropped", async () => {
    const people = defineTable({ name: 'people', partitionKey: 'id', stamps: false, unique: { email: true } })
    const dir = await temporaryFolder()
    const database = openDatabase(dir)
    await database.store(people).create({ id: 'a', email: 'a' })
    await database.close()
    await writeFile(join(dir, 'people.json'), '[{"id":"a","email":"b"}]')
    const [first, second] = [await openAlterable(dir), await openAlterable(dir)]
    await first.drop('people.unique')
    await turn()
    await second.put('people', { id: 'c' })
    expect(await second.ids('people')).toEqual(['a', 'c'])
    const again = openDatabase(dir).store(people)
    await again.create({ id: 'd', email: 'a' })
    await expect(again.create({ id: 'e', email: 'b' })).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
    })
  })

  it('whose file cannot be read keeps its table from being dropped', async () => {
    vi.useRealTimers()
    const { first, path } = await filled()
    await writeFile(path, '[')
    await vi.waitFor(() => expect(first.ids('users')).rejects.toMatchObject({ name: 'CorruptFileException' }), 5000)
    await expect(first.drop('users')).rejects.toMatchObject({ name: 'CorruptFileException' })
    expect(await readFile(path, 'utf8')).toBe('[')
    await writeFile(path, '[]')
    await vi.waitFor(() => first.drop('users'), 5000)
    expect(existsSync(path)).toBe(false)
  })

  it('whose edit another process looks at is not told of it there, when the table is dropped meanwhile', async () => {
    const { dir, first, path } = await filled()
    const second = await openAlterable(dir)
    for (let round = 0; round < 5; round++) {
      await first.engine.fold()
      await second.ids('users')
      await writeFile(path, '[{"id":"edited"}]')
      vi.advanceTimersByTime(lookTime)
      await first.drop('users')
      await first.alter('users', users, {})
      await first.put('users', { id: `${round}` })
      for (let turns = 0; turns < 20; turns++) await turn()
      expect(await second.ids('users')).toEqual([`${round}`])
    }
    expect(second.warnings).toEqual([])
  })
})
