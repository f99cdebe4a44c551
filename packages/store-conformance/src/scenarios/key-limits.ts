import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { animals, bytes, tags, visits, weights } from './zoo.ts'

const mismatch = /The provided key element does not match the schema/

export const keyLimits: readonly Scenario[] = theme('key limits', {
  'a partition key of bytes holds up to 2048': {
    rule: '2.5',
    run: async ({ database, table }) => {
      const store = database().store(table({ ...animals, name: 'tagged', partitionKey: { name: 'tag', type: 'B' } }))
      const full = bytes(...Array<number>(2048).fill(200))
      await store.create({ tag: full })
      expect(await store.get(full)).toEqual({ tag: full })
      const long = bytes(...full, 1)
      await refused(store.create({ tag: long }), 'ValidationException', /Size of hashkey has exceeded/)
      await refused(store.get(long), 'ValidationException', /Size of hashkey has exceeded/)
    },
  },
  'a sort key of bytes holds up to 1024': {
    rule: '2.6',
    run: async ({ database, table }) => {
      const store = database().store(table(tags))
      const full = bytes(...Array<number>(1024).fill(200))
      await store.create({ animalId: 'leo', code: full })
      expect(await store.get({ animalId: 'leo', code: full })).toEqual({ animalId: 'leo', code: full })
      const long = { animalId: 'leo', code: bytes(...full, 1) }
      await refused(store.put(long), 'ValidationException', /Aggregated size of all range keys/)
    },
  },
  'no call takes a partition key that is too long': {
    rule: '2.5',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const long = 'x'.repeat(2049)
      const calls = [
        store.put({ animalId: long }),
        store.updateFields(long, { a: 1 }),
        store.purge(long),
        store.query({ key: { animalId: long } }),
        store.getMany(['leo', long]),
        store.writeMany({ put: [{ animalId: 'leo' }, { animalId: long }] }),
        store.writeMany({ purge: [long] }),
      ]
      for (const call of calls) await refused(call, 'ValidationException', /Size of hashkey has exceeded/)
      expect(await store.list()).toEqual([])
    },
  },
  'no call takes a sort key that is too long': {
    rule: '2.6',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      const key = { zoo: 'north', day: 'x'.repeat(1025) }
      const calls = [
        store.put(key),
        store.updateFields(key, { a: 1 }),
        store.purge(key),
        store.query({ key }),
        store.query({ key: { zoo: 'north', day: { lt: key.day } } }),
        store.getMany([key]),
        store.writeMany({ put: [key] }),
      ]
      for (const call of calls) await refused(call, 'ValidationException', /Aggregated size of all range keys/)
      expect(await store.list()).toEqual([])
    },
  },
  'an empty key is refused by batches and by deletes': {
    rule: '2.7',
    run: async ({ database, table }) => {
      const store = database().store(table({ ...visits, softDelete: 'softDelete' }))
      const text = /cannot contain an empty string value. Key: day/
      const key = { zoo: 'north', day: '' }
      const calls = [
        store.getMany([{ zoo: 'north', day: 'monday' }, key]),
        store.writeMany({ put: [{ zoo: 'north', day: 'monday' }, key] }),
        store.writeMany({ purge: [key] }),
        store.softDelete(key),
        store.recover(key),
        store.update(key, ({ n }) => [n!.increment()]),
      ]
      for (const call of calls) await refused(call, 'ValidationException', text)
      expect(await store.list()).toEqual([])
    },
  },
  'a bound of a query that is empty is refused': {
    rule: '7.10',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      await store.create({ zoo: 'north', day: 'monday' })
      const text = /cannot contain an empty string value. Key: day/
      for (const day of ['', { gt: '' }, { ge: '' }, { beginsWith: '' }, { between: ['', 'z'] }]) {
        await refused(store.query({ key: { zoo: 'north', day: day as never } }), 'ValidationException', text)
      }
    },
  },
  'a bound of a query that is empty bytes is refused': {
    rule: '7.10',
    run: async ({ database, table }) => {
      const store = database().store(table(tags))
      await store.create({ animalId: 'leo', code: bytes(1) })
      for (const code of [bytes(), { ge: bytes() }, { beginsWith: bytes() }]) {
        const call = store.query({ key: { animalId: 'leo', code: code } })
        await refused(call, 'ValidationException', /empty binary value. Key: code/)
      }
    },
  },
  'an item without its partition key is refused, by put and by batches': {
    rule: '2.8',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      const text = /Missing the key zoo in the item/
      await refused(store.put({ day: 'monday' }), 'ValidationException', text)
      await refused(store.put({ zoo: undefined, day: 'monday' } as never), 'ValidationException', text)
      const put = [{ zoo: 'north', day: 'monday' }, { day: 'tuesday' }]
      await refused(store.writeMany({ put: put }), 'ValidationException', text)
      expect(await store.list()).toEqual([])
    },
  },
  'null is no key, nor is anything else of another type': {
    rule: '2.9',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      for (const [day, type] of [
        [null, 'NULL'],
        [true, 'BOOL'],
        [['x'], 'L'],
        [{}, 'M'],
        [new Set(['x']), 'SS'],
        [bytes(1), 'B'],
      ] as const) {
        const text = new RegExp(`Type mismatch for key day expected: S actual: ${type}`)
        await refused(store.put({ zoo: 'north', day }), 'ValidationException', text)
        await refused(store.writeMany({ put: [{ zoo: 'north', day }] }), 'ValidationException', text)
      }
      expect(await store.list()).toEqual([])
    },
  },
  'no call takes a key with another type, or with too few or too many attributes': {
    rule: '2.10',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      for (const key of [{ zoo: 'north' }, { zoo: 'north', day: 5 }, { zoo: 'north', day: 'x', hour: 1 }, {}]) {
        const calls = [
          () => store.updateFields(key as never, { a: 1 }),
          () => store.update(key as never, () => []),
          () => store.purge(key as never),
          () => store.getMany([{ zoo: 'north', day: 'monday' }, key as never]),
          () => store.writeMany({ purge: [key as never] }),
        ]
        for (const call of calls) await refused(call(), 'ValidationException', mismatch)
      }
    },
  },
  'a batch with a key that does not match does nothing': {
    rule: '9.9',
    run: async ({ database, table }) => {
      const store = database().store(table(weights))
      await store.create({ animalId: 'leo', grams: 1 })
      const writes = {
        put: [{ animalId: 'nala', grams: 2 }],
        purge: [{ animalId: 'leo', grams: 1 }, { animalId: 'leo' }],
      }
      await refused(store.writeMany(writes as never), 'ValidationException', mismatch)
      expect(await store.list()).toEqual([{ animalId: 'leo', grams: 1 }])
    },
  },
  'a text that is no Unicode is no key and no member of one': {
    rule: '1.23',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      const half = 'a\udc00'
      await refused(store.put({ zoo: 'north', day: half }), 'ValidationException', /well-formed/)
      await refused(store.query({ key: { zoo: half } }), 'ValidationException', /well-formed/)
      await refused(store.put({ zoo: 'north', day: 'x', s: new Set([half]) }), 'ValidationException', /well-formed/)
      await refused(store.list({ where: ({ a }) => a!.eq(half) }), 'ValidationException', /well-formed/)
      expect(await store.list()).toEqual([])
    },
  },
})
