import { describe, expect, it } from 'vitest'
import { ValidationException } from './errors.ts'
import { checkIndexKeys, checkItemKeys, keyOf, positionOf, toKey } from './key.ts'
import { defineTable, type TableDefinition } from './table.ts'

const simple = defineTable({ name: 'simple', partitionKey: 'id' })
const numbered = defineTable({ name: 'numbered', partitionKey: { name: 'id', type: 'N' } })
const binary = defineTable({ name: 'binary', partitionKey: { name: 'id', type: 'B' } })
const table = defineTable({
  name: 'things',
  partitionKey: 'p',
  sortKey: { name: 's', type: 'N' },
  indexes: {
    byColour: { partitionKey: 'colour', sortKey: { name: 'weight', type: 'B' } },
    byName: { kind: 'local', sortKey: 'name' },
  },
})
const mismatch = 'The provided key element does not match the schema'

describe('toKey', () => {
  it('takes the bare value or an object where there is no sort key', () => {
    expect(toKey(simple, 'a')).toEqual({ id: 'a' })
    expect(toKey(simple, { id: 'a' })).toEqual({ id: 'a' })
    expect(toKey(simple, Object.assign(Object.create(null) as object, { id: 'a' }))).toEqual({ id: 'a' })
    expect(toKey(numbered, 5n)).toEqual({ id: 5 })
    expect(toKey(binary, Buffer.from([1]))).toEqual({ id: new Uint8Array([1]) })
  })

  it('takes both attributes, in any order, where there is one', () => {
    expect(Object.entries(toKey(table, { s: 1, p: 'a' }))).toEqual([
      ['p', 'a'],
      ['s', 1],
    ])
  })

  it.each<[string, TableDefinition, unknown, string]>([
    ['nothing', simple, undefined, `${mismatch}: id is undefined`],
    ['null', simple, null, `${mismatch}: id is of type S, got null`],
    ['another type', simple, 5, `${mismatch}: id is of type S, got number`],
    ['a list', simple, ['a'], `${mismatch}: id is of type S, got an array`],
    ['an instance of a class', simple, new URL('http://cmz.org'), 'not a URL: attribute id'],
    ['a whole item', simple, { id: 'a', name: 'x' }, `${mismatch}: expected id, got id and name`],
    ['an empty object', simple, {}, `${mismatch}: expected id, got nothing`],
    ['an inherited name', defineTable({ name: 'odd', partitionKey: 'toString' }), {}, 'expected toString, got nothing'],
    ['no sort key', table, { p: 'a' }, `${mismatch}: expected p and s, got p`],
    ['a bare value', table, 'a', `${mismatch}: expected p and s, got p`],
    ['an undefined sort key', table, { p: 'a', s: undefined }, `${mismatch}: s is undefined`],
    ['another sort key', table, { p: 'a', t: 1 }, `${mismatch}: expected p and s, got p and t`],
    ['a sort key of another type', table, { p: 'a', s: '1' }, `${mismatch}: s is of type N, got string`],
    ['an empty string (rule 2.7)', simple, '', 'cannot contain an empty string value. Key: id'],
    ['half a surrogate pair', simple, 'a\uD83D', 'well-formed Unicode'],
    ['a text for bytes', binary, 'a', `${mismatch}: id is of type B, got string`],
    ['an empty binary', binary, new Uint8Array(), 'cannot contain an empty binary value. Key: id'],
    ['NaN', numbered, Number.NaN, 'cannot be converted to a numeric value'],
    ['a long partition key (rule 2.5)', simple, 'ä'.repeat(1025), 'maximum size limit of2048 bytes: id has 2050'],
  ])('refuses %s', (_what, of, key, message) => {
    expect(() => toKey(of, key)).toThrow(ValidationException)
    expect(() => toKey(of, key)).toThrow(message)
    expect(() => toKey(of, key)).toThrow(`(table ${of.name})`)
  })

  it('takes keys of exactly the size limits (rules 2.5 and 2.6)', () => {
    const sorted = defineTable({ name: 'sorted', partitionKey: 'p', sortKey: 's' })
    expect(() => toKey(sorted, { p: 'a'.repeat(2048), s: 'b'.repeat(1024) })).not.toThrow()
    expect(() => toKey(sorted, { p: 'a', s: 'b'.repeat(1025) })).toThrow('size limit of 1024 bytes: s has 1025')
    expect(() => toKey(sorted, { p: 'ä'.repeat(1024), s: 'ä'.repeat(512) })).not.toThrow()
    expect(() => toKey(sorted, { p: 'a', s: 'ä'.repeat(513) })).toThrow('s has 1026')
    expect(() => toKey(binary, new Uint8Array(2048))).not.toThrow()
    expect(() => toKey(binary, new Uint8Array(2049))).toThrow('id has 2049')
    expect(() => toKey(simple, '\u0800'.repeat(400))).not.toThrow()
    expect(() => toKey(simple, '\u0800'.repeat(683))).toThrow('id has 2049')
  })
})

describe('keyOf and positionOf', () => {
  const item = { p: 'a', s: 1, colour: 'red', weight: new Uint8Array([1]), other: true }

  it('pick the key, and with an index its key too (rule 7.16)', () => {
    expect(keyOf(table, item)).toEqual({ p: 'a', s: 1 })
    expect(positionOf(table, undefined, item)).toEqual({ p: 'a', s: 1 })
    expect(positionOf(table, table.indexes['byColour'], item)).toEqual({
      p: 'a',
      s: 1,
      colour: 'red',
      weight: new Uint8Array([1]),
    })
  })

  it('find no key that only every object has, and say which is missing', () => {
    const odd = defineTable({ name: 'odd', partitionKey: 'toString' })
    expect(() => keyOf(odd, {})).toThrow(ValidationException)
    expect(() => keyOf(table, { p: 'a' })).toThrow(
      'An item has no s: the definition names other keys than the table has (table things)',
    )
    expect(() => keyOf(odd, {})).toThrow('An item has no toString')
  })
})

describe('checkItemKeys', () => {
  it('takes an item with its keys; absent index keys keep it out of the index (rule 2.15)', () => {
    expect(() => checkItemKeys(table, { p: 'a', s: 1 })).not.toThrow()
    expect(() => checkItemKeys(table, { p: 'a', s: 1, colour: 'red', weight: new Uint8Array([1]) })).not.toThrow()
  })

  it.each([
    ['no key (rule 2.8)', { p: 'a' }, 'Missing the key s in the item'],
    ['a key of another type (rule 2.9)', { p: 'a', s: '1' }, 'Type mismatch for key s expected: N actual: S'],
    ['an empty key', { p: '', s: 1 }, 'an empty string value. Key: p'],
    ['a long key', { p: 'a'.repeat(2049), s: 1 }, 'maximum size limit of2048 bytes: p has 2049'],
    ['no partition key', { s: 1 }, 'One or more parameter values were invalid: Missing the key p in the item'],
    ['a partition key of another type', { p: 5, s: 1 }, 'Type mismatch for key p expected: S actual: N'],
    ['a long text in UTF-8', { p: 'ä'.repeat(1025), s: 1 }, 'Size of hashkey has exceeded the maximum size limit'],
    [
      'a long index key of bytes (rule 2.13)',
      { p: 'a', s: 1, weight: new Uint8Array(1025) },
      'Aggregated size of all range keys has exceeded the size limit of 1024 bytes: weight has 1025',
    ],
    ['a long partition key of an index', { p: 'a', s: 1, colour: 'a'.repeat(2049) }, 'colour has 2049'],
    [
      'an index key of another type (rule 2.11)',
      { p: 'a', s: 1, colour: null },
      'Type mismatch for Index Key colour Expected: S Actual: NULL IndexName: byColour',
    ],
    [
      'an empty index key (rule 2.12)',
      { p: 'a', s: 1, colour: '' },
      'an empty string value. IndexName: byColour, IndexKey: colour',
    ],
    ['an empty binary', { p: 'a', s: 1, weight: new Uint8Array() }, 'an empty binary value. IndexName: byColour'],
    ['a long index key (rule 2.13)', { p: 'a', s: 1, name: 'a'.repeat(1025) }, 'size limit of 1024 bytes'],
  ])('refuses %s', (_what, item, message) => {
    expect(() => checkItemKeys(table, item)).toThrow(ValidationException)
    expect(() => checkItemKeys(table, item)).toThrow(message)
    expect(() => checkItemKeys(table, item)).toThrow('(table things)')
  })
})

describe('checkIndexKeys', () => {
  it('looks at what is there only', () => {
    expect(() => checkIndexKeys(table, {})).not.toThrow()
    expect(() => checkIndexKeys(table, { name: 5 })).toThrow('Type mismatch for Index Key name')
  })
})
