import { describe, expect, it } from 'vitest'
import { RecordingDriver } from '../test/recording-driver.ts'
import type { DatabaseOptions } from './connection.ts'
import { Database } from './database.ts'
import { StoreError, ValidationException } from './errors.ts'
import { defineTable, type Table } from './table.ts'
import { and, not, type Where } from './where.ts'

const tables = [
  defineTable({ name: 'things', partitionKey: 'id', version: true, timeToLive: 'until' }),
  defineTable({ name: 'sorted', partitionKey: 'id', sortKey: 's', unique: { a: true } }),
]
const trap = (): never => {
  throw new Error('a trap')
}
/** What untyped code may hand in, in place of anything. */
const odd: readonly unknown[] = [
  undefined,
  null,
  0,
  Number.NaN,
  '',
  'x',
  true,
  Symbol('s'),
  10n,
  [],
  [undefined],
  {},
  { key: null },
  new Map(),
  () => undefined,
  () => [null],
  () => ({ op: '=' }),
  async () => [],
  new Date(Number.NaN),
  Object.create(null),
  new Proxy({}, { get: trap, ownKeys: trap }),
  { put: [null] },
  { purge: 5 },
  { where: 5 },
  { projection: [[]] },
]
const calls = [
  'get',
  'list',
  'count',
  'page',
  'query',
  'create',
  'put',
  'updateFields',
  'update',
  'softDelete',
] as const
const more = ['recover', 'purge', 'getMany', 'writeMany', 'as', 'newId'] as const

type Untyped = Readonly<Record<string, (...input: readonly unknown[]) => unknown>>

function opened(options: DatabaseOptions = {}): Database {
  return new Database(async () => new RecordingDriver(), options)
}

/** Whether an error was thought of: one of the store, or a TypeError that is not the runtime's own. */
function isMeant(error: unknown): boolean {
  if (error instanceof StoreError) return true
  const message = (error as Error).message
  if (message === 'a trap') return true // which the caller set himself
  return error instanceof TypeError && !/^Cannot|is not a function|is not iterable|Invalid value used/.test(message)
}

async function unmeant(call: () => unknown): Promise<string[]> {
  try {
    await call()
    return []
  } catch (error) {
    return isMeant(error) ? [] : [String(error)]
  }
}

describe('odd input', () => {
  it.each([...calls, ...more])('of %s is refused in words, not by a crash', async (name) => {
    const faults: string[] = []
    for (const table of tables) {
      const store = opened().store(table as Table) as unknown as Untyped
      for (const each of odd) {
        for (const input of [
          [],
          [each],
          ['x', each],
          [{ id: 'x', s: 'y' }, each],
          ['x', each, each],
          ['x', {}, each],
        ]) {
          faults.push(...(await unmeant(() => store[name]!(...input))))
        }
      }
    }
    expect(faults).toEqual([])
  })

  it('of a database and of transactions too', async () => {
    const faults: string[] = []
    for (const each of odd as readonly never[]) {
      const database = opened()
      const things = database.store('things', 'id')
      const all: readonly (() => unknown)[] = [
        () => database.store(each),
        () => database.store('things', each),
        () => database.open(each),
        () => database.describeTable(each),
        () => database.transact(each),
        () => database.transact((tx) => tx.on(things).purge('a'), each),
        () => database.transact((tx) => tx.on(each)),
        () => database.transact((tx) => tx.on(things).check('a', each)),
        () => database.transact((tx) => tx.on(things).update('a', each)),
        () => database.transactGet(each),
        () => database.transactGet(() => each),
        () => database.transactGet((tx) => [tx.get(things, each)]),
        () => defineTable(each),
        ...['partitionKey', 'sortKey', 'indexes', 'idPrefix', 'unique', 'attributes', 'schema'].map(
          (name) => () => defineTable({ name: 'things', partitionKey: 'id', [name]: each }),
        ),
        () => defineTable({ name: 'things', partitionKey: 'id', indexes: { byA: each } }),
        () => new Database(async () => new RecordingDriver(), each),
        () => opened({ now: each }).store(tables[0]!).create({}),
      ]
      for (const call of all) faults.push(...(await unmeant(call)))
    }
    expect(faults).toEqual([])
  })

  it('of a condition, inside another one too', async () => {
    const store = opened().store('things', 'id')
    const wrong = [
      undefined,
      {},
      { op: '=' },
      { op: 'in', of: { path: ['a'] } },
      { op: 'type', path: ['a'], type: 'X' },
    ]
    for (const each of wrong as never[]) {
      for (const where of [() => each, () => and(each), () => not(each)] as Where<never>[]) {
        await expect(store.list({ where: where as never })).rejects.toBeInstanceOf(ValidationException)
        await expect(store.list({ where: where as never })).rejects.toThrow(
          'A condition is a function that returns one',
        )
      }
    }
  })

  it('of an option of a database is the mistake of the programmer', async () => {
    expect(() => opened({ now: 5 as never })).toThrow('The option now of a database is a function, not number')
    const store = opened({ now: () => new Date(Number.NaN) }).store('things', 'id')
    await expect(store.create({})).rejects.toThrow(
      'The option now of a database answers with a valid Date, not an invalid one',
    )
  })

  it('of an update is an attribute with too long a name (rule 1.21)', async () => {
    const store = opened().store('things', 'id')
    const [longest, longer] = ['é'.repeat(32_767), 'é'.repeat(32_768)]
    for (const name of [longer, '__proto__']) {
      for (const update of [
        store.update('a', (item) => [item[name]!.set(1)]),
        store.update('a', (item) => [item['map']!.member(name).remove()]),
        store.updateFields('a', Object.fromEntries([[name, 1]])),
        store.list({ where: (item) => item[name]!.exists() }),
      ]) {
        await expect(update).rejects.toThrow(/^(Attribute name is too large|An attribute cannot be called)/)
      }
    }
    await store.update('a', (item) => [item[longest]!.set(1)])
  })

  it('of list is a number of readers that nobody has use for', async () => {
    const store = opened().store('things', 'id')
    await expect(store.list({ parallel: 1001 })).rejects.toThrow(
      'parallel must be a whole number from 1 to 1000, got 1001',
    )
    expect(await store.list({ parallel: 1000 })).toEqual([])
  })
})

it('a transaction with too many unique values says which actions are not the caller’s', async () => {
  const database = opened()
  const store = database.store(defineTable({ name: 'members', partitionKey: 'id', unique: { email: true } }))
  const call = database.transact((tx) => {
    for (let index = 0; index < 60; index++) tx.on(store).create({ email: `${index}` })
  })
  await expect(call).rejects.toThrow('it has 121: 60 actions, and 61 for the unique values that they take and give')
})
