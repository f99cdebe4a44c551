import { runInNewContext } from 'node:vm'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { largeItems } from '../test/large-items.ts'
import { items } from '../test/values.ts'
import { equal } from './compare.ts'
import { Decimal } from './decimal.ts'
import { ValidationException } from './errors.ts'
import { itemSize, maxItemSize } from './size.ts'
import { toItem, toValue } from './to-item.ts'

const details = { table: 'things' }

function fault(input: unknown): ValidationException {
  try {
    toItem({ a: { list: [input] } }, details)
  } catch (error) {
    if (error instanceof ValidationException) return error
    throw error
  }
  throw new Error('It was not refused')
}

/** A value in so many lists. */
function wrapped(value: unknown, wraps: number): unknown {
  return wraps === 0 ? value : [wrapped(value, wraps - 1)]
}

describe('toItem', () => {
  it('takes every item of the store as it is, as a copy', () => {
    fc.assert(
      fc.property(items, (item) => {
        const read = toItem(item, details)
        expect(equal(read, item)).toBe(true)
        expect(toItem(read, details)).toEqual(read)
      }),
    )
  })

  it('leaves out undefined members of maps', () => {
    expect(toItem({ a: undefined, b: { c: undefined, d: 1 } }, details)).toEqual({ b: { d: 1 } })
  })

  it('gives numbers their normal form', () => {
    const item = toItem({ zero: -0, small: 5n, large: 2n ** 60n + 1n, exact: new Decimal('0.50') }, details)
    expect(item).toEqual({ zero: 0, small: 5, large: 2n ** 60n + 1n, exact: 0.5 })
    expect(Object.is(item['zero'], 0)).toBe(true)
  })

  it('sorts the members of sets (rule 1.18)', () => {
    const item = toItem(
      {
        texts: new Set(['\u{1F600}', 'b', '\uFF5E', 'a']),
        numbers: new Set([10n, 9, new Decimal('-0.5')]),
        binaries: new Set([new Uint8Array([2]), new Uint8Array([1, 0]), new Uint8Array([1])]),
      },
      details,
    )
    expect([...(item['texts'] as Set<string>)]).toEqual(['a', 'b', '\uFF5E', '\u{1F600}'])
    expect([...(item['numbers'] as Set<number>)]).toEqual([-0.5, 9, 10])
    expect([...(item['binaries'] as Set<Uint8Array>)].map((each) => [...each])).toEqual([[1], [1, 0], [2]])
  })

  it('takes a Buffer as bytes of its own', () => {
    const buffer = Buffer.from('abc')
    const { b } = toItem({ b: buffer }, details)
    buffer.fill(0)
    expect(b).toEqual(new Uint8Array([97, 98, 99]))
    expect(Buffer.isBuffer(b)).toBe(false)
  })

  it('takes objects without a prototype', () => {
    const bare = Object.assign(Object.create(null) as object, { a: 1 })
    expect(toItem(bare, details)).toEqual({ a: 1 })
    expect(toItem({ bare }, details)).toEqual({ bare: { a: 1 } })
  })

  it('takes empty texts, binaries, lists and maps (rules 1.15 and 1.24)', () => {
    const item = { s: '', b: new Uint8Array(), l: [], m: {}, ss: new Set(['']), nested: { s: '' } }
    expect(toItem(item, details)).toEqual(item)
  })

  it.each<[string, unknown, string]>([
    ['undefined', undefined, 'not undefined'],
    ['a function', () => 1, 'not function'],
    ['a symbol', Symbol('s'), 'not symbol'],
    ['a Date', new Date(0), 'not a Date'],
    ['a Map', new Map(), 'not a Map'],
    ['an instance of a class', new URL('http://cmz.org'), 'not a URL'],
    ['another typed array', new Float32Array(1), 'not a Float32Array'],
    ['an ArrayBuffer', new ArrayBuffer(1), 'not a ArrayBuffer'],
    ['a Promise', Promise.resolve(1), 'not a Promise'],
    ['NaN', Number.NaN, 'cannot be converted to a numeric value: NaN'],
    ['Infinity', Infinity, 'cannot be converted to a numeric value: Infinity'],
    ['too many digits', 10n ** 38n + 1n, 'more than 38 significant digits'],
    ['too large a number', 1e126, 'Number overflow'],
    ['too small a number', 1e-131, 'Number underflow'],
    ['half a surrogate pair', 'a\uD83D', 'well-formed Unicode'],
    ['an empty set (rule 1.16)', new Set(), 'may not be empty'],
    ['a set of several types', new Set(['1', 1]), 'members of a set'],
    ['a set of lists', new Set([['a']]), 'members of a set'],
    ['a set of booleans', new Set([true]), 'members of a set'],
    ['a set of sets', new Set([new Set(['a'])]), 'members of a set'],
    ['a set with undefined', new Set([undefined]), 'members of a set'],
    ['a set with NaN', new Set([Number.NaN]), 'cannot be converted to a numeric value'],
    ['equal numbers in a set (rule 1.17)', new Set([1, 1n]), 'contains duplicates'],
    ['equal binaries in a set', new Set([new Uint8Array([1]), new Uint8Array([1])]), 'contains duplicates'],
  ])('refuses %s, and says where', (_what, input, message) => {
    const error = fault(input)
    expect(error.message).toMatch(message)
    expect(error.message).toMatch('attribute a.list[0] (table things)')
    expect(error.issues).toEqual([{ path: ['a', 'list', 0], message: expect.stringMatching(message) }])
    expect(error.table).toBe('things')
  })

  it('refuses a set within itself', () => {
    const set = new Set<unknown>()
    set.add(set)
    expect(fault(set).message).toMatch('members of a set')
  })

  it('refuses a list within itself', () => {
    const list: unknown[] = []
    list.push(list)
    expect(() => toItem({ list }, details)).toThrow('Nesting Levels')
  })

  it('refuses a list with a hole', () => {
    const list = [1]
    list[2] = 3
    expect(() => toItem({ list }, details)).toThrow('attribute list[1]')
  })

  it.each([[[]], [new Map()], [new Date(0)], ['text'], [5], [null], [undefined]])('refuses %j for an item', (input) => {
    expect(() => toItem(input as object, details)).toThrow(ValidationException)
  })

  it('says what it got for an item', () => {
    expect(() => toItem([], details)).toThrow('An item is a plain object, not an array (table things)')
  })

  it('takes objects of another realm', () => {
    const other: unknown = runInNewContext('({ a: 1, m: { b: 2 } })')
    expect(toItem(other as object, details)).toEqual({ a: 1, m: { b: 2 } })
  })

  it('takes an empty name of a member, which is no attribute', () => {
    expect(toItem({ m: { '': 1 } }, details)).toEqual({ m: { '': 1 } })
  })

  it('takes 31 wraps and refuses the 32nd (rule 1.19)', () => {
    expect(() => toItem({ a: wrapped('x', 31) }, details)).not.toThrow()
    expect(() => toItem({ a: wrapped('x', 32) }, details)).toThrow('Nesting Levels have exceeded supported limits')
    expect(() => toItem({ a: wrapped({ b: 1 }, 30) }, details)).not.toThrow()
    expect(() => toItem({ a: wrapped({ b: 1 }, 31) }, details)).toThrow('Nesting Levels')
    expect(() => toItem({ a: wrapped(new Set(['x']), 31) }, details)).not.toThrow()
  })

  it('refuses names that DynamoDB or its SDK cannot hold (rule 1.21)', () => {
    expect(() => toItem({ '': 1 }, details)).toThrow('Empty attribute name')
    expect(() => toItem(JSON.parse('{"__proto__":1}') as object, details)).toThrow('__proto__')
    expect(() => toItem({ m: JSON.parse('{"__proto__":1}') as object }, details)).toThrow('__proto__')
    expect(() => toItem({ 'a\uD83D': 1 }, details)).toThrow('well-formed')
    expect(() => toItem({ ['ä'.repeat(32_768)]: 1 }, details)).toThrow('Attribute name is too large')
    expect(() => toItem({ ['a'.repeat(65_535)]: 1, 'a.b\0"[0]': 2 }, details)).not.toThrow()
  })

  it('takes an item of exactly 409,600 bytes (rule 3.1)', () => {
    const full = { id: 'x', text: 'ä'.repeat((maxItemSize - 8) / 2), n: 1 }
    expect(() => toItem(full, details)).toThrow('Item size has exceeded the maximum allowed size')
    const fits = { id: 'x', text: 'a'.repeat(maxItemSize - 7 - 3), n: 1 }
    expect(itemSize(toItem(fits, details))).toBe(maxItemSize)
    expect(() => toItem({ ...fits, text: `${fits.text}a` }, details)).toThrow('Item size has exceeded')
  })
})

it.each(largeItems)('toItem takes as much of %s as DynamoDB does (rule 3.1)', (_kind, largest, tooLarge) => {
  expect(() => toItem(largest, details)).not.toThrow()
  expect(() => toItem(tooLarge, details)).toThrow('Item size has exceeded the maximum allowed size (table things)')
})

describe('toValue', () => {
  it('names the path in the error', () => {
    expect(toValue([1n], ['a'], details)).toEqual([1])
    expect(() => toValue(undefined, ['a', 'b'], details)).toThrow('not undefined: attribute a.b')
  })
})
