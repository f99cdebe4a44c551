import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { upTo } from '../up-to.ts'
import { animals, days, sorted, visits } from './zoo.ts'

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
  'list is the same with many readers': async ({ database, table }) => {
    const store = database().store(table(visits))
    for (const zoo of ['north', 'south', 'east']) for (const day of days) await store.create({ zoo, day })
    expect(await store.list({ parallel: 4 })).toEqual(await store.list())
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
  'a cursor belongs to its segment': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.writeMany({ put: Array.from({ length: 20 }, (_, index) => ({ animalId: `a${index}` })) })
    const { cursor } = await store.page({ segment: { number: 0, of: 2 }, limit: 1 })
    await refused(
      store.page({ segment: { number: 1, of: 2 }, limit: 1, cursor }),
      'ValidationException',
      /another query/,
    )
  },
})
