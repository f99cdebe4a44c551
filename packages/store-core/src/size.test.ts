import { describe, expect, it } from 'vitest'
import { largeItems } from '../test/large-items.ts'
import { isTooLarge, itemSize, maxItemSize } from './size.ts'
import type { Item } from './value.ts'

describe('itemSize', () => {
  it.each<[string, Item, number]>([
    ['a text in UTF-8', { a: 'ä\u{1F600}' }, 1 + 6],
    ['a name in UTF-8', { ä: '' }, 2],
    ['a number', { a: -12 }, 1 + 3],
    ['bytes', { a: new Uint8Array(5) }, 1 + 5],
    ['a boolean', { a: false }, 1 + 1],
    ['null', { a: null }, 1 + 1],
    ['a list', { a: ['xy', true] }, 1 + 3 + 1 + 2 + 1 + 1],
    ['an empty list', { a: [] }, 1 + 3],
    ['a map', { a: { bc: 'x' } }, 1 + 3 + 1 + 2 + 1],
    ['a set of texts', { a: new Set(['x', 'yz']) }, 1 + 3],
    ['a set of numbers', { a: new Set([1, 123]) }, 1 + 2 + 3],
    ['a set of binaries', { a: new Set([new Uint8Array(2)]) }, 1 + 2],
  ])('counts %s (rules 3.2 and 3.3)', (_what, item, size) => {
    expect(itemSize(item)).toBe(size)
  })
})

describe('isTooLarge', () => {
  it.each(largeItems)('is exact of %s (rule 3.1)', (_kind, largest, tooLarge) => {
    expect(itemSize(largest)).toBeLessThanOrEqual(maxItemSize)
    expect(itemSize(tooLarge)).toBeGreaterThan(maxItemSize)
    expect(isTooLarge(largest)).toBe(false)
    expect(isTooLarge(tooLarge)).toBe(true)
  })

  it('is exact, also where numbers take all the bytes they can', () => {
    const number = -(10n ** 38n - 1n) * 10n
    const list = Array.from({ length: Math.floor((maxItemSize - 4) / 23) }, () => number)
    expect(itemSize({ a: [number] })).toBe(4 + 23)
    expect(isTooLarge({ a: list })).toBe(false)
    expect(isTooLarge({ a: [...list, number] })).toBe(true)
  })
})
