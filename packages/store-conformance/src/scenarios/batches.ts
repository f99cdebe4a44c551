import { Decimal } from '@cmz/store-core'
import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { all, animals, nested, sorted, users, visits, weights } from './zoo.ts'

const many = Array.from({ length: 230 }, (_, index) => ({
  animalId: `a${String(index).padStart(3, '0')}`,
  legs: index,
}))

export const batches: readonly Scenario[] = theme('batches', {
  'writeMany writes and removes any number of items': {
    rule: '9.1',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.writeMany({ put: many })
      expect(await store.list()).toEqual(many)
      await store.writeMany({ put: [{ animalId: 'b', legs: 1 }], purge: many.slice(1).map(({ animalId }) => animalId) })
      expect(await store.list()).toEqual([many[0], { animalId: 'b', legs: 1 }])
    },
  },
  'writeMany replaces what is there, and removes what is not there': {
    rule: '9.6',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      await store.create({ zoo: 'north', day: 'monday', guests: 3, rain: true })
      await store.writeMany({
        put: [{ zoo: 'north', day: 'monday', guests: 4 }],
        purge: [{ zoo: 'north', day: 'never' }],
      })
      expect(await store.list()).toEqual([{ zoo: 'north', day: 'monday', guests: 4 }])
    },
  },
  'writeMany names each item once': {
    rule: '9.4',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const twice = { put: [{ animalId: 'x' }, { animalId: 'y' }], purge: ['x'] }
      await refused(store.writeMany(twice), 'ValidationException', /duplicates/)
      await refused(
        store.writeMany({ put: [{ animalId: 'x' }, { animalId: 'x' }] }),
        'ValidationException',
        /duplicates/,
      )
      expect(await store.list()).toEqual([])
    },
  },
  'writeMany writes nothing if one item is wrong': {
    rule: '9.5',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await refused(store.writeMany({ put: [...many, { animalId: '' }] }), 'ValidationException')
      await refused(store.writeMany({ put: many, purge: [5] }), 'ValidationException')
      expect(await store.list()).toEqual([])
    },
  },
  'writeMany stamps what it puts': async ({ database, table }) => {
    const store = database().store(table(users))
    await store.writeMany({ put: [{ userId: 'ada' }, { userId: 'bob' }] })
    const [ada] = await store.list()
    expect(ada).toMatchObject({ userId: 'ada', created: { at: expect.any(String) as string } })
  },
  'writeMany tells how far it is': async ({ database, table }) => {
    const store = database().store(table(animals))
    const heard: number[] = []
    await store.writeMany({ put: many }, { onProgress: ({ done, total }) => heard.push(done / total) })
    expect(heard.at(-1)).toBe(1)
    expect(heard).toEqual(heard.toSorted((left, right) => left - right))
  },
  'getMany reads any number of items, in the order of the keys': {
    rule: '9.8',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.writeMany({ put: many })
      const keys = ['nobody', ...many.map(({ animalId }) => animalId).toReversed()]
      expect(await store.getMany(keys)).toEqual([undefined, ...many.toReversed()])
      expect(await store.getMany([])).toEqual([])
    },
  },
  'getMany hands out an item as often as it is asked for': {
    rule: '9.4',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      const key = { zoo: 'north', day: 'monday' }
      await store.create({ ...key, guests: new Set([1]) })
      const [one, none, two] = await store.getMany([key, { zoo: 'north', day: 'never' }, key])
      expect(exactly([one, none, two])).toEqual(
        exactly([{ ...key, guests: new Set([1]) }, undefined, { ...key, guests: new Set([1]) }]),
      )
    },
  },
  'getMany returns soft-deleted items unless told otherwise': async ({ database, table }) => {
    const store = database().store(table(users))
    for (const userId of ['ada', 'bob']) await store.create({ userId })
    await store.softDelete('ada')
    expect(
      all(
        (await store.getMany(['ada', 'bob'])).map((item) => item ?? {}),
        'userId',
      ),
    ).toEqual(['ada', 'bob'])
    const live = await store.getMany(['ada', 'bob'], { includeDeleted: false })
    expect(live.map((item) => item?.userId)).toEqual([undefined, 'bob'])
  },
  'a batch on a table that does not exist is refused': {
    rule: '9.9',
    run: async ({ driver, table }) => {
      const missing = table({ ...animals, name: 'missing' })
      await refused(driver().batchGet([{ table: missing, key: { animalId: 'x' } }]), 'ResourceNotFoundException')
      const put = { kind: 'put', table: missing, item: { animalId: 'x' } } as const
      await refused(driver().batchWrite([put]), 'ResourceNotFoundException')
    },
  },
  'writeMany knows a key of a number by its value': {
    rule: '9.4',
    run: async ({ database, table }) => {
      const store = database().store(table(weights))
      const put = [
        { animalId: 'leo', grams: 1 },
        { animalId: 'leo', grams: new Decimal('1.0') },
      ]
      await refused(store.writeMany({ put }), 'ValidationException', /duplicates/)
      await refused(
        store.writeMany({ put: [put[0]!], purge: [{ grams: 1n, animalId: 'leo' }] }),
        'ValidationException',
        /duplicates/,
      )
      expect(await store.list()).toEqual([])
    },
  },
  'getMany finds a key of a number however often and however it is written': {
    rule: '9.4',
    run: async ({ database, table }) => {
      const store = database().store(table(weights))
      const item = { animalId: 'leo', grams: 1, name: 'Leo' }
      await store.create(item)
      const keys = [1, new Decimal('1.0'), 1n].map((grams) => ({ animalId: 'leo', grams }))
      expect(await store.getMany(keys)).toEqual([item, item, item])
    },
  },
  'a batch of nothing does nothing': {
    rule: '9.3',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo' })
      await store.writeMany({})
      await store.writeMany({ put: [], purge: [] })
      expect(await store.getMany([])).toEqual([])
      expect(await store.list()).toEqual([{ animalId: 'leo' }])
    },
  },
  'a driver does 25 writes at once': {
    rule: '9.1',
    run: async ({ driver, database, table }) => {
      const definition = table(animals)
      const store = database().store(definition)
      await store.create({ animalId: 'old' })
      const puts = many.slice(0, 24).map((item) => ({ kind: 'put', table: definition, item }) as const)
      const rest = { kind: 'delete', table: definition, key: { animalId: 'old' } } as const
      expect(await driver().batchWrite([...puts, rest])).toEqual([])
      expect(await store.list()).toEqual(many.slice(0, 24))
    },
  },
  'a driver reads 100 items at once': {
    rule: '9.2',
    run: async ({ driver, database, table }) => {
      const definition = table(animals)
      await database()
        .store(definition)
        .writeMany({ put: many.slice(0, 100) })
      const requests = many.slice(0, 100).map(({ animalId }) => ({ table: definition, key: { animalId } }))
      const { items, unprocessed } = await driver().batchGet(requests)
      expect(unprocessed).toEqual([])
      expect(sorted(items, 'legs')).toEqual(Array.from({ length: 100 }, (_, index) => index))
    },
  },
  'a driver that finds nothing of a batch leaves nothing over': {
    rule: '9.7',
    run: async ({ driver, table }) => {
      const definition = table(animals)
      await driver().ensureTable(definition)
      const requests = ['a', 'b'].map((animalId) => ({ table: definition, key: { animalId } }))
      expect(await driver().batchGet(requests)).toEqual({ items: [], unprocessed: [] })
    },
  },
  'a driver batches over several tables': {
    rule: '9.8',
    run: async ({ driver, table }) => {
      const [one, two] = [table({ ...animals, name: 'one' }), table({ ...animals, name: 'two' })]
      await driver().ensureTable(one, two)
      const key = { animalId: 'leo' }
      const left = await driver().batchWrite([
        { kind: 'put', table: one, item: { ...key, from: 'one' } },
        { kind: 'put', table: two, item: { ...key, from: 'two' } },
      ])
      expect(left).toEqual([])
      const { items } = await driver().batchGet([
        { table: two, key },
        { table: one, key },
      ])
      expect(sorted(items, 'from')).toEqual(['one', 'two'])
    },
  },
  'what is wrong deep in one item keeps a whole batch from being written': {
    rule: '9.5',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      for (const wrong of [Number.NaN, [new Set()], { a: { b: 1e126 } }, nested(32)]) {
        const put = [...many.slice(0, 60), { animalId: 'leo', wrong }] as never
        await refused(store.writeMany({ put }), 'ValidationException')
      }
      expect(await store.list()).toEqual([])
    },
  },
  'an aborted batch ends with the reason': async ({ database, table }) => {
    const store = database().store(table(animals))
    const gone = AbortSignal.abort(new Error('enough'))
    await expect(store.writeMany({ put: many }, { signal: gone })).rejects.toThrow('enough')
    await expect(store.getMany(['a'], { signal: gone })).rejects.toThrow('enough')
    expect(await store.list()).toEqual([])
  },
})
