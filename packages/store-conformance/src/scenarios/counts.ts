import { expect } from 'vitest'
import { type Scenario, theme } from '../scenario.ts'
import { animals, users, visits, week } from './zoo.ts'

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
  'count counts what meets the filter, and live items': {
    rule: '7.12',
    run: async ({ database, table }) => {
      const store = database().store(table(users))
      for (const userId of ['ada', 'bob', 'cleo'])
        await store.create({ userId, role: userId === 'bob' ? 'student' : 'parent' })
      await store.softDelete('ada')
      expect(await store.count()).toBe(2)
      expect(await store.count({ includeDeleted: true })).toBe(3)
      expect(await store.count({ where: ({ role }) => role!.eq('parent') })).toBe(1)
    },
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
