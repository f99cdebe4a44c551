import { assignments, Decimal, type Value } from '@cmz/store-core'
import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { all, animals, bytes, sorted, users, visits } from './zoo.ts'

const indexed = {
  ...animals,
  indexes: {
    bySpecies: { partitionKey: 'species', sortKey: { name: 'weight', type: 'N' } },
    byKeeper: { partitionKey: 'keeper' },
    byChip: { partitionKey: { name: 'chip', type: 'B' } },
  },
} as const

const local = {
  ...visits,
  indexes: { byGuests: { kind: 'local', sortKey: { name: 'guests', type: 'N' } } },
} as const

async function lions(context: Context) {
  const store = context.database().store(context.table(indexed))
  for (const [animalId, weight] of Object.entries({ leo: 190, nala: 120, simba: 150 })) {
    await store.create({ animalId, species: 'lion', weight, keeper: animalId === 'leo' ? 'ada' : 'bob' })
  }
  await store.create({ animalId: 'pumba', species: 'warthog', weight: 100 })
  return store
}

/** A definition without the index must not put into the table what the index cannot hold. */
async function refusesIndexKeys({ database, table }: Context, keys: readonly Value[]): Promise<void> {
  const known = table({ ...users, indexes: { byFamily: { partitionKey: 'familyId' } } })
  const store = database().store(known)
  await store.create({ userId: 'ada', name: 'ADA', familyId: 'f1' })
  const unaware = database().store(known.name, 'userId')
  for (const familyId of keys) {
    await refused(unaware.updateFields('ada', { familyId }), 'ValidationException')
    await refused(unaware.create({ userId: 'bob', familyId }), 'ValidationException')
  }
  expect((await store.list()).map(({ familyId }) => familyId)).toEqual(['f1'])
  expect((await store.query({ index: 'byFamily', key: { familyId: 'f1' } })).items).toHaveLength(1)
}

export const indexes: readonly Scenario[] = theme('indexes', {
  'an index key of another type is refused from whoever does not know the index': {
    rule: '2.11',
    run: (context) => refusesIndexKeys(context, [7, null, true, ['f1']]),
  },
  'an empty index key is refused from whoever does not know the index': {
    rule: '2.12',
    run: (context) => refusesIndexKeys(context, ['']),
  },
  'a global index finds items by its own keys, in the order of its sort key': {
    rule: '7.3',
    run: async (context) => {
      const store = await lions(context)
      const { items } = await store.query({ index: 'bySpecies', key: { species: 'lion' } })
      expect(all(items, 'animalId')).toEqual(['nala', 'simba', 'leo'])
      const heavy = await store.query({ index: 'bySpecies', key: { species: 'lion', weight: { gt: 120 } } })
      expect(all(heavy.items, 'animalId')).toEqual(['simba', 'leo'])
    },
  },
  'an index returns whole items': async (context) => {
    const store = await lions(context)
    const { items } = await store.query({ index: 'byKeeper', key: { keeper: 'ada' } })
    expect(items).toEqual([{ animalId: 'leo', species: 'lion', weight: 190, keeper: 'ada' }])
  },
  'several items may have the same key in a global index': {
    rule: '2.16',
    run: async ({ database, table }) => {
      const store = database().store(table(indexed))
      for (const animalId of ['a', 'b', 'c']) await store.create({ animalId, species: 'ant', weight: 1 })
      const { items } = await store.query({ index: 'bySpecies', key: { species: 'ant', weight: 1 } })
      expect(new Set(all(items, 'animalId'))).toEqual(new Set(['a', 'b', 'c']))
      expect(items).toHaveLength(3)
    },
  },
  'an index of binary keys compares bytes': async ({ database, table }) => {
    const store = database().store(table(indexed))
    await store.create({ animalId: 'a', chip: bytes(1, 2) })
    await store.create({ animalId: 'b', chip: bytes(1) })
    const { items } = await store.query({ index: 'byChip', key: { chip: bytes(1) } })
    expect(all(items, 'animalId')).toEqual(['b'])
  },
  'an item without the key of an index is not in the index': {
    rule: '2.15',
    run: async (context) => {
      const store = await lions(context)
      await store.create({ animalId: 'unknown', species: 'lion' })
      const { items } = await store.query({ index: 'bySpecies', key: { species: 'lion' } })
      expect(all(items, 'animalId')).not.toContain('unknown')
      const page = await store.page({ index: 'byKeeper' })
      expect(sorted(page.items, 'animalId')).toEqual(['leo', 'nala', 'simba'])
      expect(await store.list()).toHaveLength(5)
    },
  },
  'a page of an index holds the items of the index and no others': {
    rule: '8.4',
    run: async (context) => {
      const store = await lions(context)
      const bySpecies = await store.page({ index: 'bySpecies' })
      expect(sorted(bySpecies.items, 'animalId')).toEqual(['leo', 'nala', 'pumba', 'simba'])
      expect((await store.page({ index: 'byChip' })).items).toEqual([])
    },
  },
  'an update moves the item within and between partitions of an index': async (context) => {
    const store = await lions(context)
    await store.updateFields('leo', { weight: 110 })
    const lighter = await store.query({ index: 'bySpecies', key: { species: 'lion' } })
    expect(all(lighter.items, 'animalId')).toEqual(['leo', 'nala', 'simba'])
    await store.updateFields('leo', { species: 'warthog' })
    const left = await store.query({ index: 'bySpecies', key: { species: 'lion' } })
    expect(all(left.items, 'animalId')).toEqual(['nala', 'simba'])
    const joined = await store.query({ index: 'bySpecies', key: { species: 'warthog' } })
    expect(all(joined.items, 'animalId')).toEqual(['pumba', 'leo'])
  },
  'an update may bring an item into an index': {
    rule: '2.15',
    run: async (context) => {
      const store = await lions(context)
      await store.updateFields('pumba', { keeper: 'ada' })
      const { items } = await store.query({ index: 'byKeeper', key: { keeper: 'ada' } })
      expect(sorted(items, 'animalId')).toEqual(['leo', 'pumba'])
    },
  },
  'an index shows the attributes as they were last written': async (context) => {
    const store = await lions(context)
    await store.updateFields('leo', { mane: 'long' })
    const { items } = await store.query({ index: 'byKeeper', key: { keeper: 'ada' } })
    expect(items[0]).toMatchObject({ animalId: 'leo', mane: 'long' })
  },
  'put and purge take the item out of the index': {
    rule: '2.15',
    run: async (context) => {
      const store = await lions(context)
      await store.put({ animalId: 'leo' })
      await store.purge('nala')
      const { items } = await store.query({ index: 'bySpecies', key: { species: 'lion' } })
      expect(all(items, 'animalId')).toEqual(['simba'])
      expect((await store.query({ index: 'byKeeper', key: { keeper: 'ada' } })).items).toEqual([])
    },
  },
  'a driver takes the item out of the index when an update removes its key': {
    rule: '2.15',
    run: async ({ driver, database, table }) => {
      const definition = table(indexed)
      const store = database().store(definition)
      await store.create({ animalId: 'leo', keeper: 'ada' })
      const update = assignments({}, ['keeper'])
      await driver().write({ kind: 'update', table: definition, key: { animalId: 'leo' }, update })
      expect((await store.page({ index: 'byKeeper' })).items).toEqual([])
      expect(await store.get('leo')).toEqual({ animalId: 'leo' })
    },
  },
  'a refused write changes nothing in the index': async (context) => {
    const store = await lions(context)
    await refused(store.create({ animalId: 'leo', keeper: 'eve' }), 'ConditionalCheckFailedException')
    await refused(
      store.updateFields('leo', { keeper: 'eve' }, { if: ({ weight }) => weight!.lt(1) }),
      'ConditionalCheckFailedException',
    )
    expect((await store.query({ index: 'byKeeper', key: { keeper: 'eve' } })).items).toEqual([])
    expect((await store.query({ index: 'byKeeper', key: { keeper: 'ada' } })).items).toHaveLength(1)
  },
  'an index may turn the keys of the table round': async ({ database, table }) => {
    const byDay = { partitionKey: 'day', sortKey: 'zoo' } as const
    const store = database().store(table({ ...visits, indexes: { byDay } }))
    for (const zoo of ['south', 'north', 'east']) await store.create({ zoo, day: 'monday', guests: zoo.length })
    await store.create({ zoo: 'north', day: 'tuesday' })
    const first = await store.query({ index: 'byDay', key: { day: 'monday' }, limit: 2 })
    expect(all(first.items, 'zoo')).toEqual(['east', 'north'])
    const rest = await store.query({ index: 'byDay', key: { day: 'monday' }, limit: 2, cursor: first.cursor })
    expect(rest.items).toEqual([{ zoo: 'south', day: 'monday', guests: 5 }])
    const one = await store.query({ index: 'byDay', key: { day: 'monday', zoo: { beginsWith: 'no' } } })
    expect(all(one.items, 'zoo')).toEqual(['north'])
  },
  'an index of numbers finds them by value': {
    rule: '1.8',
    run: async ({ database, table }) => {
      const byAge = { partitionKey: { name: 'age', type: 'N' } } as const
      const store = database().store(table({ ...animals, indexes: { byAge } }))
      for (const [animalId, age] of Object.entries({ leo: 7, nala: 7n, simba: 70 }))
        await store.create({ animalId, age })
      const { items } = await store.query({ index: 'byAge', key: { age: new Decimal('7.0') } })
      expect(sorted(items, 'animalId')).toEqual(['leo', 'nala'])
    },
  },
  'a local index orders a partition by another attribute': {
    rule: '2.2',
    run: async ({ database, table }) => {
      const store = database().store(table(local))
      for (const [day, guests] of Object.entries({ monday: 30, tuesday: 4, wednesday: 200 })) {
        await store.create({ zoo: 'north', day, guests })
      }
      await store.create({ zoo: 'north', day: 'closed' })
      await store.create({ zoo: 'south', day: 'monday', guests: 5 })
      const { items } = await store.query({ index: 'byGuests', key: { zoo: 'north' } })
      expect(all(items, 'day')).toEqual(['tuesday', 'monday', 'wednesday'])
      const many = await store.query({
        index: 'byGuests',
        key: { zoo: 'north', guests: { ge: 30 } },
        order: 'descending',
      })
      expect(all(many.items, 'day')).toEqual(['wednesday', 'monday'])
    },
  },
  'an index key of another type is refused and nothing is written': {
    rule: '2.11',
    run: async (context) => {
      const store = await lions(context)
      const text = /Type mismatch for Index Key weight Expected: N Actual: (S|NULL) IndexName: bySpecies/
      for (const weight of ['heavy', null]) {
        await refused(store.create({ animalId: 'new', species: 'lion', weight }), 'ValidationException', text)
        await refused(store.put({ animalId: 'new', species: 'lion', weight }), 'ValidationException', text)
        await refused(store.updateFields('leo', { weight }), 'ValidationException', text)
      }
      expect(await store.get('new')).toBeUndefined()
      expect((await store.get('leo'))?.weight).toBe(190)
    },
  },
  'an empty index key is refused': {
    rule: '2.12',
    run: async (context) => {
      const store = await lions(context)
      const text = /cannot contain an empty (string|binary) value. IndexName: by(Keeper|Chip)/
      await refused(store.create({ animalId: 'new', keeper: '' }), 'ValidationException', text)
      await refused(store.create({ animalId: 'new', chip: bytes() }), 'ValidationException', text)
      await refused(store.updateFields('leo', { keeper: '' }), 'ValidationException', text)
    },
  },
  'an index key has the size limits of a table key': {
    rule: '2.13',
    run: async (context) => {
      const store = await lions(context)
      await store.updateFields('leo', { keeper: 'x'.repeat(2048) })
      await refused(store.updateFields('leo', { keeper: 'x'.repeat(2049) }), 'ValidationException', /hashkey/)
      await refused(store.create({ animalId: 'new', keeper: 'x'.repeat(2049) }), 'ValidationException', /hashkey/)
    },
  },
})
