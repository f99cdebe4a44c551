import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { animals, sorted, users, visits } from './zoo.ts'

/** Every item, but no more than so many and one: a backend may never come to an end. */
async function upTo<T>(most: number, items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const item of items) {
    found.push(item)
    if (found.length > most) break
  }
  return found
}

const days = ['friday', 'monday', 'sunday', 'tuesday']
const week = days.map((day, index) => ({
  zoo: 'north',
  day,
  guests: index,
  place: { gate: index, roads: ['a', { b: index }] },
}))

export const projections: readonly Scenario[] = theme('projections', {
  'get hands out only what is asked for': {
    rule: '7.2',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      await store.create(week[1]!)
      const key = { zoo: 'north', day: 'monday' }
      expect(await store.get(key, { projection: ['guests'] })).toEqual({ guests: 1 })
      expect(await store.get(key, { projection: ['day', ['place', 'roads', 1, 'b']] })).toEqual({
        day: 'monday',
        place: { roads: [{ b: 1 }] },
      })
      expect(await store.get({ zoo: 'north', day: 'never' }, { projection: ['guests'] })).toBeUndefined()
    },
  },
  'get of an item that has none of it is an empty item': {
    rule: '7.1',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo' })
      expect(await store.get('leo', { projection: ['legs', ['a', 0]] })).toEqual({})
    },
  },
  'a query hands out only what is asked for, page by page': {
    rule: '7.2',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      for (const visit of week) await store.create(visit)
      const query = { key: { zoo: 'north' }, projection: ['guests'], limit: 3 } as const
      const first = await store.query(query)
      expect(first.items).toEqual([{ guests: 0 }, { guests: 1 }, { guests: 2 }])
      const second = await store.query({ ...query, cursor: first.cursor })
      expect(second).toEqual({ items: [{ guests: 3 }] })
    },
  },
  'elements of a list come one behind the other': {
    rule: '7.2',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo', l: [0, 1, 2, [3, 4]] })
      const projection = [
        ['l', 3, 1],
        ['l', 0],
      ] as const
      expect(await store.get('leo', { projection })).toEqual({ l: [0, [4]] })
    },
  },
  'paths of a projection that overlap are refused': {
    rule: '7.2',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await refused(store.page({ projection: ['a', ['a', 'b']] }), 'ValidationException', /overlap/)
      await refused(store.get('leo', { projection: ['a', 'a'] }), 'ValidationException', /overlap/)
      await refused(store.page({ projection: [] }), 'ValidationException', /projection/)
    },
  },
  'a filter sees what the projection leaves out': async ({ database, table }) => {
    const store = database().store(table(visits))
    for (const visit of week) await store.create(visit)
    const page = await store.query({ key: { zoo: 'north' }, where: ({ guests }) => guests!.ge(2), projection: ['day'] })
    expect(page.items).toEqual([{ day: 'sunday' }, { day: 'tuesday' }])
  },
  'a projection of a global index is of what it holds': {
    rule: '7.22',
    run: async ({ database, table }) => {
      const store = database().store(
        table({ ...animals, indexes: { bySpecies: { partitionKey: 'species', projection: ['name'] } } }),
      )
      await store.create({ animalId: 'leo', species: 'lion', name: 'Leo', legs: 4 })
      const query = { index: 'bySpecies', key: { species: 'lion' } } as const
      expect((await store.query({ ...query, projection: ['name'] })).items).toEqual([{ name: 'Leo' }])
      expect((await store.query({ ...query, projection: ['animalId'] })).items).toEqual([{ animalId: 'leo' }])
      await refused(store.query({ ...query, projection: ['legs'] }), 'ValidationException', /does not project \[legs\]/)
    },
  },
  'soft-deleted items stay out of what a projection hands out': async ({ database, table }) => {
    const store = database().store(table(users))
    for (const userId of ['ada', 'bob']) await store.create({ userId, role: 'parent' })
    await store.softDelete('ada')
    expect((await store.page({ projection: ['userId'] })).items).toEqual([{ userId: 'bob' }])
    expect(await store.get('ada', { projection: ['role'], includeDeleted: false })).toBeUndefined()
    expect(await store.get('ada', { projection: ['role'] })).toEqual({ role: 'parent' })
    const each = await upTo(50, store.each({ projection: ['userId'], includeDeleted: true, limit: 1 }))
    expect(sorted(each, 'userId')).toEqual(['ada', 'bob'])
  },
})

export const counts: readonly Scenario[] = theme('counts', {
  'count counts a table, a partition and a range': {
    rule: '7.20',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      for (const visit of week) await store.create(visit)
      await store.create({ zoo: 'south', day: 'monday' })
      expect(await store.count()).toBe(5)
      expect(await store.count({ key: { zoo: 'north' } })).toBe(4)
      expect(await store.count({ key: { zoo: 'north', day: { gt: 'monday' } } })).toBe(2)
      expect(await store.count({ key: { zoo: 'east' } })).toBe(0)
    },
  },
  'count counts what meets the filter, and live items': async ({ database, table }) => {
    const store = database().store(table(users))
    for (const userId of ['ada', 'bob', 'cleo'])
      await store.create({ userId, role: userId === 'bob' ? 'student' : 'parent' })
    await store.softDelete('ada')
    expect(await store.count()).toBe(2)
    expect(await store.count({ includeDeleted: true })).toBe(3)
    expect(await store.count({ where: ({ role }) => role!.eq('parent') })).toBe(1)
  },
  'count counts an index': {
    rule: '2.15',
    run: async ({ database, table }) => {
      const store = database().store(table({ ...animals, indexes: { bySpecies: { partitionKey: 'species' } } }))
      await store.create({ animalId: 'leo', species: 'lion' })
      await store.create({ animalId: 'rex' })
      expect(await store.count({ index: 'bySpecies' })).toBe(1)
      expect(await store.count({ index: 'bySpecies', key: { species: 'lion' } })).toBe(1)
    },
  },
  'count goes on beyond a page of 1 MB': {
    rule: '7.15',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const text = 'x'.repeat(300_000)
      for (let index = 0; index < 8; index++) await store.create({ animalId: `a${index}`, text })
      expect(await store.count()).toBe(8)
    },
  },
})

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
