import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { upTo } from '../up-to.ts'
import { animals, sorted, users, visits, week } from './zoo.ts'

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
