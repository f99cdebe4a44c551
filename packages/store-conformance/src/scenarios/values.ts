import { Decimal, type Value } from '@cmz/store-core'
import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { animals, bytes, nested } from './zoo.ts'

/** Writes the value, and expects every way of reading it to give it back as it is. */
const keeps =
  (...values: readonly Value[]) =>
  async ({ database, table }: Context): Promise<void> => {
    const store = database().store(table(animals))
    for (const [index, value] of values.entries()) {
      const item = { animalId: `a${index}`, value, nested: { list: [value], map: { value } } }
      expect(exactly(await store.create(item)), 'create').toEqual(exactly(item))
      expect(exactly(await store.get(item.animalId)), 'get').toEqual(exactly(item))
      const updated = await store.updateFields(item.animalId, { again: value })
      expect(exactly(updated), 'updateFields').toEqual(exactly({ ...item, again: value }))
      const found = await store.query({ key: { animalId: item.animalId } })
      expect(exactly(found.items), 'query').toEqual(exactly([{ ...item, again: value }]))
    }
  }

export const values: readonly Scenario[] = theme('values', {
  'strings come back as they are': {
    rule: '1.23',
    run: keeps('lion', ' ', '\u0000', 'é', 'e\u0301', '😀', '\u2028\r\n\t"\\', '\ufeffx'),
  },
  'long strings come back as they are': keeps('x'.repeat(50_000)),
  'empty strings are values': { rule: '1.15', run: keeps('') },
  'true, false and null are values': keeps(true, false, null),
  'numbers come back as they are': keeps(0, 1, -1, 0.5, -12.25, 1e21, 1e-7, 1.7976931348623157e100),
  'binary comes back as a Uint8Array': keeps(bytes(0, 1, 127, 128, 255), bytes(1)),
  'an empty binary is a value': { rule: '1.15', run: keeps(bytes()) },
  'lists keep their order and mix types': keeps(['b', 'a', 1, null, [true], { c: 'd' }, bytes(9)]),
  'empty lists and maps are values': { rule: '1.24', run: keeps([], {}, [[]], [{}], { a: [], b: {} }) },
  'sets of strings come back as sets': {
    rule: '1.15',
    run: keeps(new Set(['ant']), new Set(['', 'ant', 'bee'])),
  },
  'sets of numbers come back as sets': {
    rule: '1.9',
    run: keeps(new Set([1]), new Set([-1, 0, 2.5, 9007199254740992, 9007199254740993n])),
  },
  'sets of binaries come back as sets': {
    rule: '1.15',
    run: keeps(new Set([bytes(1)]), new Set([bytes(), bytes(0), bytes(255)])),
  },
  'sets are returned in ascending order': {
    rule: '1.18',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const shuffled = {
        animalId: 'leo',
        text: new Set(['b', '\u{1f600}', 'B', 'a', '\uff5e', 'ab']),
        number: new Set([10, 9, -1, 100n, new Decimal('9.00000000000000000001')]),
        binary: new Set([bytes(255), bytes(1, 0), bytes(1), bytes(128)]),
      }
      const sorted = {
        animalId: 'leo',
        text: new Set(['B', 'a', 'ab', 'b', '\uff5e', '\u{1f600}']),
        number: new Set([-1, 9, new Decimal('9.00000000000000000001'), 10, 100]),
        binary: new Set([bytes(1), bytes(1, 0), bytes(128), bytes(255)]),
      }
      expect(exactly(await store.create(shuffled))).toEqual(exactly(sorted))
      expect(exactly(await store.get('leo'))).toEqual(exactly(sorted))
      expect(exactly(await store.list())).toEqual(exactly([sorted]))
    },
  },
  'maps whose only name begins with a dollar survive': {
    rule: '1.21',
    run: keeps(
      { $ss: ['a'] },
      { $ns: ['1'] },
      { $bs: ['AA=='] },
      { $b: 'AA==' },
      { $n: '1' },
      { $m: { a: 1 } },
      { $m: 1 },
      { $: null },
      { $m: { $m: { $ss: [] } } },
      { S: 'a' },
      { N: '1' },
    ),
  },
  'strings that look like numbers, dates or JSON stay strings': keeps(
    '1',
    '1e5',
    'null',
    '2026-01-01',
    '{"a":1}',
    '[]',
  ),
  'an attribute may have any name': {
    rule: '1.21',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const names = ['a.b', 'a b', '#a', ':a', '$', 'size', 'constructor', 'toString', '0', '😀', '\u0000', '"', 'a[0]']
      const item = { animalId: 'leo', ...Object.fromEntries(names.map((name) => [name, { [name]: name }])) }
      expect(exactly(await store.create(item))).toEqual(exactly(item))
      expect(exactly(await store.get('leo'))).toEqual(exactly(item))
    },
  },
  'an attribute name is not empty': {
    rule: '1.21',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await refused(store.create({ animalId: 'leo', '': 1 }), 'ValidationException', /Empty attribute name/)
    },
  },
  'an attribute called __proto__ is refused at every depth': async ({ database, table }) => {
    const store = database().store(table(animals))
    const item = JSON.parse('{"animalId":"leo","__proto__":{"a":1}}') as { animalId: string }
    await refused(store.create(item), 'ValidationException', /__proto__/)
    const deep = JSON.parse('{"animalId":"leo","a":[{"__proto__":1}]}') as { animalId: string }
    await refused(store.create(deep), 'ValidationException', /__proto__/)
  },
  'undefined members are left out, null is kept': async ({ database, table }) => {
    const store = database().store(table(animals))
    const item = { animalId: 'leo', gone: undefined, kept: null, map: { gone: undefined, kept: null } }
    const stored = { animalId: 'leo', kept: null, map: { kept: null } }
    expect(exactly(await store.create(item as never))).toEqual(exactly(stored))
    expect(exactly(await store.get('leo'))).toEqual(exactly(stored))
  },
  'an empty set is refused at every depth': {
    rule: '1.16',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      for (const value of [new Set<string>(), [new Set<string>()], { set: new Set<string>() }]) {
        await refused(
          store.create({ animalId: 'leo', value }),
          'ValidationException',
          /may not be empty: attribute value/,
        )
      }
      expect(await store.get('leo')).toBeUndefined()
    },
  },
  'a set holds each value once, numbers by value': {
    rule: '1.17',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      for (const value of [new Set([1, 1n]), new Set([new Decimal('1.0'), 1]), new Set([bytes(1), bytes(1)])]) {
        const item = { animalId: 'leo', value } as never
        await refused(store.create(item), 'ValidationException', /contains duplicates/)
      }
    },
  },
  'the members of a set are of one scalar type': async ({ database, table }) => {
    const store = database().store(table(animals))
    for (const value of [new Set(['a', 1]), new Set([true]), new Set([null]), new Set([['a']])]) {
      await refused(store.create({ animalId: 'leo', value } as never), 'ValidationException', /members of a set/)
    }
  },
  'values nest 32 levels deep and no deeper': {
    rule: '1.19',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const item = { animalId: 'leo', value: nested(31) }
      expect(exactly(await store.create(item))).toEqual(exactly(item))
      expect(exactly(await store.get('leo'))).toEqual(exactly(item))
      const deeper = { animalId: 'pumba', value: nested(32) }
      await refused(store.create(deeper), 'ValidationException', /Nesting Levels have exceeded/)
    },
  },
  'half a surrogate pair is refused': {
    rule: '1.23',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await refused(store.create({ animalId: 'leo', name: '\ud83d' }), 'ValidationException', /well-formed/)
      await refused(store.get('\ud83d'), 'ValidationException', /well-formed/)
    },
  },
  'what DynamoDB has no type for is refused': async ({ database, table }) => {
    const store = database().store(table(animals))
    for (const value of [new Date(0), new Map(), () => 1, Symbol('a'), /a/, new URL('http://a.b')]) {
      await refused(store.create({ animalId: 'leo', value } as never), 'ValidationException', /attribute value/)
    }
  },
  'an item holds 409,600 bytes and not one more': {
    rule: '3.1',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const room = 409_600 - 'animalId'.length - 'leo'.length - 'text'.length
      const item = { animalId: 'leo', text: 'x'.repeat(room) }
      await store.create(item)
      expect(await store.get('leo')).toEqual(item)
      const larger = { animalId: 'leo', text: `${item.text}x` }
      await refused(store.put(larger), 'ValidationException', /Item size has exceeded/)
      expect(await store.get('leo')).toEqual(item)
    },
  },
})
