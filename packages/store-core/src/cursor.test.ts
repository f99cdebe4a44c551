import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytes, numbers, strings } from '../test/values.ts'
import { equal } from './compare.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { Decimal } from './decimal.ts'
import { digestOf } from './digest.ts'
import { ValidationException } from './errors.ts'
import type { KeyAttribute, KeyType } from './key-attribute.ts'
import { type Item, typeOf } from './value.ts'

const query = { table: 'things', index: 'byA', filter: { op: '=', left: { path: ['a'] }, right: { value: 1n } } }
const positions: fc.Arbitrary<Item> = fc.dictionary(strings, fc.oneof(strings, numbers, bytes), {
  maxKeys: 4,
  noNullPrototype: true,
})

/** The key attributes that a position would be of. */
function attributesOf(position: Item): readonly KeyAttribute[] {
  return Object.entries(position).map(([name, value]) => ({ name, type: typeOf(value) as KeyType }))
}

describe('a cursor', () => {
  it('gives back its position', () => {
    fc.assert(
      fc.property(positions, (position) => {
        const decoded = decodeCursor(encodeCursor(query, position), query, attributesOf(position), 'things')
        expect(equal(decoded, position)).toBe(true)
      }),
    )
  })

  it.each([2n ** 100n, new Decimal('0.1234567890123456789'), 1e125, -0.1, new Uint8Array([0, 255]), 'ä\0\u{1F600}'])(
    'holds the key %s',
    (key) => {
      expect(decodeCursor(encodeCursor(query, { key }), query, attributesOf({ key }), 'things')).toEqual({ key })
    },
  )

  it('is safe in a URL', () => {
    fc.assert(fc.property(positions, (position) => /^[\w-]+$/.test(encodeCursor(query, position))))
  })

  it('is refused, or means the same, once any character is another', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_ =.'
    const cursor = encodeCursor(query, { p: 'ab', s: 15 })
    for (let index = 0; index < cursor.length; index++) {
      for (const character of alphabet) {
        const changed = cursor.slice(0, index) + character + cursor.slice(index + 1)
        let decoded: Item | undefined
        try {
          decoded = decodeCursor(changed, query, attributesOf({ p: 'ab', s: 15 }), 'things')
        } catch (error) {
          if (!(error instanceof ValidationException)) throw error
        }
        expect(decoded ?? { p: 'ab', s: 15 }).toEqual({ p: 'ab', s: 15 })
      }
    }
  })

  it.each<[string, unknown]>([
    ['table', { ...query, table: 'others' }],
    ['index', { table: 'things', filter: query.filter }],
    ['filter', { ...query, filter: { ...query.filter, right: { value: 2n } } }],
    ['direction', { ...query, descending: true }],
    ['number', { ...query, filter: { ...query.filter, right: { value: '1n' } } }],
  ])('is refused by a query with another %s', (_what, other) => {
    expect(() => decodeCursor(encodeCursor(query, { p: 'a' }), other, attributesOf({ p: 'a' }), 'things')).toThrow(
      'the cursor is from another query, or was changed',
    )
    expect(() => decodeCursor(encodeCursor(query, { p: 'a' }), other, attributesOf({ p: 'a' }), 'things')).toThrow(
      '(table things)',
    )
  })

  it('tells binaries, sets and lists of a filter apart', () => {
    const among = [
      new Uint8Array([1]),
      'AQ==',
      ['bytes', 'AQ=='],
      new Set(['a']),
      ['set', 'a'],
      ['a'],
      'n5',
      5,
      '5',
      true,
    ]
    for (const left of among) {
      for (const right of among) {
        const decode = (): Item =>
          decodeCursor(encodeCursor({ left }, { p: 'a' }), { left: right }, attributesOf({ p: 'a' }), 'things')
        if (left === right) expect(decode()).toEqual({ p: 'a' })
        else expect(decode).toThrow(ValidationException)
      }
    }
  })

  it('knows equal data by its value', () => {
    const one = encodeCursor({ a: 1n, b: { c: new Decimal('0.5'), d: [] } }, { p: 'a' })
    expect(one).toBe(encodeCursor({ b: { d: [], c: 0.5 }, a: 1 }, { p: 'a' }))
  })

  it.each<[string, Item]>([
    ['lacks a key', { p: 'a' }],
    ['lacks a key that is a text', { s: 1 }],
    ['has a key of another type', { p: 'a', s: '1' }],
  ])('made with the right digest is refused if it %s', (_what, position) => {
    const attributes = attributesOf({ p: 'a', s: 1 })
    expect(() => decodeCursor(encodeCursor(query, position), query, attributes, 'things')).toThrow(ValidationException)
  })

  it.each<[string, unknown]>([
    ['an empty text', ''],
    ['any text', 'hello'],
    ['other JSON', Buffer.from('{"a":1}').toString('base64url')],
    ['JSON null', Buffer.from('null').toString('base64url')],
    ['a list of other things', Buffer.from('["x", 5]').toString('base64url')],
    ['a list of nothing', Buffer.from('["x", [null]]').toString('base64url')],
    ['a list with a number for a digest', Buffer.from('[5, []]').toString('base64url')],
    ['a number', 5],
    ['null', null],
    ['an object', {}],
    ['an array', ['x']],
  ])('%s is none', (_what, cursor) => {
    expect(() => decodeCursor(cursor as string, query, [], 'things')).toThrow(ValidationException)
    expect(() => decodeCursor(cursor as string, query, [], 'things')).toThrow(
      'The provided starting key is invalid: this is not a cursor of the store (table things)',
    )
  })

  it('that is none says why', () => {
    expect(() => decodeCursor('hello', query, [], 'things')).toThrow(
      expect.objectContaining({ cause: expect.any(SyntaxError) as SyntaxError }),
    )
  })

  it('made with the right digest is refused if a number in it is none', () => {
    const key = [['s', 'N', 'abc']]
    const forged = Buffer.from(JSON.stringify([digestOf([query, key]), key])).toString('base64url')
    const decode = (): Item => decodeCursor(forged, query, attributesOf({ s: 1 }), 'things')
    expect(decode).toThrow('this is not a cursor of the store (table things)')
    expect(decode).toThrow(expect.objectContaining({ cause: expect.any(TypeError) as TypeError }))
  })
})
