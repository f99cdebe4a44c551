import { Decimal } from '@cmz/store-core'
import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { all, animals, bytes, visits, weights } from './zoo.ts'

const numbered = { ...animals, name: 'numbered', partitionKey: { name: 'number', type: 'N' } } as const
const tagged = { ...animals, name: 'tagged', partitionKey: { name: 'tag', type: 'B' } } as const

export const keys: readonly Scenario[] = theme('keys', {
  'an item is found by its own key and by no other': {
    rule: '7.1',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo', species: 'lion' })
      await store.create({ animalId: 'pumba', species: 'warthog' })
      expect(await store.get('leo')).toEqual({ animalId: 'leo', species: 'lion' })
      expect(await store.get('timon')).toBeUndefined()
    },
  },
  'a key may be given as its bare value or as an object': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo' })
    expect(await store.get({ animalId: 'leo' })).toEqual(await store.get('leo'))
  },
  'number keys are equal by value, however they are written': {
    rule: '1.8',
    run: async ({ database, table }) => {
      const store = database().store(table(numbered))
      await store.create({ number: 7 })
      expect(await store.get(7n)).toEqual({ number: 7 })
      expect(await store.get(new Decimal('7.00'))).toEqual({ number: 7 })
      await refused(store.create({ number: new Decimal('7e0') }), 'ConditionalCheckFailedException')
    },
  },
  'number keys beyond double precision stay apart': {
    rule: '1.9',
    run: async ({ database, table }) => {
      const store = database().store(table(numbered))
      await store.create({ number: 9007199254740993n, which: 'odd' })
      await store.create({ number: 9007199254740992n, which: 'even' })
      await store.create({ number: new Decimal('0.12345678901234567891'), which: 'decimal' })
      expect((await store.get(9007199254740993n))?.which).toBe('odd')
      expect((await store.get(9007199254740992n))?.which).toBe('even')
      expect(await store.get(new Decimal('0.12345678901234567892'))).toBeUndefined()
    },
  },
  'minus zero as a key is zero': {
    rule: '1.7',
    run: async ({ database, table }) => {
      const store = database().store(table(numbered))
      await store.create({ number: -0 })
      expect(exactly(await store.get(0))).toEqual(exactly({ number: 0 }))
    },
  },
  'binary keys are compared byte by byte': async ({ database, table }) => {
    const store = database().store(table(tagged))
    await store.create({ tag: bytes(0, 255, 7), name: 'one' })
    await store.create({ tag: bytes(0, 255), name: 'two' })
    expect((await store.get(bytes(0, 255, 7)))?.name).toBe('one')
    expect((await store.get(bytes(0, 255)))?.name).toBe('two')
    expect(await store.get(bytes(0))).toBeUndefined()
  },
  'items of one partition differ by their sort key': async ({ database, table }) => {
    const store = database().store(table(visits))
    await store.create({ zoo: 'north', day: '2026-01-01', guests: 1 })
    await store.create({ zoo: 'north', day: '2026-01-02', guests: 2 })
    expect((await store.get({ zoo: 'north', day: '2026-01-02' }))?.guests).toBe(2)
  },
  'the two parts of a key do not run together': {
    rule: '1.23',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      const pairs = [
        ['a', 'bc'],
        ['ab', 'c'],
        ['a"', '"b'],
        ['a","b', 'c'],
        ['a\u0000', 'b'],
        ['a', '\u0000b'],
      ] as const
      for (const [zoo, day] of pairs) await store.create({ zoo, day })
      expect(await store.list()).toHaveLength(pairs.length)
      for (const [zoo, day] of pairs) expect(await store.get({ zoo, day })).toEqual({ zoo, day })
    },
  },
  'string keys are case-sensitive': {
    rule: '1.23',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'Leo' })
      expect(await store.get('leo')).toBeUndefined()
      await store.create({ animalId: 'leo' })
      expect(all(await store.list(), 'animalId')).toEqual(['Leo', 'leo'])
    },
  },
  'string keys are neither trimmed nor normalised': {
    rule: '1.23',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const spellings = ['a', ' a', 'a ', '\u00e9', 'e\u0301', 'a\u0000', 'a\n', '1', '01', '1.0']
      for (const animalId of spellings) await store.create({ animalId })
      for (const animalId of spellings) expect(await store.get(animalId)).toEqual({ animalId })
      expect(await store.list()).toHaveLength(spellings.length)
    },
  },
  'a key may look like a path, a tag or a quotation': {
    rule: '1.23',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const odd = [
        '../up',
        'a/b\\c',
        '.',
        '..',
        'CON',
        '$ss',
        '{"$n":"1"}',
        '"',
        "'",
        '`',
        ':v',
        '#n',
        '__proto__',
        '😀',
        '\u0000',
      ]
      for (const animalId of odd) await store.create({ animalId })
      for (const animalId of odd) expect(await store.get(animalId)).toEqual({ animalId })
      expect(await store.list()).toHaveLength(odd.length)
    },
  },
  'key attributes may have names that are reserved words or hold dots': {
    rule: '4.20',
    run: async ({ database, table }) => {
      const store = database().store(table({ ...animals, partitionKey: 'status', sortKey: 'a.b-c d' }))
      await store.create({ status: 'open', 'a.b-c d': 'x', size: 1 })
      await store.updateFields({ status: 'open', 'a.b-c d': 'x' }, { size: 2 })
      const found = await store.query({ key: { status: 'open', 'a.b-c d': { beginsWith: 'x' } } })
      expect(found.items).toEqual([{ status: 'open', 'a.b-c d': 'x', size: 2 }])
    },
  },
  'a key of another type is refused': {
    rule: '2.10',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      for (const key of [1, true, null, ['leo'], new Set(['leo']), bytes(1)]) {
        await refused(store.get(key), 'ValidationException', /The provided key element does not match the schema/)
      }
      await refused(store.get(undefined as never), 'ValidationException', /does not match the schema/)
    },
  },
  'a key with too few or too many attributes is refused': {
    rule: '2.10',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      await refused(store.get({ zoo: 'north' } as never), 'ValidationException', /does not match the schema/)
      await refused(store.get('north' as never), 'ValidationException', /does not match the schema/)
      const wide = { zoo: 'north', day: 'x', hour: 'y' }
      await refused(store.purge(wide), 'ValidationException', /does not match the schema/)
    },
  },
  'an empty string as a key is refused by every call': {
    rule: '2.7',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const text = /cannot contain an empty string value. Key: animalId/
      await refused(store.get(''), 'ValidationException', text)
      await refused(store.create({ animalId: '' }), 'ValidationException', text)
      await refused(store.put({ animalId: '' }), 'ValidationException', text)
      await refused(store.updateFields('', { a: 1 }), 'ValidationException', text)
      await refused(store.purge(''), 'ValidationException', text)
      await refused(store.query({ key: { animalId: '' } }), 'ValidationException', text)
    },
  },
  'an empty binary as a key is refused': {
    rule: '2.7',
    run: async ({ database, table }) => {
      const store = database().store(table(tagged))
      await refused(store.create({ tag: bytes() }), 'ValidationException', /empty binary value. Key: tag/)
      await refused(store.get(bytes()), 'ValidationException', /empty binary value. Key: tag/)
    },
  },
  'an item without its sort key is refused': {
    rule: '2.8',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      await refused(store.create({ zoo: 'north' }), 'ValidationException', /Missing the key day in the item/)
      expect(await store.list()).toEqual([])
    },
  },
  'an item whose key has another type is refused': {
    rule: '2.9',
    run: async ({ database, table }) => {
      const store = database().store(table(weights))
      const item = { animalId: 'leo', grams: '12' }
      await refused(store.create(item), 'ValidationException', /Type mismatch for key grams expected: N actual: S/)
      await refused(store.put(item), 'ValidationException', /Type mismatch for key grams expected: N actual: S/)
    },
  },
  'a partition key holds up to 2048 bytes of UTF-8': {
    rule: '2.5',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      for (const animalId of ['x'.repeat(2048), 'é'.repeat(1024)]) {
        await store.create({ animalId })
        expect(await store.get(animalId)).toEqual({ animalId })
      }
      const long = `${'é'.repeat(1024)}x`
      await refused(store.create({ animalId: long }), 'ValidationException', /Size of hashkey has exceeded/)
      await refused(store.get(long), 'ValidationException', /Size of hashkey has exceeded/)
    },
  },
  'a sort key holds up to 1024 bytes of UTF-8': {
    rule: '2.6',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      const key = { zoo: 'north', day: 'é'.repeat(512) }
      await store.create(key)
      expect(await store.get(key)).toEqual(key)
      const long = { ...key, day: `${key.day}x` }
      await refused(store.create(long), 'ValidationException', /Aggregated size of all range keys/)
      await refused(store.get(long), 'ValidationException', /Aggregated size of all range keys/)
    },
  },
})
