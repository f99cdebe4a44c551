import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytes, strings, values } from '../test/values.ts'
import { compare, compareBytes, compareText, equal, hasMember } from './compare.ts'
import { copyValue } from './copy.ts'
import { Decimal } from './decimal.ts'
import type { Value } from './value.ts'

describe('compareText', () => {
  it('orders as the UTF-8 bytes do (rule 2.1)', () => {
    fc.assert(
      fc.property(strings, strings, (left, right) => {
        expect(compareText(left, right)).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)))
      }),
      {
        examples: [
          ['\uFF5E', '\u{1F600}'],
          ['\uE000', '\uFF5E'],
          ['\u{1F7FF}', '\u{1F7FE}'],
          ['\u{1F600}', '\u{1F600}a'],
          ['a', ''],
        ],
      },
    )
  })

  it('differs from the order of UTF-16', () => {
    expect(['\u{1F600}', '\uFF5E', '\uE000', 'z'].toSorted(compareText)).toEqual(['z', '\uE000', '\uFF5E', '\u{1F600}'])
  })
})

describe('compareBytes', () => {
  it('orders unsigned bytes, the shorter prefix first (rule 2.3)', () => {
    fc.assert(
      fc.property(bytes, bytes, (left, right) => {
        expect(compareBytes(left, right)).toBe(Buffer.compare(left, right))
      }),
    )
  })
})

describe('compare', () => {
  it('knows no order between types, and none of other types (rule 4.3)', () => {
    expect(compare('1', 1)).toBeUndefined()
    expect(compare('a', new Uint8Array([97]))).toBeUndefined()
    for (const value of [true, null, [], {}, new Set(['a'])] as Value[]) expect(compare(value, value)).toBeUndefined()
  })

  it('orders numbers of every kind', () => {
    expect(compare(1, 2n)).toBe(-1)
    expect(compare(new Decimal('0.1'), 0.1)).toBe(0)
  })
})

describe('equal', () => {
  it('is true of a copy, at every depth', () => {
    fc.assert(fc.property(values, (value) => equal(value, copyValue(value))))
  })

  it('is symmetrical', () => {
    fc.assert(fc.property(values, values, (left, right) => equal(left, right) === equal(right, left)))
  })

  it.each<[string, Value, Value]>([
    ['numbers by magnitude', 1, 1n],
    ['numbers in lists (rule 1.8)', [1, [0.5]], [1n, [new Decimal('0.50')]]],
    ['numbers in maps', { a: { b: 1 } }, { a: { b: new Decimal('1.0') } }],
    ['maps without order', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['sets without order (rule 4.15)', new Set(['a', 'b']), new Set(['b', 'a'])],
    ['sets of numbers by value', new Set([1, 2n]), new Set([new Decimal(2), 1])],
    ['sets of binaries by value', new Set([new Uint8Array([1])]), new Set([Buffer.from([1])])],
    ['sets in maps', { a: new Set(['a', 'b']) }, { a: new Set(['b', 'a']) }],
    ['binaries by value', new Uint8Array([1, 2]), Buffer.from([1, 2])],
    ['empty lists', [], []],
  ])('compares %s', (_what, left, right) => {
    expect(equal(left, right)).toBe(true)
  })

  it.each<[string, Value | undefined, Value | undefined]>([
    ['absent and absent (rule 4.5)', undefined, undefined],
    ['absent and null', undefined, null],
    ['a map and absent', {}, undefined],
    ['true and false', true, false],
    ['texts', 'a', 'b'],
    ['numbers', 1, 2n],
    ['sets of one size', new Set(['a', 'b']), new Set(['a', 'c'])],
    ['sets without a common member', new Set([1]), new Set([2])],
    ['text and number', '1', 1],
    ['false and null', false, null],
    ['list and set', ['a'], new Set(['a'])],
    ['sets of other types', new Set(['1']), new Set([1])],
    ['set and larger set', new Set(['a']), new Set(['a', 'b'])],
    ['lists in another order', [1, 2], [2, 1]],
    ['list and longer list', [1], [1, 1]],
    ['map and larger map', { a: 1 }, { a: 1, b: 1 }],
    ['a member and one inherited by every object', { constructor: 1 }, { a: 1 }],
    ['empty map and empty list', {}, []],
    ['integers beyond a double', 9_007_199_254_740_993n, 2 ** 53],
  ])('tells %s apart', (_what, left, right) => {
    expect(equal(left, right)).toBe(false)
  })
})

describe('hasMember', () => {
  it('finds members by value', () => {
    expect(hasMember(new Set([1, 2]), 2n)).toBe(true)
    expect(hasMember(new Set([new Uint8Array([1])]), new Uint8Array([1]))).toBe(true)
    expect(hasMember(new Set(['1']), 1)).toBe(false)
    expect(hasMember(new Set(['a']), new Set(['a']))).toBe(false)
  })
})
