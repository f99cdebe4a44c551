import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { defineTable } from '@cmz/store-core'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Alterable, filled, killed, openAlterable, otherKey, users } from '../test/alterable.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'

const withIndex = defineTable({ ...users, indexes: { byN: { partitionKey: { name: 'n', type: 'N' } } } })
const families = defineTable({ name: 'families', partitionKey: 'id', softDelete: false, stamps: false })

const missing = { name: 'ResourceNotFoundException', message: expect.stringContaining('Requested resource not found') }

beforeEach(() => {
  // what the upkeep does by itself would remove what a test looks for
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
})

const list = (dir: string): Promise<string> => readFile(join(dir, '.store', 'tables.json'), 'utf8')

describe('a table that is altered', () => {
  it('is so for every process, at once, and after all were closed or killed', async () => {
    const { dir, first } = await filled()
    const second = await openAlterable(dir)
    expect(await second.settings('users')).toEqual({ at: 1 })
    await second.alter('users', withIndex, { tags: { a: 'b' } })
    await turn()
    expect(await first.settings('users')).toEqual({ tags: { a: 'b' } })
    expect(await first.ids('users', 'byN')).toEqual(['a', 'b'])
    const late = await openAlterable(await killed(dir))
    expect(await late.settings('users')).toEqual({ tags: { a: 'b' } })
    await first.alter('users', users, {})
    await turn()
    await expect(second.ids('users', 'byN')).rejects.toThrow(/does not have the specified index: byN/)
    await second.put('users', { id: 'c', n: 'no number' })
    for (const each of [first, second]) await each.close()
    const third = await openAlterable(dir)
    expect(await third.settings('users')).toEqual({})
    await expect(third.ids('users', 'byN')).rejects.toThrow(/does not have the specified index: byN/)
  })

  it('keeps its settings when a definition adds an index, and when its file is gone', async () => {
    const { dir, first, path } = await filled()
    await first.engine.ensureTable(withIndex)
    expect(await first.settings('users')).toEqual({ at: 1 })
    await first.close()
    await rm(path)
    const again = await openAlterable(dir)
    expect(await again.settings('users')).toEqual({ at: 1 })
    expect(await again.ids('users')).toEqual([])
  })

  it('is listed with its settings, in a list that older programs refuse; without any it is as it always was', async () => {
    const dir = await temporaryFolder()
    const opened = await openAlterable(dir)
    await opened.engine.ensureTable(users)
    await opened.engine.fold()
    const plain = '{"name":"users","partitionKey":{"name":"id","type":"S"},"indexes":{}}'
    expect(await list(dir)).toBe(`{"version":1,"tables":[\n${plain}\n]}\n`)
    await opened.alter('users', users, { n: 1.5 })
    await opened.engine.fold()
    const settings = `${plain.slice(0, -1)},"settings":{"n":1.5}}`
    expect(await list(dir)).toBe(`{"version":2,"tables":[\n${settings}\n]}\n`)
    await opened.alter('users', users, {})
    await opened.engine.fold()
    expect(await list(dir)).toBe(`{"version":1,"tables":[\n${plain}\n]}\n`)
  })

  it('is decided by one process at a time', async () => {
    const { dir, first } = await filled()
    const second = await openAlterable(dir)
    const create = ({ engine }: Alterable, n: number): Promise<number> =>
      engine.alterTable('families', (known) => {
        if (known !== undefined) throw new Error('exists')
        return { table: { definition: families, settings: { n } }, result: n }
      })
    const results = await Promise.allSettled([1, 2, 3, 4, 5, 6].map((n) => create(n % 2 ? first : second, n)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await turn()
    expect(await first.settings('families')).toEqual(await second.settings('families'))
  })
})

describe('a table that is dropped', () => {
  it('is gone for every process, with its file, and what others write to it is refused', async () => {
    const { dir, first, path } = await filled()
    const second = await openAlterable(dir)
    await second.engine.ensureTable(users, families)
    await second.drop('users')
    expect(existsSync(path)).toBe(false)
    const writes = [
      first.put('families', { id: 'f' }),
      first.put('users', { id: 'c' }),
      first.put('families', { id: 'g' }),
    ]
    const results = await Promise.allSettled(writes)
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(results[1]).toMatchObject({ reason: missing })
    await expect(first.ids('users')).rejects.toMatchObject(missing)
    const late = await openAlterable(await killed(dir))
    expect(late.engine.tables.names()).toEqual(['families'])
    await first.engine.fold()
    expect(await list(dir)).not.toContain('users')
    const journals = await readdir(join(dir, '.store'))
    await turn()
    for (const each of [first, second]) await each.engine.fold() // there is nothing to fold any more
    expect(await readdir(join(dir, '.store'))).toEqual(journals)
    for (const each of [first, second]) await each.close()
    expect((await readdir(dir)).toSorted()).toEqual(['.store', 'families.json'])
    expect((await openAlterable(dir)).engine.tables.names()).toEqual(['families'])
  })

  it('comes again, empty, when another process defines it that knew it before', async () => {
    const { dir, first } = await filled()
    await first.engine.ensureTable(users)
    const second = await openAlterable(dir)
    await second.drop('users')
    await turn()
    await first.engine.ensureTable(users)
    expect(await first.ids('users')).toEqual([])
    await turn()
    expect(await second.ids('users')).toEqual([])
    expect(await second.settings('users')).toEqual({})
  })

  it('comes again with other keys, also for who only follows, and after everybody was killed', async () => {
    const { dir, first, path } = await filled()
    const second = await openAlterable(dir)
    await first.drop('users')
    await first.alter('users', otherKey, {})
    await first.put('users', { email: 'x' })
    await turn()
    expect(await second.ids('users', undefined, 'email')).toEqual(['x'])
    const late = await openAlterable(await killed(dir))
    expect(await late.ids('users', undefined, 'email')).toEqual(['x'])
    await late.close()
    await second.engine.fold()
    expect(await readFile(path, 'utf8')).toBe('[\n{"email":"x"}\n]\n')
  })

  it('does not come again for who loads anew, after two folds of others', async () => {
    const { dir, first } = await filled()
    const second = await openAlterable(dir)
    await second.alter('families', families, {})
    await second.engine.fold() // what follows is in a journal that the first one has not opened
    await second.drop('users')
    for (const id of ['f', 'g', 'h']) {
      await second.put('families', { id })
      await second.engine.fold()
    }
    await turn()
    await expect(first.ids('users')).rejects.toMatchObject(missing)
    await first.put('families', { id: 'i' })
    await turn()
    expect(second.engine.tables.names()).toEqual(['families'])
  })

  it('starts with the dataset again, and is what a reset goes back to', async () => {
    const dataset = await temporaryFolder()
    await writeFile(join(dataset, 'users.json'), '[{"id":"start","email":"mail"}]')
    const { dir, first } = await filled({ dataset })
    expect(await first.ids('users')).toEqual(['a', 'b', 'start'])
    const second = await openAlterable(dir, { dataset })
    for (const [definition, start] of [
      [users, 'start'],
      [otherKey, 'mail'],
    ] as const) {
      await first.drop('users')
      await first.engine.reset()
      await first.alter('users', definition, {})
      const key = definition.partitionKey.name
      const item = { id: 'start', email: 'mail' }
      expect(first.engine.table('users').get(start)).toEqual(item)
      await first.put('users', { [key]: 'a-lot-more' })
      await turn()
      expect(await second.ids('users', undefined, key)).toEqual(['a-lot-more', start])
      await second.engine.reset()
      await turn()
      for (const { engine, ids } of [first, second]) {
        expect(await ids('users', undefined, key)).toEqual([start])
        expect(engine.table('users').get(start)).toEqual(item)
      }
    }
    await first.drop('users')
    await first.alter('users', defineTable({ ...otherKey, sortKey: 'id' }), {})
    const data = first.engine.table('users')
    expect(data.get(data.textOf({ email: 'mail', id: 'start' }))).toEqual({ id: 'start', email: 'mail' })
    await first.drop('users')
    const strange = first.alter('users', defineTable({ ...users, partitionKey: 'none' }), {})
    await expect(strange).rejects.toMatchObject({ name: 'CorruptFileException', file: join(dataset, 'users.json') })
    expect(first.engine.tables.names()).toEqual([])
  })

  it('stays in a fork that was made before', async () => {
    const { first } = await filled()
    const tables = await first.engine.fork()
    await first.drop('users')
    expect(tables.get('users').settings).toEqual({ at: 1 })
    expect(tables.get('users').get('b')).toEqual({ id: 'b', n: 2 })
    expect((await first.engine.fork()).find('users')).toBeUndefined()
  })

  it('and made again while a fold writes its file keeps nothing of that', async () => {
    for (const isMadeAgain of [true, false]) {
      const { dir, first, path } = await filled()
      const second = await openAlterable(dir)
      const held = Promise.withResolvers<void>()
      first.disk.holds = ({ name, path: at }) =>
        name === 'writeLater' && at.includes('users') ? held.promise : undefined
      const folding = first.engine.fold()
      await vi.waitFor(() => expect(existsSync(`${path}.tmp`)).toBe(true))
      await second.drop('users')
      if (isMadeAgain) {
        await second.alter('users', otherKey, {})
        await second.put('users', { email: 'x' })
      }
      held.resolve()
      await folding
      expect(existsSync(path)).toBe(false)
      expect(existsSync(`${path}.tmp`)).toBe(false)
      const late = await openAlterable(await killed(dir))
      if (isMadeAgain) expect(await late.ids('users', undefined, 'email')).toEqual(['x'])
      else expect(late.engine.tables.names()).toEqual([])
      await second.engine.fold()
      expect(existsSync(path)).toBe(isMadeAgain)
    }
  })
})

describe('what older programs wrote', () => {
  it('is read as before', async () => {
    const dir = await temporaryFolder()
    const opened = await openAlterable(dir)
    await opened.engine.ensureTable(users)
    await opened.close()
    await writeFile(
      join(dir, '.store', 'tables.json'),
      '{"version":1,"tables":[{"name":"users","partitionKey":{"name":"id","type":"S"}}]}',
    )
    const again = await openAlterable(dir)
    expect(await again.settings('users')).toEqual({})
  })

  it('or newer ones write is refused where the version is unknown', async () => {
    const { dir, first } = await filled()
    await first.close()
    const path = join(dir, '.store', 'tables.json')
    await writeFile(path, (await list(dir)).replace('"version":2', '"version":3'))
    await expect(openAlterable(dir)).rejects.toMatchObject({
      name: 'CorruptFileException',
      message: expect.stringContaining('version 3 is neither 1 nor 2'),
    })
  })
})
