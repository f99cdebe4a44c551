import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { all, animals, bytes, tags, visits, weights } from './zoo.ts'

const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-02-01'] as const

async function visited({ database, table }: Context) {
  const store = database().store(table(visits))
  for (const [index, day] of days.entries()) await store.create({ zoo: 'north', day, guests: index })
  await store.create({ zoo: 'south', day: days[0], guests: 9 })
  return store
}

/** Queries the days of the north zoo and expects those given. */
const finds =
  (condition: object, wanted: readonly string[]) =>
  async (context: Context): Promise<void> => {
    const store = await visited(context)
    const { items } = await store.query({ key: { zoo: 'north', day: condition as never } })
    expect(all(items, 'day')).toEqual(wanted)
  }

export const reads: readonly Scenario[] = theme('reads', {
  'a key that does not exist gives undefined': {
    rule: '7.1',
    run: async ({ database, table }) => {
      expect(await database().store(table(animals)).get('nobody')).toBeUndefined()
    },
  },
  'an empty table lists nothing': async ({ database, table }) => {
    const store = database().store(table(visits))
    expect(await store.list()).toEqual([])
    expect(await store.page()).toEqual({ items: [] })
    expect(await store.query({ key: { zoo: 'north' } })).toEqual({ items: [] })
  },
  'a read sees every write that was acknowledged before it': async ({ database, table }) => {
    const store = database().store(table(animals))
    for (let round = 0; round < 5; round++) {
      await store.create({ animalId: 'leo', round })
      expect(await store.get('leo')).toEqual({ animalId: 'leo', round })
      expect(await store.list()).toEqual([{ animalId: 'leo', round }])
      await store.updateFields('leo', { fed: true })
      expect(await store.get('leo')).toEqual({ animalId: 'leo', round, fed: true })
      await store.purge('leo')
      expect(await store.get('leo')).toBeUndefined()
      expect(await store.list()).toEqual([])
    }
  },
  'two stores of one table see each other': async ({ database, table }) => {
    const definition = table(animals)
    const [one, two] = [database().store(definition), database().store(definition)]
    await one.create({ animalId: 'leo' })
    expect(await two.get('leo')).toEqual({ animalId: 'leo' })
    await two.purge('leo')
    expect(await one.list()).toEqual([])
  },
  'list returns more data than fits one page of DynamoDB': {
    rule: '7.15',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const text = 'x'.repeat(100_000)
      const ids = Array.from({ length: 24 }, (_, index) => `a${String(index).padStart(2, '0')}`)
      await Promise.all(ids.map((animalId) => store.create({ animalId, text })))
      const items = await store.list()
      expect(all(items, 'animalId')).toEqual(ids)
      expect(items.every((item) => item.text === text)).toBe(true)
    },
  },
  'query returns one partition and nothing of another': {
    rule: '7.3',
    run: async (context) => {
      const store = await visited(context)
      const { items } = await store.query({ key: { zoo: 'north' } })
      expect(all(items, 'day')).toEqual(days)
      expect(new Set(all(items, 'zoo'))).toEqual(new Set(['north']))
    },
  },
  'query finds nothing in a partition that does not exist': {
    rule: '7.3',
    run: async (context) => {
      expect(await (await visited(context)).query({ key: { zoo: 'nort' } })).toEqual({ items: [] })
    },
  },
  'query by a bare sort key finds the one item': {
    rule: '7.3',
    run: async (context) => {
      const store = await visited(context)
      const { items } = await store.query({ key: { zoo: 'north', day: days[1] } })
      expect(items).toEqual([{ zoo: 'north', day: days[1], guests: 1 }])
    },
  },
  'query by sort key equal': { rule: '7.3', run: finds({ eq: days[2] }, [days[2]]) },
  'query by sort key less than': { rule: '7.3', run: finds({ lt: days[2] }, days.slice(0, 2)) },
  'query by sort key less than or equal': { rule: '7.3', run: finds({ le: days[2] }, days.slice(0, 3)) },
  'query by sort key greater than': { rule: '7.3', run: finds({ gt: days[2] }, days.slice(3)) },
  'query by sort key greater than or equal': { rule: '7.3', run: finds({ ge: days[2] }, days.slice(2)) },
  'query by sort key between includes both bounds': {
    rule: '7.3',
    run: finds({ between: [days[1], days[2]] }, days.slice(1, 3)),
  },
  'query by the beginning of the sort key': { rule: '7.3', run: finds({ beginsWith: '2026-01' }, days.slice(0, 3)) },
  'query by bounds that are no keys themselves': {
    rule: '7.3',
    run: finds({ between: ['2026-01-01x', '2026-01-9'] }, days.slice(1, 3)),
  },
  'query between bounds the wrong way round is refused': {
    rule: '4.7',
    run: async (context) => {
      const store = await visited(context)
      const key = { zoo: 'north', day: { between: [days[2], days[1]] } } as const
      await refused(
        store.query({ key }),
        'ValidationException',
        /upper bound to be greater than or equal to lower bound/,
      )
    },
  },
  'query by a numeric sort key compares numbers': {
    rule: '2.2',
    run: async ({ database, table }) => {
      const store = database().store(table(weights))
      for (const grams of [9, 10, 100, -5, 0.5]) await store.create({ animalId: 'leo', grams })
      const heavier = await store.query({ key: { animalId: 'leo', grams: { ge: 9 } } })
      expect(all(heavier.items, 'grams')).toEqual([9, 10, 100])
      const between = await store.query({ key: { animalId: 'leo', grams: { between: [-5, 1n] } } })
      expect(all(between.items, 'grams')).toEqual([-5, 0.5])
    },
  },
  'query by the beginning of a binary sort key compares bytes': {
    rule: '2.3',
    run: async ({ database, table }) => {
      const store = database().store(table(tags))
      for (const code of [bytes(1), bytes(1, 255), bytes(1, 0), bytes(2), bytes(0, 1)])
        await store.create({ animalId: 'leo', code })
      const { items } = await store.query({ key: { animalId: 'leo', code: { beginsWith: bytes(1) } } })
      expect(items.map(({ code }) => [...(code as Uint8Array)])).toEqual([[1], [1, 0], [1, 255]])
    },
  },
  'query finds partitions of numbers and of bytes by value': {
    rule: '1.8',
    run: async ({ database, table }) => {
      const numbered = database().store(table({ ...animals, name: 'N', partitionKey: { name: 'id', type: 'N' } }))
      const tagged = database().store(table({ ...animals, name: 'B', partitionKey: { name: 'id', type: 'B' } }))
      for (const id of [1, 10, 9007199254740993n]) await numbered.create({ id })
      for (const id of [bytes(1), bytes(1, 0)]) await tagged.create({ id })
      expect((await numbered.query({ key: { id: 1n } })).items).toEqual([{ id: 1 }])
      expect((await numbered.query({ key: { id: 9007199254740992n } })).items).toEqual([])
      expect((await tagged.query({ key: { id: bytes(1) } })).items).toEqual([{ id: bytes(1) }])
    },
  },
  'query by the beginning of a key ending in the last character finds its successors': {
    rule: '7.3',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      const found = ['a\u{10ffff}', 'a\u{10ffff}b', 'a\u{10ffff}\u{10ffff}']
      for (const day of [...found, 'a', 'b', 'a\uffff']) await store.create({ zoo: 'north', day })
      const { items } = await store.query({ key: { zoo: 'north', day: { beginsWith: 'a\u{10ffff}' } } })
      expect(all(items, 'day')).toEqual(found)
    },
  },
  'query without the partition key is refused': {
    rule: '7.4',
    run: async (context) => {
      const store = await visited(context)
      const missed = /Query condition missed key schema element: zoo/
      await refused(store.query({ key: { day: days[0] } }), 'ValidationException', missed)
      await refused(store.query({ key: {} }), 'ValidationException', missed)
      await refused(store.query({} as never), 'ValidationException', /A query needs key/)
    },
  },
  'query by an attribute that is no key is refused': {
    rule: '7.4',
    run: async (context) => {
      const store = await visited(context)
      await refused(store.query({ key: { zoo: 'north', guests: 1 } }), 'ValidationException', /guests is no key here/)
    },
  },
  'query by a key of another type is refused': {
    rule: '7.8',
    run: async (context) => {
      const store = await visited(context)
      await refused(store.query({ key: { zoo: 1 } }), 'ValidationException', /zoo is of type S/)
      await refused(store.query({ key: { zoo: 'north', day: { gt: 1 } } }), 'ValidationException', /day is of type S/)
    },
  },
  'query by an operator that sort keys do not have is refused': {
    rule: '7.5',
    run: async ({ database, table }) => {
      const store = database().store(table(weights))
      for (const grams of [{ ne: 1 }, { gt: 1, lt: 5 }, {}, { between: [1] }, { beginsWith: 1 }, { contains: 1 }]) {
        await refused(
          store.query({ key: { animalId: 'leo', grams: grams as never } }),
          'ValidationException',
          /Invalid condition on sort key grams/,
        )
      }
    },
  },
  'a filter leaves out what does not meet it': async (context) => {
    const store = await visited(context)
    const { items } = await store.query({ key: { zoo: 'north' }, where: ({ guests }) => guests!.ge(2) })
    expect(all(items, 'day')).toEqual(days.slice(2))
  },
  'a filter of a query may not name the keys that are queried': {
    rule: '4.29',
    run: async (context) => {
      const store = await visited(context)
      const text = /Filter Expression can only contain non-primary key attributes/
      const key = { zoo: 'north' }
      await refused(store.query({ key, where: ({ zoo }) => zoo!.eq('north') }), 'ValidationException', text)
      await refused(store.query({ key, where: ({ day }) => day!.beginsWith('2026') }), 'ValidationException', text)
    },
  },
  'a filter of a list or page may name the keys': {
    rule: '4.29',
    run: async (context) => {
      const store = await visited(context)
      expect(await store.list({ where: ({ zoo }) => zoo!.eq('south') })).toHaveLength(1)
      expect((await store.page({ where: ({ day }) => day!.beginsWith('2026-02') })).items).toHaveLength(1)
    },
  },
  'an index that the definition does not have is refused': {
    rule: '7.24',
    run: async (context) => {
      const store = await visited(context)
      for (const index of ['byGuests', 'toString']) {
        const text = /The table does not have the specified index/
        await refused(store.query({ index: index as never, key: { zoo: 'north' } }), 'ValidationException', text)
        await refused(store.page({ index: index as never }), 'ValidationException', text)
      }
    },
  },
})
