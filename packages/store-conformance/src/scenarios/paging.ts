import type { Cursor, Item, Page } from '@cmz/store-core'
import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { all, animals, bytes, sorted, weights } from './zoo.ts'

const count = 10

async function weighed({ database, table }: Context) {
  const byColour = { partitionKey: 'colour', sortKey: { name: 'age', type: 'N' } } as const
  const store = database().store(table({ ...weights, indexes: { byColour } }))
  for (let grams = 0; grams < count; grams++) {
    await store.create({ animalId: 'p', grams, even: grams % 2 === 0, colour: 'red', age: Math.floor(grams / 4) })
  }
  return store
}

/** Follows the cursors to the end; a backend that goes round in circles is stopped. */
async function pages(read: (cursor: Cursor | undefined) => Promise<Page<Item>>): Promise<Item[][]> {
  const found: Item[][] = []
  let cursor: Cursor | undefined
  do {
    const page = await read(cursor)
    found.push(page.items)
    cursor = page.cursor
  } while (cursor !== undefined && found.length < 50)
  expect(cursor, 'the pages come to an end').toBeUndefined()
  return found
}

const grams = (items: readonly Item[]): unknown[] => all(items, 'grams')

export const paging: readonly Scenario[] = theme('paging', {
  'pages of a query hold each item once, in order': async (context) => {
    const store = await weighed(context)
    for (const limit of [1, 3, 4]) {
      const found = await pages((cursor) => store.query({ key: { animalId: 'p' }, limit, cursor }))
      expect(grams(found.flat())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
      expect(found.map((items) => items.length)).toEqual(
        Array.from({ length: Math.ceil(count / limit) }, (_, index) => Math.min(limit, count - index * limit)),
      )
    }
  },
  'pages of a descending query run backwards': {
    rule: '7.17',
    run: async (context) => {
      const store = await weighed(context)
      const query = { key: { animalId: 'p' }, order: 'descending', limit: 4 } as const
      const found = await pages((cursor) => store.query({ ...query, cursor }))
      expect(found.map(grams)).toEqual([
        [9, 8, 7, 6],
        [5, 4, 3, 2],
        [1, 0],
      ])
    },
  },
  'pages keep within the condition on the sort key': async (context) => {
    const store = await weighed(context)
    const key = { animalId: 'p', grams: { between: [2, 7] } } as const
    const found = await pages((cursor) => store.query({ key, limit: 4, cursor }))
    expect(found.map(grams)).toEqual([
      [2, 3, 4, 5],
      [6, 7],
    ])
  },
  'a page that holds everything has no cursor': async (context) => {
    const store = await weighed(context)
    for (const limit of [count, count + 1]) {
      const page = await store.query({ key: { animalId: 'p' }, limit })
      expect(page.items).toHaveLength(count)
      expect(page).not.toHaveProperty('cursor')
    }
  },
  'a page is full although the filter leaves items out': {
    rule: '7.12',
    run: async (context) => {
      const store = await weighed(context)
      const query = { key: { animalId: 'p' }, limit: 2 }
      const found = await pages((cursor) => store.query({ ...query, cursor, where: ({ even }) => even!.eq(true) }))
      expect(found.map(grams)).toEqual([[0, 2], [4, 6], [8]])
    },
  },
  'a filter that only the last item meets finds it on the first page': {
    rule: '7.12',
    run: async (context) => {
      const store = await weighed(context)
      const page = await store.query({ key: { animalId: 'p' }, limit: 1, where: ({ even }) => even!.eq(false) })
      expect(grams(page.items)).toEqual([1])
      const last = await store.page({ limit: 1, where: (item) => item.grams!.eq(9) })
      expect(grams(last.items)).toEqual([9])
      expect(last.cursor).toBeUndefined()
    },
  },
  'a cursor exists only if another match does': async (context) => {
    const store = await weighed(context)
    const key = { animalId: 'p' }
    const more = await store.query({ key, limit: 4, where: ({ even }) => even!.eq(true) })
    expect(grams(more.items)).toEqual([0, 2, 4, 6])
    expect(more.cursor).toBeDefined()
    const last = await store.query({ key, limit: 5, where: ({ even }) => even!.eq(true) })
    expect(grams(last.items)).toEqual([0, 2, 4, 6, 8])
    expect(last.cursor).toBeUndefined()
  },
  'pages of a whole table hold each item once': {
    rule: '8.1',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const ids = Array.from({ length: 23 }, (_, index) => `a${String(index).padStart(2, '0')}`)
      await Promise.all(ids.map((animalId) => store.create({ animalId })))
      const found = await pages((cursor) => store.page({ limit: 5, cursor }))
      expect(found.map((items) => items.length)).toEqual([5, 5, 5, 5, 3])
      expect(sorted(found.flat(), 'animalId')).toEqual(ids)
    },
  },
  'pages of a whole table are full although the filter leaves items out': {
    rule: '7.12',
    run: async (context) => {
      const store = await weighed(context)
      for (const animalId of ['q', 'r']) await store.create({ animalId, grams: 0, even: true })
      const found = await pages((cursor) => store.page({ limit: 3, cursor, where: ({ even }) => even!.eq(true) }))
      expect(found.map((items) => items.length)).toEqual([3, 3, 1])
    },
  },
  'pages of an index lose no items with equal keys': {
    rule: '2.16',
    run: async (context) => {
      const store = await weighed(context)
      for (const limit of [1, 3]) {
        const query = { index: 'byColour', key: { colour: 'red' }, limit } as const
        const found = (await pages((cursor) => store.query({ ...query, cursor }))).flat()
        expect(all(found, 'age')).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2])
        expect(new Set(grams(found)).size).toBe(count)
      }
    },
  },
  'pages of an index run backwards too': {
    rule: '7.17',
    run: async (context) => {
      const store = await weighed(context)
      const query = { index: 'byColour', key: { colour: 'red' }, order: 'descending', limit: 3 } as const
      const found = (await pages((cursor) => store.query({ ...query, cursor }))).flat()
      expect(all(found, 'age')).toEqual([2, 2, 1, 1, 1, 1, 0, 0, 0, 0])
      expect(new Set(grams(found)).size).toBe(count)
    },
  },
  'pages of a whole index hold each of its items once': {
    rule: '8.4',
    run: async (context) => {
      const store = await weighed(context)
      await store.create({ animalId: 'q', grams: 0 })
      const found = await pages((cursor) => store.page({ index: 'byColour', limit: 4, cursor }))
      expect(found.map((items) => items.length)).toEqual([4, 4, 2])
      expect(sorted(found.flat(), 'grams')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    },
  },
  'pages of a local index lose no items with equal keys': {
    rule: '2.16',
    run: async ({ database, table }) => {
      const byAge = { kind: 'local', sortKey: { name: 'age', type: 'N' } } as const
      const store = database().store(table({ ...weights, indexes: { byAge } }))
      for (let index = 0; index < 7; index++) await store.create({ animalId: 'p', grams: index, age: index % 2 })
      const query = { index: 'byAge', key: { animalId: 'p' }, limit: 2 } as const
      const found = (await pages((cursor) => store.query({ ...query, cursor }))).flat()
      expect(all(found, 'age')).toEqual([0, 0, 0, 0, 1, 1, 1])
      expect(new Set(grams(found)).size).toBe(7)
    },
  },
  'pages of tables with keys of numbers and of bytes hold each item once': async ({ database, table }) => {
    for (const type of ['N', 'B'] as const) {
      const store = database().store(table({ ...animals, name: type, partitionKey: { name: 'id', type } }))
      for (let index = 0; index < 7; index++) await store.create({ id: type === 'N' ? index / 4 : bytes(index, 255) })
      const found = (await pages((cursor) => store.page({ limit: 3, cursor }))).flat()
      expect(new Set(found.map(({ id }) => JSON.stringify(exactly(id)))).size).toBe(7)
      expect(found).toHaveLength(7)
    }
  },
  'a cursor continues although its item was purged': {
    rule: '7.18',
    run: async (context) => {
      const store = await weighed(context)
      const query = { key: { animalId: 'p' }, limit: 3 }
      const { items, cursor } = await store.query(query)
      expect(grams(items)).toEqual([0, 1, 2])
      await store.purge({ animalId: 'p', grams: 2 })
      expect(grams((await store.query({ ...query, cursor })).items)).toEqual([3, 4, 5])
    },
  },
  'a cursor of a whole table continues although its item was purged': {
    rule: '7.18',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      for (let index = 0; index < 7; index++) await store.create({ animalId: `a${index}` })
      const first = await store.page({ limit: 3 })
      await store.purge(first.items[2]!.animalId!)
      const rest = await store.page({ limit: 10, cursor: first.cursor })
      expect(rest.items).toHaveLength(4)
      expect(new Set(all([...first.items, ...rest.items], 'animalId')).size).toBe(7)
    },
  },
  'a page shows what was written ahead of its cursor, not behind': async (context) => {
    const store = await weighed(context)
    const query = { key: { animalId: 'p' }, limit: 3 }
    const { cursor } = await store.query(query)
    await store.create({ animalId: 'p', grams: -1 })
    await store.create({ animalId: 'p', grams: 2.5 })
    expect(grams((await store.query({ ...query, cursor })).items)).toEqual([2.5, 3, 4])
  },
  'a page holds 100 items unless told otherwise': async ({ database, table }) => {
    const store = database().store(table(weights))
    const all101 = Array.from({ length: 101 }, (_, index) => store.create({ animalId: 'p', grams: index }))
    await Promise.all(all101)
    const first = await store.query({ key: { animalId: 'p' } })
    expect(first.items).toHaveLength(100)
    const second = await store.query({ key: { animalId: 'p' }, cursor: first.cursor })
    expect(grams(second.items)).toEqual([100])
    expect(second.cursor).toBeUndefined()
  },
  'each goes through all pages': async (context) => {
    const store = await weighed(context)
    const found: unknown[] = []
    for await (const item of store.each({ key: { animalId: 'p' }, limit: 3 })) {
      found.push(item.grams)
      if (found.length > count) break
    }
    expect(found).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  },
  'each stops where the loop does': async (context) => {
    const store = await weighed(context)
    const found: unknown[] = []
    for await (const item of store.each({ key: { animalId: 'p' }, limit: 2 })) {
      found.push(item.grams)
      if (found.length === 3) break
    }
    expect(found).toEqual([0, 1, 2])
  },
})
