import { Decimal } from '@cmz/store-core'
import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { all, animals, bytes, tags, visits, weights } from './zoo.ts'

const indexed = {
  ...visits,
  indexes: {
    byGuests: { kind: 'local', sortKey: { name: 'guests', type: 'N' } },
    byKeeper: { partitionKey: 'keeper', sortKey: 'day' },
    byWeather: { partitionKey: 'weather' },
  },
} as const

const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-02-01'] as const

async function visited({ database, table }: Context) {
  const store = database().store(table(indexed))
  for (const [index, day] of days.entries()) {
    await store.create({ zoo: 'north', day, guests: 10 - index, keeper: 'ada', weather: 'rain' })
  }
  await store.create({ zoo: 'south', day: days[1], guests: 8, keeper: 'bob', weather: 'sun' })
  return store
}

/** Reads one partition in the range given, and tells the sort keys found. */
const weighed =
  (condition: object, wanted: readonly unknown[]) =>
  async ({ database, table }: Context): Promise<void> => {
    const store = database().store(table(weights))
    for (const grams of [-10, -1.5, 0, 9, 10, 9007199254740992n, 9007199254740993n]) {
      await store.create({ animalId: 'leo', grams })
    }
    const { items } = await store.query({ key: { animalId: 'leo', grams: condition as never } })
    expect(all(items, 'grams')).toEqual(wanted)
  }

const tagged =
  (condition: object, wanted: readonly (readonly number[])[]) =>
  async ({ database, table }: Context): Promise<void> => {
    const store = database().store(table(tags))
    for (const code of [bytes(0), bytes(1), bytes(1, 0), bytes(1, 255), bytes(128), bytes(255)]) {
      await store.create({ animalId: 'leo', code })
    }
    const { items } = await store.query({ key: { animalId: 'leo', code: condition as never } })
    expect(items.map(({ code }) => [...(code as Uint8Array)])).toEqual(wanted)
  }

export const ranges: readonly Scenario[] = theme('ranges', {
  'a number is found by its value': { rule: '7.3', run: weighed({ eq: new Decimal('9.0') }, [9]) },
  'numbers below zero are less than those above': { rule: '2.2', run: weighed({ lt: 0 }, [-10, -1.5]) },
  'numbers up to one include it': { rule: '7.3', run: weighed({ le: -1.5 }, [-10, -1.5]) },
  'numbers beyond double precision have their own place': {
    rule: '2.2',
    run: weighed({ gt: 9007199254740992n }, [9007199254740993n]),
  },
  'numbers between two include both': { rule: '7.3', run: weighed({ between: [0, new Decimal('10.0')] }, [0, 9, 10]) },
  'numbers between one and itself are that one': { rule: '7.3', run: weighed({ between: [9, 9] }, [9]) },
  'bytes are compared without a sign': { rule: '2.3', run: tagged({ ge: bytes(128) }, [[128], [255]]) },
  'bytes below others include those they begin with': {
    rule: '2.3',
    run: tagged({ lt: bytes(1, 0) }, [[0], [1]]),
  },
  'bytes between two include both': {
    rule: '7.3',
    run: tagged({ between: [bytes(1), bytes(1, 255)] }, [[1], [1, 0], [1, 255]]),
  },
  'bytes that begin with the last byte are found': { rule: '7.3', run: tagged({ beginsWith: bytes(255) }, [[255]]) },
  'text is compared by its UTF-8 bytes': {
    rule: '2.1',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      for (const day of ['a', '\uff5e', '\u{1f600}', '\ue000']) await store.create({ zoo: 'north', day })
      const after = await store.query({ key: { zoo: 'north', day: { gt: '\uff5e' } } })
      expect(all(after.items, 'day')).toEqual(['\u{1f600}'])
      const between = await store.query({ key: { zoo: 'north', day: { between: ['\ue000', '\uffff'] } } })
      expect(all(between.items, 'day')).toEqual(['\ue000', '\uff5e'])
    },
  },
  'a global index has ranges too': {
    rule: '7.3',
    run: async (context) => {
      const store = await visited(context)
      const begins = { keeper: 'ada', day: { beginsWith: '2026-01' } } as const
      expect(all((await store.query({ index: 'byKeeper', key: begins })).items, 'day')).toEqual(days.slice(0, 3))
      const between = { keeper: 'ada', day: { between: [days[1], days[2]] } } as const
      expect(all((await store.query({ index: 'byKeeper', key: between })).items, 'day')).toEqual(days.slice(1, 3))
    },
  },
  'a local index has ranges too': {
    rule: '7.3',
    run: async (context) => {
      const store = await visited(context)
      const key = { zoo: 'north', guests: { between: [8, 9] } } as const
      expect(all((await store.query({ index: 'byGuests', key })).items, 'guests')).toEqual([8, 9])
      const one = { zoo: 'north', guests: 10n } as const
      expect(all((await store.query({ index: 'byGuests', key: one })).items, 'day')).toEqual([days[0]])
    },
  },
  'a range of a table runs backwards too, page by page': {
    rule: '7.17',
    run: async (context) => {
      const store = await visited(context)
      const query = { key: { zoo: 'north', day: { ge: days[1] } }, order: 'descending', limit: 2 } as const
      const first = await store.query(query)
      expect(all(first.items, 'day')).toEqual([days[3], days[2]])
      expect(all((await store.query({ ...query, cursor: first.cursor })).items, 'day')).toEqual([days[1]])
    },
  },
  'a local index runs backwards too, page by page': {
    rule: '7.17',
    run: async (context) => {
      const store = await visited(context)
      const query = { index: 'byGuests', key: { zoo: 'north' }, order: 'descending', limit: 3 } as const
      const first = await store.query(query)
      expect(all(first.items, 'guests')).toEqual([10, 9, 8])
      expect(all((await store.query({ ...query, cursor: first.cursor })).items, 'guests')).toEqual([7])
    },
  },
  'an index is not queried without its partition key': {
    rule: '7.4',
    run: async (context) => {
      const store = await visited(context)
      const query = (index: 'byKeeper' | 'byGuests', key: object) => store.query({ index, key: key as never })
      await refused(query('byKeeper', { zoo: 'north' }), 'ValidationException', /missed key schema element: keeper/)
      await refused(query('byKeeper', { day: days[0] }), 'ValidationException', /missed key schema element: keeper/)
      await refused(query('byGuests', { guests: 1 }), 'ValidationException', /missed key schema element: zoo/)
    },
  },
  'an index is not queried by a key that is only that of the table': {
    rule: '7.4',
    run: async (context) => {
      const store = await visited(context)
      const byWeather = store.query({ index: 'byWeather', key: { weather: 'rain', zoo: 'north' } })
      await refused(byWeather, 'ValidationException', /zoo is no key here/)
      const byGuests = store.query({ index: 'byGuests', key: { zoo: 'north', day: days[0] } })
      await refused(byGuests, 'ValidationException', /day is no key here/)
    },
  },
  'a partition is one value, not a range': {
    rule: '7.6',
    run: async (context) => {
      const store = await visited(context)
      for (const zoo of [{ gt: 'a' }, { beginsWith: 'n' }, { between: ['a', 'z'] }, { eq: 'north' }, ['north']]) {
        await refused(store.query({ key: { zoo: zoo as never } }), 'ValidationException')
      }
    },
  },
  'a sort key meets one condition': {
    rule: '7.7',
    run: async (context) => {
      const store = await visited(context)
      for (const day of [
        { ge: days[0], le: days[2] },
        { gt: days[0], beginsWith: '2026' },
      ]) {
        const call = store.query({ key: { zoo: 'north', day: day } })
        await refused(call, 'ValidationException', /Invalid condition on sort key day/)
      }
    },
  },
  'a query names no more than the two keys': {
    rule: '7.7',
    run: async (context) => {
      const store = await visited(context)
      const key = { zoo: 'north', day: days[0], guests: 10 }
      await refused(store.query({ key }), 'ValidationException')
      await refused(store.query({ index: 'byGuests', key }), 'ValidationException')
    },
  },
  'a key of an index has the type of the index': {
    rule: '7.8',
    run: async (context) => {
      const store = await visited(context)
      const byGuests = (guests: unknown) =>
        store.query({ index: 'byGuests', key: { zoo: 'north', guests: guests as never } })
      for (const guests of ['8', { gt: '8' }, { between: [8, '9'] }, { eq: true }]) {
        await refused(byGuests(guests), 'ValidationException', /guests is of type N/)
      }
      await refused(
        store.query({ index: 'byKeeper', key: { keeper: 5 } }),
        'ValidationException',
        /keeper is of type S/,
      )
    },
  },
  'a query says what it asks for': {
    rule: '7.11',
    run: async (context) => {
      const store = await visited(context)
      for (const options of [{}, { key: undefined }, { key: null }, { key: 'north' }, { index: 'byKeeper' }]) {
        await refused(store.query(options as never), 'ValidationException')
      }
    },
  },
  'a table without a sort key has one item for a key, and no more pages': {
    rule: '7.19',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      for (const animalId of ['leo', 'nala']) await store.create({ animalId })
      expect(await store.query({ key: { animalId: 'leo' }, limit: 1 })).toEqual({ items: [{ animalId: 'leo' }] })
      const where = store.query({ key: { animalId: 'leo' }, limit: 1, where: ({ legs }) => legs!.eq(4) })
      expect(await where).toEqual({ items: [] })
    },
  },
  'a filter of a local index may name the sort key of the table, not its own': {
    rule: '4.29',
    run: async (context) => {
      const store = await visited(context)
      const query = { index: 'byGuests', key: { zoo: 'north' } } as const
      const { items } = await store.query({ ...query, where: ({ day }) => day!.ge(days[2]) })
      expect(all(items, 'day')).toEqual([days[3], days[2]])
      const text = /Filter Expression can only contain non-primary key attributes/
      await refused(store.query({ ...query, where: ({ guests }) => guests!.gt(1) }), 'ValidationException', text)
      await refused(store.query({ ...query, where: ({ zoo }) => zoo!.eq('north') }), 'ValidationException', text)
    },
  },
  'a filter of a page of an index may name its keys': {
    rule: '4.29',
    run: async (context) => {
      const store = await visited(context)
      const { items } = await store.page({ index: 'byKeeper', where: ({ keeper }) => keeper!.eq('bob') })
      expect(all(items, 'zoo')).toEqual(['south'])
    },
  },
  'what is counted is filtered by the rules of a query': {
    rule: '4.29',
    run: async (context) => {
      const store = await visited(context)
      const text = /Filter Expression can only contain non-primary key attributes/
      const key = { zoo: 'north' }
      await refused(store.count({ key, where: ({ day }) => day!.exists() }), 'ValidationException', text)
      expect(await store.count({ where: ({ day }) => day!.beginsWith('2026-01') })).toBe(4)
    },
  },
  'an index that is not there cannot be counted': {
    rule: '7.24',
    run: async (context) => {
      const store = await visited(context)
      const text = /The table does not have the specified index/
      await refused(store.count({ index: 'byNobody' as never }), 'ValidationException', text)
      await refused(store.each({ index: 'byNobody' as never }).next(), 'ValidationException', text)
    },
  },
})
