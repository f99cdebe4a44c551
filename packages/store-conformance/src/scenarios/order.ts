import { Decimal, type Value } from '@cmz/store-core'
import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { animals, bytes, tags, visits, weights } from './zoo.ts'

/** Mixes a list up, always in the same way. */
const shuffled = <T>(values: readonly T[]): T[] =>
  values
    .map((value, index) => ({ value, place: (index * 7919) % 31 }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ value }) => value)

const inOrder =
  (definition: typeof visits | typeof weights | typeof tags, ...wanted: readonly Value[]) =>
  async ({ database, table }: Context): Promise<void> => {
    const store = database().store(table(definition as typeof visits))
    const { partitionKey, sortKey } = definition
    const name = typeof sortKey === 'string' ? sortKey : sortKey.name
    for (const value of shuffled(wanted)) await store.create({ [partitionKey]: 'p', [name]: value })
    const read = async (order: 'ascending' | 'descending', limit: number): Promise<unknown[]> => {
      const found: unknown[] = []
      for await (const item of store.each({ key: { [partitionKey]: 'p' }, order, limit })) {
        found.push(exactly((item as Record<string, unknown>)[name]))
        if (found.length > wanted.length) break
      }
      return found
    }
    const ascending = wanted.map(exactly)
    expect(await read('ascending', 100), 'ascending').toEqual(ascending)
    expect(await read('descending', 100), 'descending').toEqual(ascending.toReversed())
    expect(await read('ascending', 2), 'ascending, page by page').toEqual(ascending)
    expect(await read('descending', 2), 'descending, page by page').toEqual(ascending.toReversed())
  }

export const order: readonly Scenario[] = theme('order', {
  'text is ordered by its UTF-8 bytes, not by UTF-16': {
    rule: '2.1',
    run: inOrder(visits, 'A', 'Z', 'a', 'z', '\u00e9', '\ue000', '\uff5e', '\uffff', '\u{10000}', '\u{1f600}'),
  },
  'shorter text comes before longer text that begins with it': {
    rule: '2.1',
    run: inOrder(visits, '\u0000', '\u0000a', ' ', 'a', 'a\u0000', 'a ', 'aa', 'ab', 'b'),
  },
  'text of digits is ordered as text': { rule: '2.1', run: inOrder(visits, '1', '10', '2', '20', '3') },
  'numbers are ordered by value, across sign and magnitude': {
    rule: '2.2',
    run: inOrder(weights, -1e125, -1000, -2, -1.5, -1e-130, 0, 1e-130, 0.5, 2, 9, 10, 100, 1e125),
  },
  'numbers are ordered exactly, beyond double precision': {
    rule: '2.2',
    run: inOrder(
      weights,
      -9007199254740993n,
      new Decimal('0.1234567890123456788'),
      new Decimal('0.1234567890123456789'),
      9007199254740991,
      9007199254740992,
      9007199254740993n,
      9007199254740994,
    ),
  },
  'binaries are ordered as unsigned bytes, the shorter first': {
    rule: '2.3',
    run: inOrder(
      tags,
      bytes(0),
      bytes(0, 0),
      bytes(0, 255),
      bytes(1),
      bytes(127),
      bytes(128),
      bytes(255),
      bytes(255, 0),
    ),
  },
  'query is ascending unless told otherwise': {
    rule: '7.17',
    run: async ({ database, table }) => {
      const store = database().store(table(weights))
      for (const grams of [2, 3, 1]) await store.create({ animalId: 'p', grams })
      const { items } = await store.query({ key: { animalId: 'p' } })
      expect(items.map(({ grams }) => grams)).toEqual([1, 2, 3])
    },
  },
  'an index is ordered by its own sort key, in both directions': {
    rule: '7.17',
    run: async ({ database, table }) => {
      const byRank = { partitionKey: 'group', sortKey: { name: 'rank', type: 'N' } } as const
      const store = database().store(table({ ...animals, indexes: { byRank } }))
      for (const [index, rank] of [10, 9, -1, 0.5].entries())
        await store.create({ animalId: `${index}`, group: 'g', rank })
      const query = { index: 'byRank', key: { group: 'g' } } as const
      expect((await store.query(query)).items.map(({ rank }) => rank)).toEqual([-1, 0.5, 9, 10])
      const descending = await store.query({ ...query, order: 'descending' })
      expect(descending.items.map(({ rank }) => rank)).toEqual([10, 9, 0.5, -1])
    },
  },
  'list is sorted by key, whatever order the backend scans in': {
    rule: '8.1',
    run: async ({ database, table }) => {
      const store = database().store(table(weights))
      const wanted = [
        ['A', 1],
        ['a', -5],
        ['a', 9],
        ['a', 10],
        ['b', 0],
        ['\uff5e', 0],
        ['\u{1f600}', 0],
      ] as const
      for (const [animalId, grams] of shuffled(wanted)) await store.create({ animalId, grams })
      expect((await store.list()).map(({ animalId, grams }) => [animalId, grams])).toEqual(wanted)
    },
  },
  'list sorts partition keys of numbers and of bytes by value': {
    rule: '2.2',
    run: async ({ database, table }) => {
      const numbered = table({ ...animals, name: 'numbered', partitionKey: { name: 'id', type: 'N' } })
      const tagged = table({ ...animals, name: 'tagged', partitionKey: { name: 'id', type: 'B' } })
      const numbers = [-10, -9, 0.5, 2, 10, 9007199254740993n]
      const binaries = [bytes(0, 1), bytes(1), bytes(1, 0), bytes(200)]
      for (const id of shuffled(numbers)) await database().store(numbered).create({ id })
      for (const id of shuffled(binaries)) await database().store(tagged).create({ id })
      expect((await database().store(numbered).list()).map(({ id }) => id)).toEqual(numbers)
      expect((await database().store(tagged).list()).map(({ id }) => id)).toEqual(binaries)
    },
  },
  'items of one partition stand together in a scan, in the order of the sort key': {
    rule: '8.1',
    run: async ({ database, table }) => {
      const store = database().store(table(weights))
      for (const grams of [3, 1, 2]) for (const animalId of ['b', 'a', 'c']) await store.create({ animalId, grams })
      const { items } = await store.page()
      const partitions = items.map(({ animalId }) => animalId)
      for (const animalId of ['a', 'b', 'c']) {
        expect(partitions.lastIndexOf(animalId) - partitions.indexOf(animalId)).toBe(2)
        const grams = items.filter((item) => item.animalId === animalId).map((item) => item.grams)
        expect(grams).toEqual([1, 2, 3])
      }
    },
  },
})
