import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { animals } from './zoo.ts'

const counted = { ...animals, version: true, softDelete: 'gone' } as const

const storeOf = ({ database, table }: Context) => database().store(table(counted))

export const versions: readonly Scenario[] = theme('versions', {
  'a new item has version 1, and every change counts on': async (context) => {
    const store = storeOf(context)
    expect(await store.create({ animalId: 'leo' })).toEqual({ animalId: 'leo', version: 1 })
    expect((await store.updateFields('leo', { legs: 4 })).version).toBe(2)
    expect((await store.update('leo', ({ legs }) => [legs!.increment()])).version).toBe(3)
    expect((await store.softDelete('leo')).version).toBe(4)
    expect((await store.recover('leo')).version).toBe(5)
    expect((await store.get('leo'))!.version).toBe(5)
  },
  'put needs the version that it replaces': async (context) => {
    const store = storeOf(context)
    await refused(store.put({ animalId: 'leo' }), 'ValidationException', /put needs expectedVersion/)
    expect(await store.put({ animalId: 'leo' }, { expectedVersion: 0 })).toEqual({ animalId: 'leo', version: 1 })
    await refused(
      store.put({ animalId: 'leo' }, { expectedVersion: 0 }),
      'ConditionalCheckFailedException',
      /version is not 0/,
    )
    const read = await store.get('leo')
    expect((await store.put({ ...read!, legs: 4 }, { expectedVersion: 1 })).version).toBe(2)
    await refused(
      store.put({ ...read!, legs: 5 }, { expectedVersion: 1 }),
      'ConditionalCheckFailedException',
      /version is not 1/,
    )
    expect(await store.get('leo')).toEqual({ animalId: 'leo', legs: 4, version: 2 })
  },
  'every write can ask for a version': async (context) => {
    const store = storeOf(context)
    await store.create({ animalId: 'leo', legs: 4 })
    const wrong = { expectedVersion: 2 }
    const calls = [
      store.updateFields('leo', { legs: 3 }, wrong),
      store.update('leo', ({ legs }) => [legs!.increment()], wrong),
      store.softDelete('leo', wrong),
      store.recover('leo', wrong),
      store.purge('leo', wrong),
    ]
    for (const call of calls) await refused(call, 'ConditionalCheckFailedException', /version is not 2/)
    expect(await store.get('leo')).toEqual({ animalId: 'leo', legs: 4, version: 1 })
    expect((await store.updateFields('leo', { legs: 3 }, { expectedVersion: 1 })).version).toBe(2)
    await store.purge('leo', { expectedVersion: 2 })
    expect(await store.get('leo')).toBeUndefined()
  },
  'a missing version counts as 0': async ({ database, table }) => {
    const store = database().store(table(counted))
    await database()
      .store({ ...table(animals), softDelete: false })
      .create({ animalId: 'leo' })
    expect((await store.updateFields('leo', { legs: 4 }, { expectedVersion: 0 })).version).toBe(1)
    await database().store(table(animals)).put({ animalId: 'leo' })
    expect((await store.put({ animalId: 'leo', legs: 3 }, { expectedVersion: 0 })).version).toBe(1)
  },
  'of parallel writes that ask for one version one succeeds': async (context) => {
    const store = storeOf(context)
    await store.create({ animalId: 'leo', n: 0 })
    const settled = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => store.updateFields('leo', { n }, { expectedVersion: 1 })),
    )
    const lost = settled.filter((each) => each.status === 'rejected')
    expect(lost).toHaveLength(9)
    expect(new Set(lost.map((each) => (each.reason as Error).name))).toEqual(
      new Set(['ConditionalCheckFailedException']),
    )
    expect((await store.get('leo'))!.version).toBe(2)
  },
  "the version is the store's own": async (context) => {
    const store = storeOf(context)
    await refused(store.create({ animalId: 'leo', version: 7 }), 'ValidationException', /the store's own/)
    await store.create({ animalId: 'leo' })
    await refused(store.updateFields('leo', { version: 7 }), 'ValidationException', /the store's own/)
    await refused(
      store.update('leo', ({ version }) => [version.set(7)]),
      'ValidationException',
      /the store's own/,
    )
  },
  'a version is a whole number, and only of tables that count them': async (context) => {
    const store = storeOf(context)
    for (const expectedVersion of [-1, 0.5, 'x']) {
      const call = store.updateFields('leo', { legs: 4 }, { expectedVersion } as never)
      await refused(call, 'ValidationException', /expectedVersion must be a whole number/)
    }
    const plain = context.database().store(context.table({ ...animals, name: 'plain' }))
    await refused(plain.put({ animalId: 'leo' }, { expectedVersion: 0 }), 'ValidationException', /counts no versions/)
  },
  'versions hold in transactions': {
    needs: 'transactions',
    run: async (context) => {
      const database = context.database()
      const store = database.store(context.table(counted))
      for (const animalId of ['leo', 'nala']) await store.create({ animalId })
      const both = (expectedVersion: number): Promise<void> =>
        database.transact((tx) => {
          tx.on(store).updateFields('leo', { legs: 4 })
          tx.on(store).put({ animalId: 'nala', legs: 4 }, { expectedVersion })
        })
      await refused(both(2), 'TransactionCanceledException')
      await both(1)
      expect((await store.list()).map(({ version }) => version)).toEqual([2, 2])
    },
  },
})
