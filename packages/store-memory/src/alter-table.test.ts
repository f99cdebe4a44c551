import { defineTable, type TableDefinition } from '@cmz/store-core'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Change } from './durability.ts'
import { Engine } from './engine.ts'
import { EngineDriver } from './engine-driver.ts'
import { InMemory } from './in-memory.ts'
import { LayeredItems } from './items.ts'
import type { TableState } from './table-state.ts'
import { Tables } from './tables.ts'

const users = defineTable({ name: 'users', partitionKey: 'id', stamps: false })
const byN = { partitionKey: { name: 'n', type: 'N' } } as const
const withIndex = defineTable({ ...users, indexes: { byN } })
const otherKey = defineTable({ name: 'users', partitionKey: 'email', stamps: false })
const put = (id: string, n: unknown = 1): Change => ({ table: 'users', key: { id }, item: { id, n: n as number } })

const state = (definition: TableDefinition = users, settings: TableState['settings'] = {}): TableState => ({
  definition,
  settings,
})

const alter = (engine: Engine, table: TableState | null): Promise<void> =>
  engine.alterTable('users', () => ({ table, result: undefined }))

const write = (engine: Engine, ...changes: readonly Change[]): Promise<void> =>
  engine.transact(() => ({ changes, result: undefined }))

const idsOf = (engine: Engine): readonly string[] =>
  [...engine.table('users').freeze().entries()].map(([text]) => text).toSorted()

const missing = { name: 'ResourceNotFoundException', message: expect.stringContaining('Requested resource not found') }

async function filled(definition: TableDefinition = users, engine = new Engine(new InMemory())): Promise<Engine> {
  await alter(engine, state(definition))
  await write(engine, put('a'), put('b', 2))
  return engine
}

describe('alterTable', () => {
  it('creates, changes and drops a table, and answers what its callback says', async () => {
    const engine = new Engine(new InMemory())
    const seen: (TableState | undefined)[] = []
    const step = (table: TableState | null | undefined): Promise<number> =>
      engine.alterTable('users', (known) => {
        const result = seen.push(known)
        return table === undefined ? { result } : { table, result }
      })
    expect(await step(state(users, { at: 1 }))).toBe(1)
    expect(engine.table('users').settings).toEqual({ at: 1 })
    expect(await step(state(withIndex))).toBe(2)
    expect(await step(undefined)).toBe(3)
    expect(await step(null)).toBe(4)
    expect(await step(null)).toBe(5)
    expect(engine.tables.names()).toEqual([])
    expect(seen).toEqual([undefined, state(users, { at: 1 }), state(withIndex), state(withIndex), undefined])
  })

  it('changes nothing where its callback throws', async () => {
    const engine = await filled()
    const failing = engine.alterTable('users', () => {
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(idsOf(engine)).toEqual(['a', 'b'])
  })

  it('runs one after the other: of many that create a table one does', async () => {
    const engine = new Engine(new InMemory(async () => undefined))
    const create = (): Promise<void> =>
      engine.alterTable('users', (known) => {
        if (known !== undefined) throw new Error('exists')
        return { table: state(), result: undefined }
      })
    const results = await Promise.allSettled(Array.from({ length: 10 }, create))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it.each([
    ['another key', otherKey],
    ['a sort key more', defineTable({ ...users, sortKey: 'n' })],
  ])('refuses %s, unless the table is new', async (_what, other) => {
    const engine = await filled()
    await expect(alter(engine, state(other))).rejects.toMatchObject({ name: 'ValidationException', table: 'users' })
    expect(idsOf(engine)).toEqual(['a', 'b'])
    await alter(engine, null)
    await alter(engine, state(other))
    expect(idsOf(engine)).toEqual([])
    await expect(engine.ensureTable(users)).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it('refuses another name', async () => {
    const families = defineTable({ name: 'families', partitionKey: 'id' })
    await expect(alter(new Engine(new InMemory()), state(families))).rejects.toThrow(TypeError)
  })

  it('does not touch a table that is broken', async () => {
    const engine = await filled()
    engine.tables.break('users', Object.assign(new Error('broken'), { name: 'CorruptFileException' }) as never)
    await expect(alter(engine, null)).rejects.toThrow('broken')
  })
})

describe('the settings of a table', () => {
  it('are kept as JSON that nobody can change, and stay when a definition comes that knows nothing of them', async () => {
    const engine = await filled()
    const settings = { tags: { a: 'b' }, list: [{ on: true }] }
    await alter(engine, state(users, settings))
    settings.tags.a = 'changed'
    settings.list.length = 0
    await engine.ensureTable(withIndex)
    const kept = engine.table('users').settings
    expect(kept).toEqual({ tags: { a: 'b' }, list: [{ on: true }] })
    expect(Object.isFrozen((kept['list'] as readonly object[])[0])).toBe(true)
    expect((await engine.fork()).get('users').settings).toEqual(kept)
  })

  it('are empty for a table that a definition made', async () => {
    const engine = new Engine(new InMemory())
    await engine.ensureTable(users)
    expect(engine.table('users').settings).toEqual({})
  })
})

describe('an index', () => {
  const scan = (engine: Engine, index = 'byN') => engine.table('users').scan({ table: users, index }).items

  it('that is added is filled, and one that is taken away is unknown', async () => {
    const engine = await filled()
    await alter(engine, state(withIndex))
    expect(scan(engine)).toHaveLength(2)
    await alter(engine, state(users))
    expect(() => scan(engine)).toThrow(/does not have the specified index: byN/)
    await write(engine, put('c', 'text'))
    engine.table('users').freeze()
    await alter(engine, state(withIndex))
    expect(scan(engine).map(({ id }) => id)).toEqual(expect.arrayContaining(['a', 'b']))
    expect(scan(engine)).toHaveLength(2)
  })

  it('that is added does not hold what cannot be one of its keys (rules 2.12 and 2.13)', async () => {
    const engine = await filled()
    const sizes = { empty: 0, fits: 1024, large: 1025, huge: 2049 }
    for (const [id, size] of Object.entries(sizes)) {
      await write(engine, { table: 'users', key: { id }, item: { id, n: 1, t: 'x'.repeat(size) } })
    }
    const [n, t] = [
      { name: 'n', type: 'N' },
      { name: 't', type: 'S' },
    ] as const
    const indexes = { byT: { partitionKey: t }, byNT: { partitionKey: n, sortKey: t } } as const
    const indexed = defineTable({ ...users, indexes })
    await alter(engine, state(indexed))
    const idsIn = (index: string): unknown =>
      engine
        .table('users')
        .scan({ table: indexed, index })
        .items.map(({ id }) => id as string)
        .toSorted()
    expect(idsIn('byT')).toEqual(['fits', 'large'])
    expect(idsIn('byNT')).toEqual(['fits'])
  })

  it('that is taken away is nothing that a write is checked against', async () => {
    const engine = await filled(withIndex)
    const driver = new EngineDriver(engine, { transactions: true })
    const request = { kind: 'put', table: users, item: { id: 'c', n: 'text' } } as const
    await expect(driver.write(request)).rejects.toMatchObject({ name: 'ValidationException' })
    await alter(engine, state(users))
    await driver.write(request)
    expect(idsOf(engine)).toEqual(['a', 'b', 'c'])
  })

  it('that comes again with another key is in the order of that', async () => {
    const engine = await filled(withIndex)
    expect(scan(engine)).toHaveLength(2)
    await write(engine, { table: 'users', key: { id: 'c' }, item: { id: 'c', m: 'x' } })
    await alter(engine, state(defineTable({ ...users, indexes: { byN: { partitionKey: 'm' } } })))
    expect(scan(engine)).toEqual([{ id: 'c', m: 'x' }])
  })

  it('has what its last projection names', async () => {
    const engine = await filled(withIndex)
    expect(scan(engine)[0]).toHaveProperty('n')
    await alter(engine, state(defineTable({ ...users, indexes: { keys: { ...byN, projection: 'KEYS_ONLY' } } })))
    await write(engine, { table: 'users', key: { id: 'c' }, item: { id: 'c', n: 9, x: 1 } })
    expect(scan(engine, 'keys')).toContainEqual({ id: 'c', n: 9 })
  })
})

describe('a table that was dropped', () => {
  it('is not there for reads and writes, and others of the same commit are done', async () => {
    const engine = await filled()
    await engine.ensureTable(defineTable({ name: 'families', partitionKey: 'id' }))
    const late = (table: string) =>
      engine.transact(() => ({ changes: [{ table, key: { id: 'x' }, item: { id: 'x' } }], result: table }))
    const dropping = alter(engine, null)
    const results = await Promise.allSettled([dropping, late('families'), late('users'), late('families')])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect(results[2]).toMatchObject({ reason: missing })
    expect(() => engine.table('users')).toThrow(expect.objectContaining(missing))
    expect(engine.table('families').get('x')).toEqual({ id: 'x' })
  })

  it('comes again when it is defined again, by a definition that was known too, and is empty', async () => {
    const engine = await filled()
    await engine.ensureTable(users)
    await alter(engine, null)
    await engine.ensureTable(users)
    expect(idsOf(engine)).toEqual([])
  })

  it('loses an index only until a definition that was known brings it again', async () => {
    const engine = await filled()
    await engine.ensureTable(withIndex)
    await alter(engine, state(users))
    await engine.ensureTable(withIndex)
    expect(Object.keys(engine.table('users').definition.indexes)).toEqual(['byN'])
  })

  it('is no table of whoever knows it by other keys, once it came again with those', async () => {
    const engine = await filled()
    const driver = new EngineDriver(engine, { transactions: true })
    await alter(engine, null)
    await alter(engine, state(otherKey))
    const item = { id: 'a', email: 'a@zoo' }
    const partition = { name: 'id', type: 'S', value: 'a' } as const
    for (const use of [
      () => driver.write({ kind: 'put', table: users, item }),
      () => driver.write({ kind: 'delete', table: users, key: { id: 'a' } }),
      () => driver.transactWrite([{ kind: 'put', table: users, item }]),
      () => driver.get({ table: users, key: { id: 'a' } }),
      () => driver.query({ table: users, partition, descending: false }),
      () => driver.scan({ table: users }),
    ])
      await expect(use()).rejects.toThrow(/key is email \(S\), the definition says id \(S\)|ValidationError/)
    expect(idsOf(engine)).toEqual([])
    await driver.write({ kind: 'put', table: otherKey, item })
    expect(idsOf(engine)).toEqual(['a@zoo'])
  })

  it('has no index of whoever knows it by other keys, once it came again with those', async () => {
    const engine = await filled(withIndex)
    const driver = new EngineDriver(engine, { transactions: true })
    const partition = { name: 'n', type: 'N', value: 1 } as const
    const query = { table: withIndex, index: 'byN', partition, descending: false } as const
    expect((await driver.query(query)).items).toHaveLength(1)
    await alter(engine, state(users))
    await expect(driver.query(query)).rejects.toThrow('The table does not have the specified index: byN')
    await alter(engine, state(defineTable({ ...users, indexes: { byN: { partitionKey: 'id' } } })))
    for (const read of [driver.query(query), driver.scan({ table: withIndex, index: 'byN' })]) {
      await expect(read).rejects.toThrow('The key of index byN is id (S), the definition says n (N)')
    }
  })

  it('starts with what new tables start with, also with another key, and a reset goes back to that', async () => {
    let asked = 0
    const starting = new InMemory(async ({ partitionKey: { name } }) => {
      asked++
      return new LayeredItems(new Map([['start', { [name]: 'start' }]]))
    })
    const engine = await filled(users, new Engine(starting))
    expect(idsOf(engine)).toEqual(['a', 'b', 'start'])
    for (const definition of [users, otherKey, users]) {
      await alter(engine, null)
      await alter(engine, state(definition))
      expect(engine.table('users').get('start')).toEqual({ [definition.partitionKey.name]: 'start' })
      expect(idsOf(engine)).toEqual(['start'])
    }
    expect(asked).toBe(2)
    await write(engine, put('c'))
    await engine.reset()
    expect(idsOf(engine)).toEqual(['start'])
  })

  it('does not come again with a reset', async () => {
    const engine = await filled()
    await alter(engine, null)
    await engine.reset()
    expect(engine.tables.names()).toEqual([])
  })

  it('stays in a fork that was made before, and the other way round', async () => {
    const engine = await filled(withIndex)
    const fork = new Engine(new InMemory(), await engine.fork())
    await alter(engine, null)
    expect(idsOf(fork)).toEqual(['a', 'b'])
    await alter(fork, null)
    await alter(fork, state(withIndex))
    await fork.reset()
    expect(idsOf(fork)).toEqual([])
  })
})

describe('with indexes that lag', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] })
    onTestFinished(() => void vi.useRealTimers())
  })

  it('one that is added shows what was seen then, one that is gone is unknown, and a table that comes again is empty', async () => {
    const engine = await filled(users, new Engine(new InMemory(), new Tables(50)))
    const scan = () => engine.table('users').scan({ table: users, index: 'byN' }).items
    vi.advanceTimersByTime(50)
    await write(engine, put('c', 3))
    await alter(engine, state(withIndex))
    expect(scan()).toHaveLength(2)
    vi.advanceTimersByTime(50)
    expect(scan()).toHaveLength(3)
    await alter(engine, state(users))
    expect(scan).toThrow(/does not have the specified index/)
    await alter(engine, null)
    await alter(engine, state(withIndex))
    expect(scan()).toEqual([])
    await write(engine, put('d', 4))
    expect(scan()).toEqual([])
    vi.advanceTimersByTime(50)
    expect(scan()).toEqual([{ id: 'd', n: 4 }])
  })
})
