import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { animals, bytes, visits } from './zoo.ts'

export const updates: readonly Scenario[] = theme('updates', {
  'updateFields sets what is given and keeps the rest': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo', name: 'Leo', legs: 4, set: new Set(['a']) })
    const wanted = { animalId: 'leo', name: 'Simba', legs: 4, set: new Set(['a']), mane: true }
    expect(exactly(await store.updateFields('leo', { name: 'Simba', mane: true }))).toEqual(exactly(wanted))
    expect(exactly(await store.get('leo'))).toEqual(exactly(wanted))
  },
  'updateFields changes no other item': async ({ database, table }) => {
    const store = database().store(table(visits))
    for (const day of ['monday', 'tuesday']) await store.create({ zoo: 'north', day, guests: 1 })
    await store.updateFields({ zoo: 'north', day: 'monday' }, { guests: 2 })
    expect((await store.get({ zoo: 'north', day: 'tuesday' }))?.guests).toBe(1)
  },
  'updateFields of an item that does not exist fails and creates none': {
    rule: '4.30',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await refused(store.updateFields('leo', { name: 'Leo' }), 'ConditionalCheckFailedException')
      expect(await store.list()).toEqual([])
    },
  },
  'updateFields skips undefined and stores null': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo', name: 'Leo', legs: 4 })
    await store.updateFields('leo', { name: undefined, legs: null })
    expect(await store.get('leo')).toEqual({ animalId: 'leo', name: 'Leo', legs: null })
  },
  'updateFields ignores key attributes among the fields': {
    rule: '5.20',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      await store.create({ zoo: 'north', day: 'monday' })
      await store.updateFields({ zoo: 'north', day: 'monday' }, { zoo: 'south', day: 'sunday', guests: 1 })
      expect(await store.list()).toEqual([{ zoo: 'north', day: 'monday', guests: 1 }])
    },
  },
  'updateFields with nothing to set returns the item as it is': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo', name: 'Leo' })
    expect(await store.updateFields('leo', {})).toEqual({ animalId: 'leo', name: 'Leo' })
    expect(await store.updateFields('leo', { animalId: 'leo', name: undefined })).toEqual({
      animalId: 'leo',
      name: 'Leo',
    })
    await refused(store.updateFields('nobody', {}), 'ConditionalCheckFailedException')
  },
  'updateFields replaces a map or list whole': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo', map: { a: 1, b: 2 }, list: [1, 2, 3] })
    await store.updateFields('leo', { map: { c: 3 }, list: ['x'] })
    expect(await store.get('leo')).toEqual({ animalId: 'leo', map: { c: 3 }, list: ['x'] })
  },
  'updateFields may change the type of an attribute': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo', value: 'text' })
    for (const value of [1, true, null, ['a'], { a: 1 }, new Set([1]), bytes(1), '']) {
      await store.updateFields('leo', { value })
      expect(exactly(await store.get('leo'))).toEqual(exactly({ animalId: 'leo', value }))
    }
  },
  'updateFields takes attributes of any name': {
    rule: '4.20',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo' })
      const fields = {
        'a.b': 1,
        size: 2,
        '#x': 3,
        ':y': 4,
        'two words': 5,
        '': undefined,
        constructor: 6,
        _under: 7,
        '9': 8,
      }
      await store.updateFields('leo', fields)
      const { '': _empty, ...set } = fields
      expect(exactly(await store.get('leo'))).toEqual(exactly({ animalId: 'leo', ...set }))
    },
  },
  'updateFields can set many attributes at once': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo' })
    const fields = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`field${index}`, index]))
    await store.updateFields('leo', fields)
    expect(await store.get('leo')).toEqual({ animalId: 'leo', ...fields })
  },
  'an update that makes the item too large is refused and changes nothing': {
    rule: '3.1',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const item = { animalId: 'leo', text: 'x'.repeat(300_000) }
      await store.create(item)
      await refused(store.updateFields('leo', { more: 'x'.repeat(200_000) }), 'ValidationException', /Item size/)
      expect(await store.get('leo')).toEqual(item)
    },
  },
  'a refused update changes nothing': {
    rule: '1.16',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo', name: 'Leo' })
      await refused(store.updateFields('leo', { name: 'Simba', wrong: new Set<string>() }), 'ValidationException')
      expect(await store.get('leo')).toEqual({ animalId: 'leo', name: 'Leo' })
    },
  },
})
