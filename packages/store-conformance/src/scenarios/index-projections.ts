import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { animals, users, visits } from './zoo.ts'

const projected = {
  ...animals,
  indexes: {
    keysOnly: { partitionKey: 'species', sortKey: 'name', projection: 'KEYS_ONLY' },
    listed: { partitionKey: 'species', projection: ['weight'] },
  },
} as const

const leo = { animalId: 'leo', species: 'lion', name: 'Leo', weight: 190, secret: 'x' }

async function stored({ database, table }: Context) {
  const store = database().store(table(projected))
  await store.create(leo)
  return store
}

export const indexProjections: readonly Scenario[] = theme('index projections', {
  'an index of keys returns the keys of the table and its own': async (context) => {
    const store = await stored(context)
    const { items } = await store.query({ index: 'keysOnly', key: { species: 'lion' } })
    expect(items).toEqual([{ animalId: 'leo', species: 'lion', name: 'Leo' }])
    expect((await store.page({ index: 'keysOnly' })).items).toEqual(items)
  },
  'an index of some attributes returns these and the keys': async (context) => {
    const store = await stored(context)
    const { items } = await store.query({ index: 'listed', key: { species: 'lion' } })
    expect(items).toEqual([{ animalId: 'leo', species: 'lion', weight: 190 }])
    expect((await store.page({ index: 'listed' })).items).toEqual(items)
  },
  'an index shows projected attributes as they were last written': async (context) => {
    const store = await stored(context)
    await store.updateFields('leo', { weight: 200, secret: 'y' })
    const { items } = await store.query({ index: 'listed', key: { species: 'lion' } })
    expect(items).toEqual([{ animalId: 'leo', species: 'lion', weight: 200 }])
    await store.put({ animalId: 'leo', species: 'lion' })
    expect((await store.page({ index: 'listed' })).items).toEqual([{ animalId: 'leo', species: 'lion' }])
  },
  'a projected attribute that an item lacks is left out': async ({ database, table }) => {
    const store = database().store(table(projected))
    await store.create({ animalId: 'leo', species: 'lion' })
    const { items } = await store.query({ index: 'listed', key: { species: 'lion' } })
    expect(items).toEqual([{ animalId: 'leo', species: 'lion' }])
  },
  'a local index returns what it projects': async ({ database, table }) => {
    const byGuests = { kind: 'local', sortKey: { name: 'guests', type: 'N' }, projection: 'KEYS_ONLY' } as const
    const store = database().store(table({ ...visits, indexes: { byGuests } }))
    await store.create({ zoo: 'north', day: 'monday', guests: 3, note: 'x' })
    const { items } = await store.query({ index: 'byGuests', key: { zoo: 'north' } })
    expect(items).toEqual([{ zoo: 'north', day: 'monday', guests: 3 }])
  },
  'a filter sees what the index holds': async (context) => {
    const store = await stored(context)
    const heavy = await store.query({
      index: 'listed',
      key: { species: 'lion' },
      where: ({ weight }) => weight!.gt(100),
    })
    expect(heavy.items).toHaveLength(1)
    const light = await store.query({
      index: 'listed',
      key: { species: 'lion' },
      where: ({ weight }) => weight!.lt(100),
    })
    expect(light.items).toEqual([])
  },
  'a filter on what the index does not hold is refused': {
    rule: '7.22',
    run: async (context) => {
      const store = await stored(context)
      const where = { where: ({ secret }: { secret?: { eq(value: string): never } }) => secret!.eq('x') } as object
      const text = /does not project one or more filter attributes: \[secret\]/
      await refused(store.query({ index: 'listed', key: { species: 'lion' }, ...where }), 'ValidationException', text)
      await refused(store.page({ index: 'keysOnly', ...where }), 'ValidationException', text)
    },
  },
  'a filter of an index query may name the keys of the table': {
    rule: '4.29',
    run: async (context) => {
      const store = await stored(context)
      const key = { species: 'lion' }
      const { items } = await store.query({ index: 'listed', key, where: ({ animalId }) => animalId!.eq('leo') })
      expect(items).toHaveLength(1)
      const text = /Filter Expression can only contain non-primary key attributes/
      await refused(
        store.query({ index: 'keysOnly', key, where: ({ name }) => name!.eq('Leo') }),
        'ValidationException',
        text,
      )
    },
  },
  'our own indexes hold the flag, so that they hide soft-deleted items': async ({ database, table }) => {
    const byFamily = { partitionKey: 'familyId', projection: 'KEYS_ONLY' } as const
    const store = database().store(table({ ...users, indexes: { byFamily } }))
    await store.create({ userId: 'ada', familyId: 'f1' })
    await store.create({ userId: 'bob', familyId: 'f1' })
    await store.softDelete('bob')
    const key = { familyId: 'f1' }
    const alive = await store.query({ index: 'byFamily', key })
    expect(exactly(alive.items)).toEqual(exactly([{ userId: 'ada', familyId: 'f1' }]))
    const all = await store.query({ index: 'byFamily', key, includeDeleted: true })
    expect(all.items).toContainEqual({ userId: 'bob', familyId: 'f1', softDelete: true })
    expect(all.items).toHaveLength(2)
  },
  'a foreign index without the flag is read only with includeDeleted': async ({ database, table }) => {
    const byFamily = { partitionKey: 'familyId', projection: 'KEYS_ONLY', foreign: true } as const
    const store = database().store(table({ ...users, indexes: { byFamily } }))
    await store.create({ userId: 'ada', familyId: 'f1' })
    await store.softDelete('ada')
    const query = { index: 'byFamily', key: { familyId: 'f1' } } as const
    await refused(store.query(query), 'ValidationException', /ask with includeDeleted: true/)
    await refused(store.page({ index: 'byFamily' }), 'ValidationException', /ask with includeDeleted: true/)
    const { items } = await store.query({ ...query, includeDeleted: true })
    expect(items).toEqual([{ userId: 'ada', familyId: 'f1' }])
  },
})
