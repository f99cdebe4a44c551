import { assignments } from '@cmz/store-core'
import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { all, animals, users, visits } from './zoo.ts'

export const writes: readonly Scenario[] = theme('writes', {
  'create writes an item and returns it': async ({ database, table }) => {
    const store = database().store(table(animals))
    const created = await store.create({ animalId: 'leo', name: 'Leo', legs: 4 })
    expect(exactly(created)).toEqual(exactly({ animalId: 'leo', name: 'Leo', legs: 4 }))
    expect(exactly(await store.get('leo'))).toEqual(exactly(created))
  },
  'create refuses a key that exists and leaves the item as it is': {
    rule: '4.30',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo', name: 'Leo' })
      await refused(store.create({ animalId: 'leo', name: 'Other', more: 1 }), 'ConditionalCheckFailedException')
      expect(await store.list()).toEqual([{ animalId: 'leo', name: 'Leo' }])
    },
  },
  'create refuses only the whole key, not its partition': {
    rule: '4.30',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      await store.create({ zoo: 'north', day: 'monday' })
      await store.create({ zoo: 'north', day: 'tuesday' })
      await refused(store.create({ zoo: 'north', day: 'monday' }), 'ConditionalCheckFailedException')
      expect(await store.list()).toHaveLength(2)
    },
  },
  'an item may consist of its key alone': async ({ database, table }) => {
    const store = database().store(table(visits))
    await store.create({ zoo: 'north', day: 'monday' })
    expect(await store.get({ zoo: 'north', day: 'monday' })).toEqual({ zoo: 'north', day: 'monday' })
  },
  'put writes a new item': async ({ database, table }) => {
    const store = database().store(table(animals))
    expect(await store.put({ animalId: 'leo', name: 'Leo' })).toEqual({ animalId: 'leo', name: 'Leo' })
    expect(await store.get('leo')).toEqual({ animalId: 'leo', name: 'Leo' })
  },
  'put replaces the whole item': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo', name: 'Leo', legs: 4, map: { a: 1 } })
    expect(await store.put({ animalId: 'leo', map: { b: 2 } })).toEqual({ animalId: 'leo', map: { b: 2 } })
    expect(await store.get('leo')).toEqual({ animalId: 'leo', map: { b: 2 } })
    expect(await store.list()).toHaveLength(1)
  },
  'an item that was read can be put back whole': async ({ database, table }) => {
    const store = database().store(table(users))
    const created = await store.create({ userId: 'ada', name: 'Ada' })
    await store.softDelete('ada')
    const read = await store.get('ada')
    await store.put({ ...read!, userId: 'ada', name: 'Ada L.' })
    const put = await store.get('ada')
    expect(put).toMatchObject({ name: 'Ada L.', softDelete: true, created: created.created, deleted: read!.deleted })
  },
  'purge removes the item and no other': async ({ database, table }) => {
    const store = database().store(table(visits))
    await store.create({ zoo: 'north', day: 'monday' })
    await store.create({ zoo: 'north', day: 'tuesday' })
    await store.purge({ zoo: 'north', day: 'monday' })
    expect(await store.get({ zoo: 'north', day: 'monday' })).toBeUndefined()
    expect(all(await store.list(), 'day')).toEqual(['tuesday'])
  },
  'purge of an item that does not exist fails': {
    rule: '4.30',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await refused(store.purge('leo'), 'ConditionalCheckFailedException')
      await store.create({ animalId: 'leo' })
      await store.purge('leo')
      await refused(store.purge('leo'), 'ConditionalCheckFailedException')
    },
  },
  'a key can be created again after purge, without what it held before': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo', name: 'Leo' })
    await store.purge('leo')
    await store.create({ animalId: 'leo', legs: 4 })
    expect(await store.get('leo')).toEqual({ animalId: 'leo', legs: 4 })
  },
  'many items can be written and found': async ({ database, table }) => {
    const store = database().store(table(animals))
    const ids = Array.from({ length: 120 }, (_, index) => `a${String(index).padStart(3, '0')}`)
    await Promise.all(ids.map((animalId, index) => store.create({ animalId, index })))
    expect(all(await store.list(), 'animalId')).toEqual(ids)
    expect((await store.get('a077'))?.index).toBe(77)
  },
  'a refused item leaves nothing behind': {
    rule: '2.11',
    run: async ({ database, table }) => {
      const store = database().store(table({ ...animals, indexes: { bySpecies: { partitionKey: 'species' } } }))
      await refused(store.create({ animalId: 'leo', species: 5 }), 'ValidationException')
      await refused(store.create({ animalId: 'leo', wrong: new Set() } as never), 'ValidationException')
      expect(await store.get('leo')).toBeUndefined()
      expect((await store.page({ index: 'bySpecies' })).items).toEqual([])
    },
  },
  "callers may not write the store's own attributes": async ({ database, table }) => {
    const store = database().store(table(users))
    await store.create({ userId: 'ada' })
    for (const name of ['softDelete', 'created', 'modified', 'deleted']) {
      const error = await refused(
        store.create({ userId: 'bob', [name]: true }),
        'ValidationException',
        new RegExp(`Attribute ${name} is the store's own`),
      )
      expect(error).toMatchObject({ issues: [{ path: [name] }] })
      await refused(store.updateFields('ada', { [name]: true }), 'ValidationException')
    }
    expect(await store.get('bob')).toBeUndefined()
  },
  'a driver answers a write with the item as it is after it': async ({ driver, table }) => {
    const definition = table(animals)
    await driver().ensureTable(definition)
    const key = { animalId: 'leo' }
    const item = { animalId: 'leo', name: 'Leo' }
    expect(await driver().write({ kind: 'put', table: definition, item })).toEqual(item)
    const update = assignments({ legs: 4 }, ['name', 'never there'])
    const updated = { animalId: 'leo', legs: 4 }
    expect(await driver().write({ kind: 'update', table: definition, key, update })).toEqual(updated)
    expect(await driver().get({ table: definition, key })).toEqual(updated)
    expect(await driver().write({ kind: 'delete', table: definition, key })).toBeUndefined()
    expect(await driver().get({ table: definition, key })).toBeUndefined()
  },
  'a driver creates the item that an update without condition finds missing': {
    rule: '5.15',
    run: async ({ driver, table }) => {
      const definition = table(visits)
      await driver().ensureTable(definition)
      const key = { zoo: 'north', day: 'monday' }
      const update = assignments({ guests: 3 })
      expect(await driver().write({ kind: 'update', table: definition, key, update })).toEqual({ ...key, guests: 3 })
      expect(await driver().get({ table: definition, key })).toEqual({ ...key, guests: 3 })
    },
  },
  'a driver deletes what does not exist without complaint, unless a condition says otherwise': {
    rule: '6.8',
    run: async ({ driver, table }) => {
      const definition = table(animals)
      await driver().ensureTable(definition)
      const request = { kind: 'delete', table: definition, key: { animalId: 'leo' } } as const
      expect(await driver().write(request)).toBeUndefined()
      await refused(
        driver().write({ ...request, condition: { op: 'exists', path: ['animalId'] } }),
        'ConditionalCheckFailedException',
      )
    },
  },
})
