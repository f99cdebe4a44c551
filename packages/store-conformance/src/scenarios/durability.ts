import { Decimal, type Item } from '@cmz/store-core'
import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { all, animals, bytes, tags, users, visits, weights } from './zoo.ts'

const needs = 'reopen'

/** Writes the items, reopens, and expects each as it was. */
const survives = (...values: readonly Item[string][]) => ({
  needs: 'reopen' as const,
  run: async ({ database, table, reopen }: Context): Promise<void> => {
    const definition = table(animals)
    const items = values.map((value, index) => ({
      animalId: `a${String(index).padStart(2, '0')}`,
      value,
      nested: [{ value }],
    }))
    for (const item of items) await database().store(definition).create(item)
    await reopen()
    expect(exactly(await database().store(definition).list())).toEqual(exactly(items))
  },
})

export const durability: readonly Scenario[] = theme('durability', {
  'items are there after close and open': {
    needs,
    run: async ({ database, table, reopen }) => {
      const definition = table(users)
      const created = await database().store(definition).create({ name: 'Ada' })
      await reopen()
      const store = database().store(definition)
      expect(await store.list()).toEqual([created])
      await store.updateFields(created.userId!, { name: 'Ada L.' })
      await reopen()
      expect((await database().store(definition).get(created.userId!))?.name).toBe('Ada L.')
    },
  },
  'a database that was closed can be opened again': {
    needs,
    run: async ({ database, table, reopen }) => {
      const definition = table(animals)
      const first = database()
      await first.store(definition).create({ animalId: 'leo' })
      await first.close()
      await reopen()
      expect(await database().store(definition).get('leo')).toEqual({ animalId: 'leo' })
    },
  },
  'purged items stay away after close and open': {
    needs,
    run: async ({ database, table, reopen }) => {
      const definition = table(animals)
      const store = database().store(definition)
      for (const animalId of ['leo', 'nala']) await store.create({ animalId })
      await store.purge('leo')
      await reopen()
      expect(all(await database().store(definition).list(), 'animalId')).toEqual(['nala'])
      await database().store(definition).purge('nala')
      await reopen()
      expect(await database().store(definition).list()).toEqual([])
    },
  },
  'the flag and the stamps are there after close and open': {
    needs,
    run: async ({ database, table, reopen }) => {
      const definition = table(users)
      await database().store(definition).create({ userId: 'ada' })
      const deleted = await database().store(definition).softDelete('ada')
      await reopen()
      const store = database().store(definition)
      expect(await store.list()).toEqual([])
      expect(await store.get('ada')).toEqual(deleted)
    },
  },
  'a refused write leaves no trace after close and open': {
    needs,
    run: async ({ database, table, reopen }) => {
      const definition = table(animals)
      const store = database().store(definition)
      await store.create({ animalId: 'leo', legs: 4 })
      await refused(store.create({ animalId: 'leo' }), 'ConditionalCheckFailedException')
      await refused(
        store.updateFields('leo', { legs: 5 }, { if: ({ legs }) => legs!.eq(9) }),
        'ConditionalCheckFailedException',
      )
      await reopen()
      expect(await database().store(definition).list()).toEqual([{ animalId: 'leo', legs: 4 }])
    },
  },
  'strings survive as they are': {
    rule: '1.23',
    ...survives('', ' ', '\u0000', '\u2028\r\n\t"\\', 'é', 'e\u0301', '😀', '\ufeff', '$', '1'),
  },
  'numbers survive with their types': {
    rule: '1.7',
    ...survives(
      0,
      -1.5,
      1e100,
      1e-130,
      9007199254740991,
      9007199254740993n,
      -123456789012345678901234567890n,
      new Decimal('0.1234567890123456789'),
      0.30000000000000004,
    ),
  },
  'true, false, null, empty lists and empty maps survive': {
    rule: '1.24',
    ...survives(true, false, null, [], {}, [[]], [{}]),
  },
  'binaries survive': {
    rule: '1.15',
    ...survives(bytes(), bytes(0), bytes(255, 0, 128, 10, 13)),
  },
  'sets survive as sets': {
    rule: '1.18',
    ...survives(new Set(['']), new Set(['a', 'b']), new Set([1, 2.5, 9007199254740993n]), new Set([bytes(), bytes(1)])),
  },
  'maps with names that begin with a dollar survive as maps': {
    rule: '1.21',
    ...survives(
      { $ss: ['a'] },
      { $ns: ['1'] },
      { $bs: ['AA=='] },
      { $b: 'AA==' },
      { $n: '1' },
      { $m: 1 },
      { $m: { a: 1 } },
      { $m: { $m: { $ss: ['a'] } } },
      { $ss: ['a'], other: 1 },
      { $unknown: 1 },
      { $: 1 },
    ),
  },
  'attribute names survive as they are': {
    rule: '1.21',
    ...survives({
      'a.b': 1,
      constructor: 2,
      '': 3,
      '\u0000': 4,
      '9': 5,
      '10': 6,
      '😀': 7,
    }),
  },
  'keys of all types survive': {
    rule: '1.23',
    needs,
    run: async ({ database, table, reopen }) => {
      const [text, number, binary] = [table(visits), table(weights), table(tags)]
      const days = ['../x', '😀', '\u0000', '$n']
      const grams = [-5, 0.5, 9007199254740993n, new Decimal('0.1234567890123456789')]
      const codes = [bytes(0), bytes(255, 1)]
      for (const day of days) await database().store(text).create({ zoo: 'z', day })
      for (const each of grams) await database().store(number).create({ animalId: 'a', grams: each })
      for (const code of codes) await database().store(binary).create({ animalId: 'a', code })
      await reopen()
      for (const day of days) expect(await database().store(text).get({ zoo: 'z', day })).toEqual({ zoo: 'z', day })
      for (const each of grams) {
        const key = { animalId: 'a', grams: each }
        expect(exactly(await database().store(number).get(key))).toEqual(exactly(key))
      }
      for (const code of codes) {
        const key = { animalId: 'a', code }
        expect(exactly(await database().store(binary).get(key))).toEqual(exactly(key))
      }
    },
  },
  'indexes work after close and open': {
    needs,
    run: async ({ database, table, reopen }) => {
      const bySpecies = { partitionKey: 'species', sortKey: { name: 'weight', type: 'N' } } as const
      const definition = table({ ...animals, indexes: { bySpecies } })
      for (const [animalId, weight] of Object.entries({ leo: 190, nala: 120 })) {
        await database().store(definition).create({ animalId, species: 'lion', weight })
      }
      await reopen()
      const store = database().store(definition)
      await store.create({ animalId: 'simba', species: 'lion', weight: 150 })
      const { items } = await store.query({ index: 'bySpecies', key: { species: 'lion' } })
      expect(all(items, 'animalId')).toEqual(['nala', 'simba', 'leo'])
    },
  },
  'a cursor continues after close and open': {
    rule: '7.18',
    needs,
    run: async ({ database, table, reopen }) => {
      const definition = table(animals)
      for (let index = 0; index < 9; index++)
        await database()
          .store(definition)
          .create({ animalId: `a${index}` })
      const first = await database().store(definition).page({ limit: 4 })
      await reopen()
      const rest = await database().store(definition).page({ limit: 9, cursor: first.cursor })
      expect(rest.items).toHaveLength(5)
      expect(new Set(all([...first.items, ...rest.items], 'animalId')).size).toBe(9)
    },
  },
  'tables are known after close and open': {
    needs,
    run: async ({ database, driver, table, reopen }) => {
      const definition = table(visits)
      await database().store(definition).create({ zoo: 'z', day: 'd' })
      await reopen()
      await refused(driver().ensureTable(table({ ...visits, sortKey: 'hour' })), 'ValidationException')
      await driver().ensureTable(definition)
      expect(await driver().describeTable(definition.name)).toMatchObject({ sortKey: { name: 'day', type: 'S' } })
    },
  },
  'parallel writes are all there after close and open': {
    needs,
    run: async ({ database, table, reopen }) => {
      const definition = table(animals)
      const store = database().store(definition)
      const ids = Array.from({ length: 50 }, (_, index) => `a${String(index).padStart(2, '0')}`)
      await Promise.all(ids.map((animalId) => store.create({ animalId })))
      await reopen()
      expect(all(await database().store(definition).list(), 'animalId')).toEqual(ids)
    },
  },
  'close waits for writes under way, and they are there after open': {
    needs,
    run: async ({ driver, database, table, reopen }) => {
      const definition = table(animals)
      await driver().ensureTable(definition)
      const writes = Array.from({ length: 5 }, (_, index) =>
        driver().write({ kind: 'put', table: definition, item: { animalId: `a${index}` } }),
      )
      await driver().close()
      await Promise.all(writes)
      await reopen()
      expect(await database().store(definition).list()).toHaveLength(5)
    },
  },
})
