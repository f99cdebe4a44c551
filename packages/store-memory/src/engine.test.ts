import { defineTable, type Projection, type StoreError } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import type { Change, Durability, View } from './durability.ts'
import { Engine } from './engine.ts'
import { InMemory } from './in-memory.ts'

const table = defineTable({ name: 'users', partitionKey: 'id' })
const put = (id: string, n = 1): Change => ({ table: 'users', key: { id }, item: { id, n } })

/** Durability that a test can hold up, fail, or surprise. */
class Journal implements Durability {
  readonly commits: string[][] = []
  /** What `begin` waits for. */
  gate: Promise<void> | undefined
  /** What an acknowledgement waits for. */
  syncing: Promise<void> | undefined
  fault: Error | undefined

  attach(): void {}
  catchUp(): undefined {}
  begin(): Promise<void> | undefined {
    return this.gate
  }
  append(changes: readonly Change[]): void {
    if (this.fault !== undefined) throw this.fault
    this.commits.push(changes.map(({ key }) => key['id'] as string))
  }
  end(): void {}
  lasting(): Promise<void> | undefined {
    return this.syncing
  }
  prepare(): undefined {}
  define(): ReadonlyMap<string, undefined> {
    return new Map()
  }
  reset(): ReadonlyMap<string, undefined> {
    return new Map()
  }
  async fold(): Promise<void> {}
  async close(): Promise<void> {}
}

async function engineWith(durability: Durability = new InMemory()): Promise<Engine> {
  const engine = new Engine(durability)
  await engine.ensureTable(table)
  return engine
}

const idsOf = (engine: Engine): string[] => [...engine.table('users').freeze().entries()].map(([text]) => text)

describe('transact', () => {
  it('applies all changes of a callback, or none where it throws', async () => {
    const engine = await engineWith()
    await engine.transact(() => ({ changes: [put('a'), put('b')], result: undefined }))
    await expect(
      engine.transact(() => {
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(idsOf(engine)).toEqual(['a', 'b'])
  })

  it('runs callbacks one after the other, each on the state the one before left', async () => {
    const engine = await engineWith()
    const increment = (view: View) => {
      const n = Number(view.get('users', { id: 'a' })?.['n'] ?? 0) + 1
      return { changes: [put('a', n)], result: n }
    }
    const results = await Promise.all(Array.from({ length: 50 }, () => engine.transact(increment)))
    expect(results).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
  })

  it('commits together what waits, and applies it when it may be committed', async () => {
    const journal = new Journal()
    const engine = await engineWith(journal)
    const gate = Promise.withResolvers<void>()
    journal.gate = gate.promise
    const writes = ['a', 'b', 'c', 'd'].map((id) => engine.transact(() => ({ changes: [put(id)], result: id })))
    let answered = 0
    for (const write of writes) void write.then(() => answered++)
    await new Promise(setImmediate)
    expect([answered, idsOf(engine)]).toEqual([0, []])
    gate.resolve()
    await Promise.all(writes)
    expect(journal.commits).toEqual([['a', 'b', 'c', 'd']])
  })

  it('answers only once it lasts, also what failed on account of it, and commits others meanwhile', async () => {
    const journal = new Journal()
    const engine = await engineWith(journal)
    const sync = Promise.withResolvers<void>()
    journal.syncing = sync.promise
    const create = () =>
      engine.transact((view) => {
        if (view.get('users', { id: 'a' }) !== undefined) throw new Error('exists')
        return { changes: [put('a')], result: 'created' }
      })
    const answers: string[] = []
    const first = create().then((answer) => answers.push(answer))
    const second = create().catch((error: Error) => answers.push(error.message))
    await new Promise(setImmediate)
    const third = engine.transact(() => ({ changes: [put('b')], result: undefined }))
    await new Promise(setImmediate)
    expect([answers, idsOf(engine)]).toEqual([[], ['a', 'b']])
    sync.resolve()
    await Promise.all([first, second, third])
    expect(answers).toEqual(['created', 'exists'])
  })

  it('tells all who stood on it where it is not known whether it lasts', async () => {
    const journal = new Journal()
    const engine = await engineWith(journal)
    journal.syncing = Promise.reject(new Error('outcome unknown'))
    await expect(engine.transact(() => ({ changes: [put('a')], result: 1 }))).rejects.toThrow('outcome unknown')
  })

  it('applies nothing of a commit that fails, and tells all who stood on it', async () => {
    const journal = new Journal()
    const engine = await engineWith(journal)
    journal.fault = new Error('disk full')
    const results = await Promise.allSettled([
      engine.transact(() => ({ changes: [put('a')], result: 1 })),
      engine.transact((view) => {
        if (view.get('users', { id: 'a' })) throw new Error('exists')
        return { changes: [put('a')], result: 2 }
      }),
    ])
    expect(results.map((result) => result.status === 'rejected' && (result.reason as Error).message)).toEqual([
      'disk full',
      'disk full',
    ])
    expect(idsOf(engine)).toEqual([])
    journal.fault = undefined
    await engine.transact(() => ({ changes: [put('a')], result: 1 }))
    expect(idsOf(engine)).toEqual(['a'])
  })

  it('takes all changes of a callback or none, where one names a table that nobody defined', async () => {
    const engine = await engineWith()
    const changes = [put('a'), { ...put('b'), table: 'nobody' }]
    await expect(engine.transact(() => ({ changes, result: 1 }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
    expect(idsOf(engine)).toEqual([])
  })

  it('waits for what is under way on close, and then refuses', async () => {
    const journal = new Journal()
    const engine = await engineWith(journal)
    const write = engine.transact(() => ({ changes: [put('a')], result: 'done' }))
    await engine.close()
    expect(await write).toBe('done')
    expect(journal.commits).toEqual([['a']])
    await expect(engine.transact(() => ({ changes: [], result: 1 }))).rejects.toMatchObject({
      name: 'StoreClosedException',
    })
  })
})

describe('ensureTable', () => {
  it('adds and fills the indexes that a further definition brings', async () => {
    const engine = await engineWith()
    await engine.transact(() => ({ changes: [put('a', 1), put('b', 2)], result: undefined }))
    const wider = defineTable({
      name: 'users',
      partitionKey: 'id',
      indexes: { byN: { partitionKey: { name: 'n', type: 'N' } } },
    })
    await engine.ensureTable(wider)
    const request = {
      table: wider,
      index: 'byN',
      partition: { name: 'n', type: 'N', value: 2 },
      descending: false,
    } as const
    expect(engine.table('users').query(request).items).toEqual([{ id: 'b', n: 2 }])
    expect(Object.keys(engine.table('users').definition.indexes)).toEqual(['byN'])
  })

  it('keeps items that a new index cannot hold, out of that index', async () => {
    const engine = await engineWith()
    const wrong: Change = { table: 'users', key: { id: 'a' }, item: { id: 'a', n: 'one' } }
    await engine.transact(() => ({ changes: [wrong, put('b', 2)], result: undefined }))
    const wider = defineTable({
      name: 'users',
      partitionKey: 'id',
      indexes: { byN: { partitionKey: { name: 'n', type: 'N' } } },
    })
    await engine.ensureTable(wider)
    expect(engine.table('users').scan({ table: wider, index: 'byN' }).items).toEqual([{ id: 'b', n: 2 }])
    expect(idsOf(engine)).toEqual(['a', 'b'])
  })

  it('gives every definition of an index at least what its projection names', async () => {
    const engine = new Engine(new InMemory())
    const withProjection = (projection: Projection) =>
      defineTable({
        name: 'users',
        partitionKey: 'id',
        indexes: { byN: { partitionKey: { name: 'n', type: 'N' }, projection } },
      })
    const scan = () => engine.table('users').scan({ table, index: 'byN' }).items
    await engine.ensureTable(withProjection('KEYS_ONLY'))
    await engine.transact(() => ({
      changes: [{ table: 'users', key: { id: 'a' }, item: { id: 'a', n: 1, x: 1, y: 2 } }],
      result: undefined,
    }))
    expect(scan()).toEqual([{ id: 'a', n: 1 }])
    await engine.ensureTable(withProjection(['x']), withProjection(['y']))
    expect(scan()).toEqual([{ id: 'a', n: 1, x: 1, y: 2 }])
    await engine.ensureTable(withProjection('ALL'))
    expect(engine.table('users').definition.indexes['byN']?.projection).toBe('ALL')
  })

  it('opens all tables of a call, or none', async () => {
    const journal = new Journal()
    journal.define = () => {
      throw new Error('the second is damaged')
    }
    const engine = new Engine(journal)
    const other = defineTable({ name: 'families', partitionKey: 'id' })
    await expect(engine.ensureTable(table, other)).rejects.toThrow('damaged')
    expect(() => engine.table('users')).toThrow(expect.objectContaining({ name: 'ResourceNotFoundException' }))
  })

  it.each([
    ['another name of the key', { name: 'users', partitionKey: 'userId' }],
    ['another type of the key', { name: 'users', partitionKey: { name: 'id', type: 'N' } }],
    ['a sort key more', { name: 'users', partitionKey: 'id', sortKey: 'at' }],
  ] as const)('refuses %s', async (_what, input) => {
    const engine = await engineWith()
    await expect(engine.ensureTable(defineTable(input))).rejects.toMatchObject({
      name: 'ValidationException',
      table: 'users',
    })
  })

  it('keeps a broken table from every use until it is healed', async () => {
    const engine = await engineWith()
    const error = Object.assign(new Error('broken'), { name: 'CorruptFileException' }) as StoreError
    engine.tables.break('users', error)
    expect(() => engine.table('users')).toThrow('broken')
    await expect(engine.transact((view) => ({ changes: [], result: view.get('users', { id: 'a' }) }))).rejects.toBe(
      error,
    )
    engine.tables.heal('users')
    expect(idsOf(engine)).toEqual([])
  })
})
