import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { upTo } from '../up-to.ts'
import { all, animals, days, sorted, visits, weights } from './zoo.ts'

async function weighed({ database, table }: Context) {
  const store = database().store(table({ ...weights, indexes: { byColour: { partitionKey: 'colour' } } }))
  const put = ['p', 'q'].flatMap((animalId) => [0, 1, 2, 3, 4, 5].map((grams) => ({ animalId, grams, colour: 'red' })))
  await store.writeMany({ put })
  return store
}

export const segments: readonly Scenario[] = theme('segments', {
  'segments do not overlap and together are the table': {
    rule: '8.2',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const ids = Array.from({ length: 40 }, (_, index) => `a${String(index).padStart(2, '0')}`)
      await store.writeMany({ put: ids.map((animalId) => ({ animalId })) })
      const parts = await Promise.all(
        [0, 1, 2].map((number) => upTo(50, store.each({ segment: { number, of: 3 }, limit: 4 }))),
      )
      expect(sorted(parts.flat(), 'animalId')).toEqual(ids)
      expect(parts.every((part) => part.length < 40)).toBe(true)
    },
  },
  'list is the same with many readers': {
    rule: '8.2',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      for (const zoo of ['north', 'south', 'east']) for (const day of days) await store.create({ zoo, day })
      expect(await store.list({ parallel: 4 })).toEqual(await store.list())
    },
  },
  'a segment is one of those there are': {
    rule: '8.3',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      await refused(store.page({ segment: { number: 2, of: 2 } }), 'ValidationException', /segment must be/)
      await refused(store.page({ segment: { number: -1, of: 2 } }), 'ValidationException', /segment must be/)
      await refused(store.page({ segment: { number: 0, of: 1_000_001 } }), 'ValidationException', /segment must be/)
      await refused(
        store.query({ key: { zoo: 'x' }, segment: { number: 0, of: 2 } }),
        'ValidationException',
        /no segments/,
      )
    },
  },
  'a cursor belongs to its segment': {
    rule: '8.2',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.writeMany({ put: Array.from({ length: 20 }, (_, index) => ({ animalId: `a${index}` })) })
      const { cursor } = await store.page({ segment: { number: 0, of: 2 }, limit: 1 })
      await refused(
        store.page({ segment: { number: 1, of: 2 }, limit: 1, cursor }),
        'ValidationException',
        /another query/,
      )
    },
  },
  'more segments than items are empty, but for those that hold them': {
    rule: '8.2',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.writeMany({ put: ['a', 'b', 'c'].map((animalId) => ({ animalId })) })
      const parts = await Promise.all(
        Array.from({ length: 20 }, (_, number) => store.page({ segment: { number, of: 20 } })),
      )
      expect(
        sorted(
          parts.flatMap(({ items }) => items),
          'animalId',
        ),
      ).toEqual(['a', 'b', 'c'])
    },
  },
  'one segment is the whole table': {
    rule: '8.3',
    run: async (context) => {
      const store = await weighed(context)
      expect((await store.page({ segment: { number: 0, of: 1 } })).items).toHaveLength(12)
    },
  },
  'items of one partition are in one segment, in their order': {
    rule: '8.2',
    run: async (context) => {
      const store = await weighed(context)
      const parts = await Promise.all([0, 1].map((number) => store.page({ segment: { number, of: 2 } })))
      for (const animalId of ['p', 'q']) {
        const found = parts.map(({ items }) => items.filter((item) => item.animalId === animalId))
        expect(found.map((items) => items.length).toSorted((left, right) => left - right)).toEqual([0, 6])
        expect(all(found.flat(), 'grams')).toEqual([0, 1, 2, 3, 4, 5])
      }
    },
  },
  'segments of an index together are the index': {
    rule: '8.2',
    run: async (context) => {
      const store = await weighed(context)
      await store.create({ animalId: 'r', grams: 0 })
      const parts = await Promise.all(
        [0, 1, 2, 3].map((number) => store.page({ index: 'byColour', segment: { number, of: 4 } })),
      )
      expect(parts.flatMap(({ items }) => items)).toHaveLength(12)
    },
  },
})
