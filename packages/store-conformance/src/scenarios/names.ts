import { defineTable, not } from '@cmz/store-core'
import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { withLeo } from './with-leo.ts'
import { all, animals, visits } from './zoo.ts'

export const names: readonly Scenario[] = theme('names', {
  'an attribute has a name of up to 65,535 bytes': {
    rule: '1.21',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const long = 'é'.repeat(32_767) + 'x'
      await store.put({ animalId: 'leo', [long]: 1 })
      expect(await store.get('leo')).toEqual({ animalId: 'leo', [long]: 1 })
      const longer = store.put({ animalId: 'leo', [`${long}x`]: 1 })
      await refused(longer, 'ValidationException', /must be less than 65536 bytes/)
      expect(await store.get('leo')).toEqual({ animalId: 'leo', [long]: 1 })
    },
  },
  'a condition, an update and a projection name no attribute without a name': {
    rule: '1.21',
    run: async (context) => {
      const store = await withLeo(context, { legs: 4 })
      await refused(store.list({ where: (leo) => leo['']!.exists() }), 'ValidationException')
      await refused(
        store.update('leo', (leo) => [leo['']!.set(1)]),
        'ValidationException',
      )
      await refused(store.get('leo', { projection: [''] }), 'ValidationException')
      expect(await store.get('leo')).toEqual({ animalId: 'leo', legs: 4 })
    },
  },
  'a key attribute has a name of up to 255 bytes': {
    rule: '1.22',
    run: async ({ database, table }) => {
      const name = 'é'.repeat(127) + 'x'
      const store = database().store(
        table({ ...animals, partitionKey: name, indexes: { byName: { partitionKey: `${name.slice(1)}y` } } }),
      )
      await store.put({ [name]: 'leo', [`${name.slice(1)}y`]: 'Leo' })
      expect((await store.page({ index: 'byName' })).items).toHaveLength(1)
      const long = `${name}x`
      const definitions = [
        { ...animals, partitionKey: long },
        { ...visits, sortKey: long },
        { ...animals, indexes: { byName: { partitionKey: long } } },
        { ...animals, indexes: { byName: { partitionKey: 'name', projection: [long] } } },
      ]
      for (const definition of definitions) expect(() => defineTable(definition)).toThrow(TypeError)
    },
  },
  'keys are texts, numbers and binaries': {
    rule: '2.4',
    run: async ({ database, table }) => {
      const types = { text: 'S', number: 'N', binary: 'B' } as const
      for (const [name, type] of Object.entries(types)) {
        const key = { name: 'id', type }
        const definition = table({ ...visits, name, partitionKey: key, sortKey: { name: 'other', type } })
        const described = await (await database().open(definition)).describeTable(definition.name)
        expect(described).toMatchObject({ partitionKey: key, sortKey: { name: 'other', type } })
      }
      for (const type of ['BOOL', 'SS', 'M', 'NULL', 's']) {
        expect(() => defineTable({ ...animals, partitionKey: { name: 'id', type: type as never } })).toThrow(TypeError)
      }
    },
  },
  'conditions name attributes that begin with a digit, an underscore or anything else': {
    rule: '4.19',
    run: async (context) => {
      const given = { _n: 1, '5n': 1, 'a-b': 1, 'two words': 1, '#x': 1, ':y': 1, 'a:b': 1 }
      const store = await withLeo(context, given)
      for (const name of Object.keys(given)) {
        expect(await store.list({ where: (leo) => leo[name]!.eq(1) }), name).toHaveLength(1)
        await store.updateFields('leo', { [name]: 1 }, { if: (leo) => leo[name]!.exists() })
      }
    },
  },
  'conditions name attributes that are reserved words, in any case': {
    rule: '4.20',
    run: async (context) => {
      const words = { status: 1, SIZE: 1, Name: 1, and: 1, NOT: 1, between: 1, SET: 1, remove: 1, contains: 1 }
      const store = await withLeo(context, words)
      for (const name of Object.keys(words)) {
        expect(await store.list({ where: (leo) => leo[name]!.eq(1) }), name).toHaveLength(1)
        await refused(
          store.updateFields('leo', { [name]: 2 }, { if: (leo) => not(leo[name]!.eq(1)) }),
          'ConditionalCheckFailedException',
        )
      }
    },
  },
  'updates name attributes that are reserved words': {
    rule: '4.20',
    run: async (context) => {
      const store = await withLeo(context, { set: 1, ADD: 1, remove: 1, values: new Set(['a', 'b']), m: { delete: 1 } })
      const updated = await store.update('leo', (leo) => [
        leo['set']!.set('x'),
        leo['ADD']!.increment(),
        leo['remove']!.remove(),
        leo['values']!.delete('a'),
        leo['m']!.member('delete').set(2),
        leo['list_append']!.append(1),
        leo['if_not_exists']!.setIfNotExists(1),
      ])
      const wanted = { set: 'x', ADD: 2, values: new Set(['b']), m: { delete: 2 }, list_append: [1], if_not_exists: 1 }
      expect(exactly(updated)).toEqual(exactly({ animalId: 'leo', ...wanted }))
    },
  },
  'projections name attributes that are reserved words, or of any other name': {
    rule: '4.20',
    run: async (context) => {
      const given = { status: 1, 'a.b': 2, '5n': 3, '#a': 4, m: { 'c.d': { size: 5 }, other: 6 }, more: 7 }
      const store = await withLeo(context, given)
      const projection = ['status', 'a.b', '5n', '#a', ['m', 'c.d', 'size']] as const
      expect(await store.get('leo', { projection })).toEqual({
        status: 1,
        'a.b': 2,
        '5n': 3,
        '#a': 4,
        m: { 'c.d': { size: 5 } },
      })
    },
  },
  'indexes have keys that are reserved words, or of any other name': {
    rule: '4.20',
    run: async ({ database, table }) => {
      const byStatus = { partitionKey: 'status', sortKey: { name: 'a.b c', type: 'N' } } as const
      const store = database().store(table({ ...animals, indexes: { byStatus } }))
      for (const [index, animalId] of ['leo', 'nala', 'simba'].entries()) {
        await store.put({ animalId, status: 'open', 'a.b c': index })
      }
      const key = { status: 'open', 'a.b c': { ge: 1 } } as const
      const first = await store.query({ index: 'byStatus', key, limit: 1 })
      expect(all(first.items, 'animalId')).toEqual(['nala'])
      const second = await store.query({ index: 'byStatus', key, limit: 1, cursor: first.cursor })
      expect(all(second.items, 'animalId')).toEqual(['simba'])
    },
  },
  'a name with dots or brackets is one name, in updates too': {
    rule: '4.33',
    run: async (context) => {
      const store = await withLeo(context, { 'a.b': 1, 'l[0]': 1, a: { b: 1 }, l: [1] })
      const updated = await store.update('leo', (leo) => [
        leo['a.b']!.set(2),
        leo['l[0]']!.set(3),
        leo['a']!['b']!.set(4),
        leo['l']!.element(0).set(5),
      ])
      expect(updated).toEqual({ animalId: 'leo', 'a.b': 2, 'l[0]': 3, a: { b: 4 }, l: [5] })
    },
  },
  'an attribute and one whose name goes on with a dot do not overlap': {
    rule: '5.4',
    run: async (context) => {
      const store = await withLeo(context, { s: 'x' })
      const updated = await store.update('leo', (leo) => [leo['s']!.set('y'), leo['s.nested']!.set('y')])
      expect(updated).toEqual({ animalId: 'leo', s: 'y', 's.nested': 'y' })
      expect(await store.get('leo', { projection: ['s', 's.nested'] })).toEqual({ s: 'y', 's.nested': 'y' })
    },
  },
  'members and elements side by side do not overlap': {
    rule: '5.3',
    run: async (context) => {
      const store = await withLeo(context, { m: { a: 1, ab: 1 }, l: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] })
      const updated = await store.update('leo', ({ m, l }) => [
        m!['a']!.set(2),
        m!['ab']!.remove(),
        l!.element(1).set('x'),
        l!.element(10).set('y'),
      ])
      expect(updated).toEqual({ animalId: 'leo', m: { a: 2 }, l: [0, 'x', 2, 3, 4, 5, 6, 7, 8, 9, 'y'] })
    },
  },
  'paths overlap whichever comes first, and whatever is done': {
    rule: '5.3',
    run: async (context) => {
      const item = { animalId: 'leo', m: { a: { b: 1 } }, l: [[1]], n: 1, s: new Set(['a']) }
      const store = await withLeo(context, item)
      const overlap = /overlap/
      await refused(
        store.update('leo', ({ m }) => [m!['a']!['b']!.set(1), m!.remove()]),
        'ValidationException',
        overlap,
      )
      await refused(
        store.update('leo', ({ n }) => [n!.increment(), n!.increment()]),
        'ValidationException',
        overlap,
      )
      await refused(
        store.update('leo', ({ s }) => [s!.add('b'), s!.delete('a')]),
        'ValidationException',
        overlap,
      )
      await refused(
        store.update('leo', ({ l }) => [l!.element(0).element(0).set(2), l!.append(3)]),
        'ValidationException',
        overlap,
      )
      expect(await store.get('leo')).toEqual(item)
    },
  },
  'a position in a list is a whole number from 0': {
    rule: '4.33',
    run: async (context) => {
      const store = await withLeo(context, { l: [1, 2] })
      for (const index of [-1, 0.5, '0', Number.NaN, null, 2 ** 53]) {
        await refused(store.list({ where: ({ l }) => l!.element(index as never).exists() }), 'ValidationException')
        await refused(
          store.update('leo', ({ l }) => [l!.element(index as never).remove()]),
          'ValidationException',
        )
      }
      await refused(store.get('leo', { projection: [['l', -1]] }), 'ValidationException')
      expect(await store.get('leo')).toEqual({ animalId: 'leo', l: [1, 2] })
    },
  },
})
