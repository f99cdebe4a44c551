import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { all, animals, bytes, sorted, visits } from './zoo.ts'

const indexed = {
  ...animals,
  indexes: {
    bySpecies: { partitionKey: 'species', sortKey: { name: 'weight', type: 'N' } },
    byName: { partitionKey: 'home', sortKey: 'name' },
    byChip: { partitionKey: 'home', sortKey: { name: 'chip', type: 'B' } },
  },
} as const

const local = {
  ...visits,
  indexes: { byGuests: { kind: 'local', sortKey: { name: 'guests', type: 'N' } } },
} as const

async function withLion({ database, table }: Context) {
  const store = database().store(table(indexed))
  await store.create({ animalId: 'leo', species: 'lion', weight: 190, other: 5, empty: '', text: 'x' })
  return store
}

export const indexKeys: readonly Scenario[] = theme('index keys', {
  'a key of a local index of another type is refused': {
    rule: '2.11',
    run: async ({ database, table }) => {
      const store = database().store(table(local))
      const key = { zoo: 'north', day: 'monday' }
      await store.create({ ...key, guests: 1 })
      const text = /Type mismatch for Index Key guests Expected: N Actual: S IndexName: byGuests/
      await refused(store.put({ ...key, guests: 'many' }), 'ValidationException', text)
      await refused(store.updateFields(key, { guests: 'many' }), 'ValidationException', text)
      expect((await store.query({ index: 'byGuests', key: { zoo: 'north' } })).items).toEqual([{ ...key, guests: 1 }])
    },
  },
  'a batch with an index key of another type writes nothing': {
    rule: '2.11',
    run: async ({ database, table }) => {
      const store = database().store(table(indexed))
      const put = [
        { animalId: 'leo', species: 'lion', weight: 1 },
        { animalId: 'nala', species: 7 },
      ]
      await refused(store.writeMany({ put }), 'ValidationException', /Type mismatch for Index Key species/)
      expect(await store.list()).toEqual([])
    },
  },
  'an index key that is copied from another attribute has the type of the index': {
    rule: '2.11',
    run: async (context) => {
      const store = await withLion(context)
      await refused(
        store.update('leo', ({ species, other }) => [species!.set(other!)]),
        'ValidationException',
      )
      await refused(
        store.update('leo', ({ weight, text }) => [weight!.set(text!)]),
        'ValidationException',
      )
      const { items } = await store.query({ index: 'bySpecies', key: { species: 'lion', weight: 190 } })
      expect(all(items, 'animalId')).toEqual(['leo'])
    },
  },
  'an index key is not made a number by counting, nor a set by adding': {
    rule: '2.11',
    run: async ({ database, table }) => {
      const store = database().store(table(indexed))
      await store.create({ animalId: 'leo' })
      await refused(
        store.update('leo', ({ species }) => [species!.increment()]),
        'ValidationException',
      )
      await refused(
        store.update('leo', ({ weight }) => [weight!.add('x')]),
        'ValidationException',
      )
      expect(await store.get('leo')).toEqual({ animalId: 'leo' })
    },
  },
  'an index key is counted like any other number': {
    rule: '5.16',
    run: async (context) => {
      const store = await withLion(context)
      await store.update('leo', ({ weight }) => [weight!.decrement(200)])
      const { items } = await store.query({ index: 'bySpecies', key: { species: 'lion', weight: { lt: 0 } } })
      expect(all(items, 'weight')).toEqual([-10])
    },
  },
  'an index key that is copied is not empty': {
    rule: '2.12',
    run: async (context) => {
      const store = await withLion(context)
      await refused(
        store.update('leo', ({ species, empty }) => [species!.set(empty!)]),
        'ValidationException',
      )
      expect((await store.get('leo'))?.['species']).toBe('lion')
    },
  },
  'an empty sort key of an index is refused': {
    rule: '2.12',
    run: async (context) => {
      const store = await withLion(context)
      const text = /cannot contain an empty (string|binary) value. IndexName: by(Name|Chip)/
      await refused(store.put({ animalId: 'new', name: '' }), 'ValidationException', text)
      await refused(store.updateFields('leo', { chip: bytes() }), 'ValidationException', text)
      await refused(store.writeMany({ put: [{ animalId: 'new', name: '' }] }), 'ValidationException', text)
      expect(await store.get('new')).toBeUndefined()
    },
  },
  'a sort key of an index holds up to 1024 bytes': {
    rule: '2.13',
    run: async (context) => {
      const store = await withLion(context)
      await store.updateFields('leo', {
        home: 'north',
        name: 'é'.repeat(512),
        chip: bytes(...Array<number>(1024).fill(9)),
      })
      expect(await store.count({ index: 'byName' })).toBe(1)
      const text = /Aggregated size of all range keys/
      await refused(store.updateFields('leo', { name: 'x'.repeat(1025) }), 'ValidationException', text)
      await refused(
        store.put({ animalId: 'new', chip: bytes(...Array<number>(1025).fill(9)) }),
        'ValidationException',
        text,
      )
      expect(await store.count({ index: 'byChip', key: { home: 'north' } })).toBe(1)
    },
  },
  'nothing is changed inside an index key': {
    rule: '2.14',
    run: async (context) => {
      const store = await withLion(context)
      const scalars = /Key attributes must be scalars/
      await refused(
        store.update('leo', ({ weight }) => [weight!['a']!.set(1)]),
        'ValidationException',
        scalars,
      )
      await refused(
        store.update('leo', ({ species }) => [species!.element(0).remove()]),
        'ValidationException',
        scalars,
      )
      await refused(
        store.update('leo', ({ name }) => [name!['n']!.increment()]),
        'ValidationException',
        scalars,
      )
    },
  },
  'a local index shows every write as soon as it is acknowledged': {
    rule: '7.23',
    run: async ({ database, table }) => {
      const store = database().store(table(local))
      const key = { zoo: 'north', day: 'monday' }
      const seen = async () => all((await store.query({ index: 'byGuests', key: { zoo: 'north' } })).items, 'guests')
      for (let guests = 0; guests < 5; guests++) {
        await store.put({ ...key, guests })
        expect(await seen()).toEqual([guests])
        await store.purge(key)
        expect(await seen()).toEqual([])
      }
    },
  },
  'an item needs both keys of an index to be in it': {
    rule: '2.15',
    run: async ({ database, table }) => {
      const store = database().store(table(indexed))
      await store.create({ animalId: 'both', home: 'north', name: 'x' })
      await store.create({ animalId: 'one', home: 'north' })
      await store.create({ animalId: 'other', name: 'x' })
      expect(all((await store.page({ index: 'byName' })).items, 'animalId')).toEqual(['both'])
      await store.updateFields('other', { home: 'north' })
      expect(sorted((await store.query({ index: 'byName', key: { home: 'north' } })).items, 'animalId')).toEqual([
        'both',
        'other',
      ])
    },
  },
  'a local index holds only the items that have its sort key': {
    rule: '2.15',
    run: async ({ database, table }) => {
      const store = database().store(table(local))
      await store.create({ zoo: 'north', day: 'monday', guests: 3 })
      await store.create({ zoo: 'north', day: 'tuesday' })
      expect(await store.count({ index: 'byGuests' })).toBe(1)
      await store.update({ zoo: 'north', day: 'monday' }, ({ guests }) => [guests!.remove()])
      await store.put({ zoo: 'north', day: 'tuesday', guests: 4 })
      expect(all((await store.query({ index: 'byGuests', key: { zoo: 'north' } })).items, 'day')).toEqual(['tuesday'])
    },
  },
  'a batch and a soft delete keep an index as the items are': {
    rule: '2.15',
    run: async ({ database, table }) => {
      const store = database().store(table({ ...indexed, softDelete: 'softDelete' }))
      await store.writeMany({ put: ['a', 'b', 'c'].map((animalId) => ({ animalId, home: 'north', name: animalId })) })
      await store.writeMany({ put: [{ animalId: 'a' }], purge: ['b'] })
      await store.softDelete('c')
      const query = { index: 'byName', key: { home: 'north' } } as const
      expect((await store.query(query)).items).toEqual([])
      expect(all((await store.query({ ...query, includeDeleted: true })).items, 'animalId')).toEqual(['c'])
    },
  },
  'text in an index is ordered by its UTF-8 bytes': {
    rule: '2.1',
    run: async ({ database, table }) => {
      const store = database().store(table(indexed))
      const names = ['A', 'a', '\u00e9', '\ue000', '\uff5e', '\u{1f600}']
      for (const name of names.toReversed()) await store.create({ animalId: name, home: 'north', name })
      const { items } = await store.query({ index: 'byName', key: { home: 'north' } })
      expect(all(items, 'name')).toEqual(names)
      const late = await store.query({ index: 'byName', key: { home: 'north', name: { gt: '\uff5e' } } })
      expect(all(late.items, 'name')).toEqual(['\u{1f600}'])
    },
  },
  'bytes in an index are ordered without a sign': {
    rule: '2.3',
    run: async ({ database, table }) => {
      const store = database().store(table(indexed))
      for (const code of [200, 1, 128, 127])
        await store.create({ animalId: `${code}`, home: 'north', chip: bytes(code) })
      const { items } = await store.query({ index: 'byChip', key: { home: 'north', chip: { gt: bytes(1) } } })
      expect(all(items, 'animalId')).toEqual(['127', '128', '200'])
    },
  },
  'numbers in an index are told apart beyond double precision': {
    rule: '2.2',
    run: async ({ database, table }) => {
      const store = database().store(table(indexed))
      const heavy = [9007199254740993n, 9007199254740992n, 9007199254740994n]
      for (const weight of heavy) await store.create({ animalId: `${weight}`, species: 'whale', weight })
      const key = { species: 'whale', weight: { gt: 9007199254740992n } } as const
      const { items } = await store.query({ index: 'bySpecies', key, order: 'descending' })
      expect(all(items, 'animalId')).toEqual(['9007199254740994', '9007199254740993'])
    },
  },
})
