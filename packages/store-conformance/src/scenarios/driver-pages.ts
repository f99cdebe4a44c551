import { expect } from 'vitest'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { all, sorted, weights } from './zoo.ts'

const indexed = {
  ...weights,
  indexes: {
    byColour: { partitionKey: 'colour', sortKey: { name: 'age', type: 'N' } },
    byAge: { kind: 'local', sortKey: { name: 'age', type: 'N' }, projection: 'KEYS_ONLY' },
  },
} as const

const partition = { name: 'animalId', type: 'S', value: 'p' } as const
const red = { name: 'colour', type: 'S', value: 'red' } as const
const even = { op: '=', left: { path: ['even'] }, right: { value: true } } as const

async function weighed({ driver, table, database }: Context) {
  const definition = table(indexed)
  const store = database().store(definition)
  const item = (animalId: string, grams: number) => ({
    animalId,
    grams,
    colour: 'red',
    age: 9 - grams,
    even: grams % 2 === 0,
  })
  await store.writeMany({
    put: ['p', 'q'].flatMap((animalId) => [0, 1, 2, 3, 4, 5].map((grams) => item(animalId, grams))),
  })
  return { definition, store, driver: driver() }
}

export const driverPages: readonly Scenario[] = theme('pages of a driver', {
  'a scan counts the limit before the filter': {
    rule: '7.12',
    run: async (context) => {
      const { definition, driver } = await weighed(context)
      const page = await driver.scan({ table: definition, filter: even, limit: 3 })
      expect(page.scanned).toBe(3)
      expect(page.items.length).toBeLessThan(3)
      expect(page.lastKey).toBeDefined()
    },
  },
  'a query tells how many it looked at, and how many met the filter': {
    rule: '7.12',
    run: async (context) => {
      const { definition, driver } = await weighed(context)
      const page = await driver.query({ table: definition, partition, descending: false, filter: even })
      expect(all(page.items, 'grams')).toEqual([0, 2, 4])
      expect(page.scanned).toBe(6)
    },
  },
  'a filter that nothing meets leaves the place where the page ended': {
    rule: '7.12',
    run: async (context) => {
      const { definition, driver } = await weighed(context)
      const filter = { op: 'exists', path: ['nothing'] } as const
      const page = await driver.query({ table: definition, partition, descending: true, filter, limit: 2 })
      expect(page).toEqual({ items: [], scanned: 2, lastKey: { animalId: 'p', grams: 4 } })
    },
  },
  'a descending query that reaches the limit at the last item still says where it stopped': {
    rule: '7.13',
    run: async (context) => {
      const { definition, driver } = await weighed(context)
      const request = { table: definition, partition, descending: true } as const
      const page = await driver.query({ ...request, limit: 6 })
      expect(page.lastKey).toEqual({ animalId: 'p', grams: 0 })
      expect(await driver.query({ ...request, limit: 6, startAfter: page.lastKey! })).toEqual({ items: [], scanned: 0 })
    },
  },
  'a scan that reaches the limit at the last item still says where it stopped': {
    rule: '7.13',
    run: async (context) => {
      const { definition, driver } = await weighed(context)
      const page = await driver.scan({ table: definition, limit: 12 })
      expect(page.scanned).toBe(12)
      expect(page.lastKey).toBeDefined()
      expect(await driver.scan({ table: definition, startAfter: page.lastKey! })).toEqual({ items: [], scanned: 0 })
      expect((await driver.scan({ table: definition, limit: 13 })).lastKey).toBeUndefined()
    },
  },
  'the place where a query of a table stopped is the key of an item': {
    rule: '7.16',
    run: async (context) => {
      const { definition, driver } = await weighed(context)
      const page = await driver.query({ table: definition, partition, descending: false, limit: 2 })
      expect(page.lastKey).toEqual({ animalId: 'p', grams: 1 })
      const scan = await driver.scan({ table: definition, limit: 5 })
      expect(Object.keys(scan.lastKey!).toSorted()).toEqual(['animalId', 'grams'])
    },
  },
  'the place where a local index stopped holds its sort key too': {
    rule: '7.16',
    run: async (context) => {
      const { definition, driver } = await weighed(context)
      const request = { table: definition, index: 'byAge', partition, descending: false, limit: 2 } as const
      expect((await driver.query(request)).lastKey).toEqual({ animalId: 'p', grams: 4, age: 5 })
    },
  },
  'the place where a projection stopped is whole, whatever it leaves out': {
    rule: '7.16',
    run: async (context) => {
      const { definition, driver } = await weighed(context)
      const request = { table: definition, partition, descending: false, limit: 2, projection: [['colour']] } as const
      const page = await driver.query(request)
      expect(page.items).toEqual([{ colour: 'red' }, { colour: 'red' }])
      expect(page.lastKey).toEqual({ animalId: 'p', grams: 1 })
    },
  },
  'a projection of a driver holds no key that is not asked for': {
    rule: '7.2',
    run: async (context) => {
      const { definition, driver } = await weighed(context)
      const get = { table: definition, key: { animalId: 'p', grams: 1 }, projection: [['age'], ['none']] } as const
      expect(await driver.get(get)).toEqual({ age: 8 })
      const query = { table: definition, index: 'byColour', partition: red, descending: false } as const
      const page = await driver.query({ ...query, projection: [['even']] })
      expect(page.items.every((item) => Object.keys(item).join() === 'even')).toBe(true)
      expect(page.items).toHaveLength(12)
    },
  },
  'a scan hands out only what is asked for': {
    rule: '7.2',
    run: async (context) => {
      const { definition, driver } = await weighed(context)
      const page = await driver.scan({ table: definition, projection: [['grams']], filter: even })
      expect(sorted(page.items, 'grams')).toEqual([0, 0, 2, 2, 4, 4])
      expect(page.items.every((item) => Object.keys(item).join() === 'grams')).toBe(true)
    },
  },
  'a count comes without items': {
    rule: '7.20',
    run: async (context) => {
      const { definition, driver } = await weighed(context)
      const query = { table: definition, partition, descending: false, countOnly: true } as const
      expect(await driver.query(query)).toEqual({ items: [], count: 6, scanned: 6 })
      expect(await driver.query({ ...query, filter: even })).toEqual({ items: [], count: 3, scanned: 6 })
      expect(await driver.scan({ table: definition, countOnly: true, filter: even })).toMatchObject({
        count: 6,
        scanned: 12,
      })
    },
  },
  'a count goes on page by page': {
    rule: '7.20',
    run: async (context) => {
      const { definition, driver } = await weighed(context)
      const query = { table: definition, partition, descending: false, countOnly: true, limit: 4 } as const
      const first = await driver.query(query)
      expect(first).toMatchObject({ count: 4, lastKey: { animalId: 'p', grams: 3 } })
      expect((await driver.query({ ...query, startAfter: first.lastKey! })).count).toBe(2)
    },
  },
  'an index goes on behind a key that never existed': {
    rule: '7.18',
    run: async (context) => {
      const { definition, driver } = await weighed(context)
      const startAfter = { animalId: 'p', grams: 77, colour: 'red', age: 6.5 }
      const request = { table: definition, index: 'byColour', partition: red, startAfter } as const
      expect(all((await driver.query({ ...request, descending: false })).items, 'age')).toEqual([7, 7, 8, 8, 9, 9])
      expect(all((await driver.query({ ...request, descending: true })).items, 'age')).toEqual([6, 6, 5, 5, 4, 4])
    },
  },
  'a cursor of an index goes on although its item moved': {
    rule: '7.18',
    run: async (context) => {
      const { store } = await weighed(context)
      const query = { index: 'byAge', key: { animalId: 'p' }, limit: 2 } as const
      const { items, cursor } = await store.query(query)
      expect(all(items, 'age')).toEqual([4, 5])
      await store.updateFields({ animalId: 'p', grams: 4 }, { age: 100 })
      expect(all((await store.query({ ...query, limit: 9, cursor })).items, 'age')).toEqual([6, 7, 8, 9, 100])
    },
  },
  'a cursor of a filtered read goes on although its item was purged': {
    rule: '7.18',
    run: async (context) => {
      const { store } = await weighed(context)
      const read = (cursor?: Awaited<ReturnType<typeof store.query>>['cursor']) =>
        store.query({ key: { animalId: 'p' }, limit: 1, cursor, where: (item) => item['even']!.eq(true) })
      const first = await read()
      await store.purge({ animalId: 'p', grams: 0 })
      const second = await read(first.cursor)
      expect(all([...first.items, ...second.items], 'grams')).toEqual([0, 2])
    },
  },
  'a local index fetches from the table what it does not hold': {
    rule: '7.21',
    run: async (context) => {
      const { store } = await weighed(context)
      const query = { index: 'byAge', key: { animalId: 'p', age: { ge: 8 } } } as const
      expect((await store.query(query)).items).toEqual([
        { animalId: 'p', grams: 1, age: 8 },
        { animalId: 'p', grams: 0, age: 9 },
      ])
      const { items } = await store.query({ ...query, projection: ['colour', 'grams'] })
      expect(items).toEqual([
        { colour: 'red', grams: 1 },
        { colour: 'red', grams: 0 },
      ])
    },
  },
  'a query goes on beyond 1 MB, in order, forwards and backwards': {
    rule: '7.15',
    run: async ({ database, table }) => {
      const store = database().store(table(weights))
      const text = 'x'.repeat(300_000)
      for (let grams = 0; grams < 5; grams++) await store.create({ animalId: 'leo', grams, text })
      const key = { animalId: 'leo' }
      expect(all((await store.query({ key })).items, 'grams')).toEqual([0, 1, 2, 3, 4])
      expect(all((await store.query({ key, order: 'descending' })).items, 'grams')).toEqual([4, 3, 2, 1, 0])
    },
  },
  'a filter goes on beyond 1 MB to the one item that meets it': {
    rule: '7.15',
    run: async ({ database, table }) => {
      const store = database().store(table(weights))
      const text = 'x'.repeat(300_000)
      for (let grams = 0; grams < 5; grams++) await store.create({ animalId: 'leo', grams, text, last: grams === 4 })
      const where = { where: (item: { last?: { eq(value: boolean): never } }) => item.last!.eq(true) } as object
      const page = await store.query({ key: { animalId: 'leo' }, limit: 1, projection: ['grams'], ...where })
      expect(page).toEqual({ items: [{ grams: 4 }] })
      expect(await store.count(where)).toBe(1)
    },
  },
  'an index no longer shows what left it': {
    rule: '8.4',
    run: async (context) => {
      const { store } = await weighed(context)
      const first = await store.page({ index: 'byColour', limit: 5 })
      await store.update({ animalId: 'p', grams: 3 }, ({ colour }) => [colour!.remove()])
      await store.purge({ animalId: 'q', grams: 3 })
      expect(first.items).toHaveLength(5)
      const now = await store.page({ index: 'byColour' })
      expect(sorted(now.items, 'grams')).toEqual([0, 0, 1, 1, 2, 2, 4, 4, 5, 5])
      expect(await store.count({ index: 'byColour' })).toBe(10)
    },
  },
})
