import type { Item } from '@cmz/store-core'
import { expect } from 'vitest'
import { type Scenario, theme } from '../scenario.ts'
import { animals, users, visits } from './zoo.ts'

const failed = 'ConditionalCheckFailedException'

/** How many of the calls succeeded; every other one must have failed for its condition. */
async function successes(calls: readonly Promise<unknown>[]): Promise<number> {
  const settled = await Promise.allSettled(calls)
  const names = settled.flatMap((each) => (each.status === 'rejected' ? [(each.reason as Error).name] : []))
  expect(names.filter((name) => name !== failed)).toEqual([])
  return calls.length - names.length
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

export const concurrency: readonly Scenario[] = theme('concurrency', {
  'of 200 parallel creates of one key exactly one succeeds': async ({ database, table }) => {
    const store = database().store(table(animals))
    const created: unknown[] = []
    const calls = times(200, async (index) => {
      created.push((await store.create({ animalId: 'leo', index })).index)
    })
    expect(await successes(calls)).toBe(1)
    expect(await store.list()).toEqual([{ animalId: 'leo', index: created[0] as number }])
  },
  'of parallel creates through two databases exactly one succeeds': async ({ database, table }) => {
    const definition = table(animals)
    const stores = [database().store(definition), database().store(definition)]
    expect(await successes(times(40, (index) => stores[index % 2]!.create({ animalId: 'leo', index })))).toBe(1)
  },
  'parallel creates of different keys all succeed': async ({ database, table }) => {
    const store = database().store(table(visits))
    const calls = times(60, (index) => store.create({ zoo: `z${index % 3}`, day: `d${index}`, index }))
    expect(await successes(calls)).toBe(60)
    expect(await store.list()).toHaveLength(60)
    expect((await store.query({ key: { zoo: 'z1' } })).items).toHaveLength(20)
  },
  '100 parallel updates of different attributes lose nothing': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo' })
    await Promise.all(times(100, (index) => store.updateFields('leo', { [`field${index}`]: index })))
    const fields = Object.fromEntries(times(100, (index) => [`field${index}`, index]))
    expect(await store.get('leo')).toEqual({ animalId: 'leo', ...fields })
  },
  'parallel updates of one attribute leave one of their values': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo' })
    await Promise.all(times(30, (index) => store.updateFields('leo', { a: index, b: index })))
    const item = await store.get('leo')
    expect(item?.a).toBe(item?.b)
  },
  'a condition compares and sets in one step': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo', count: 0 })
    const calls = times(50, (index) =>
      store.updateFields('leo', { count: 1, winner: index }, { if: ({ count }) => count!.eq(0) }),
    )
    expect(await successes(calls)).toBe(1)
    expect((await store.get('leo'))?.count).toBe(1)
  },
  'counting by compare-and-set under contention loses no step': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo', count: 0 })
    const step = async (): Promise<void> => {
      for (let attempt = 0; attempt < 100; attempt++) {
        const seen = (await store.get('leo'))!.count as number
        const write = store.updateFields('leo', { count: seen + 1 }, { if: ({ count }) => count!.eq(seen) })
        if ((await successes([write])) === 1) return
      }
      expect.unreachable('compare-and-set never succeeded')
    }
    await Promise.all(times(8, step))
    expect((await store.get('leo'))?.count).toBe(8)
  },
  'of parallel purges of one item exactly one succeeds': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo' })
    expect(await successes(times(30, () => store.purge('leo')))).toBe(1)
    expect(await store.get('leo')).toBeUndefined()
  },
  'an update in parallel with a purge brings nothing back': async ({ database, table }) => {
    const store = database().store(table(users))
    for (let round = 0; round < 5; round++) {
      const userId = `u${round}`
      await store.create({ userId, name: 'x' })
      await successes([store.updateFields(userId, { a: 1 }), store.purge(userId), store.updateFields(userId, { b: 1 })])
      expect(await store.get(userId)).toBeUndefined()
    }
  },
  'a table that is first used in parallel is made once': async ({ database, table }) => {
    const definition = table(animals)
    const stores = times(10, () => database().store(definition))
    await Promise.all(stores.map((store, index) => store.create({ animalId: `a${index}` })))
    expect(await stores[0]!.list()).toHaveLength(10)
  },
  'reads in parallel with writes see whole items': async ({ database, table }) => {
    const store = database().store(table({ ...animals, indexes: { byGroup: { partitionKey: 'group' } } }))
    await store.create({ animalId: 'leo', group: 'g', a: 0, b: 0 })
    const read = async (index: number): Promise<unknown> =>
      index % 2 === 0 ? store.get('leo') : (await store.query({ index: 'byGroup', key: { group: 'g' } })).items[0]
    const [seen] = await Promise.all([
      Promise.all(times(20, read)),
      Promise.all(times(20, (index) => store.updateFields('leo', { a: index, b: index }))),
    ])
    for (const item of seen as Item[]) expect(item.a).toBe(item.b)
  },
})
