import { arbitraryItem } from '@cmz/store-conformance'
import { Decimal, toItem } from '@cmz/store-core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holdsTag, isPlainItem } from './plain-json.ts'
import { decodeItem, encodeItem, parseItem, parseJson } from './tagged-json.ts'

describe('plain JSON', () => {
  it('is what needs no tag, either way', () => {
    fc.assert(
      fc.property(arbitraryItem, (item) => {
        const text = encodeItem(item)
        const json = parseJson(text) as object
        if (isPlainItem(item)) expect(text).toBe(JSON.stringify(item))
        else expect(holdsTag(json as Record<string, unknown>)).toBe(true)
        expect(parseItem(text)).toEqual(decodeItem(json))
        expect(encodeItem(parseItem(text))).toBe(text)
      }),
      { numRuns: 500 },
    )
  })

  it('is given as it is', () => {
    const json = parseJson('{"a":[{"b":null}],"__proto__":{"c":1},"toJSON":"x","constructor":2}') as Record<
      string,
      unknown
    >
    expect(decodeItem(json)).toBe(json)
    expect(encodeItem(decodeItem(json))).toBe('{"a":[{"b":null}],"__proto__":{"c":1},"toJSON":"x","constructor":2}')
  })

  it.each([
    ['a bigint', { a: 1n }],
    ['a decimal', { a: new Decimal('1.00000000000000000001') }],
    ['a set', { a: new Set(['b']) }],
    ['a binary', { a: [{ b: [new Uint8Array(1)] }] }],
    ['a map like a tag', { a: { $b: 1 } }],
    ['a nested one', { a: [{ b: { $m: {} } }] }],
  ])('is not %s', (_kind, item) => {
    expect(isPlainItem(item)).toBe(false)
    expect(parseItem(encodeItem(toItem(item, {})))).toEqual(toItem(item, {}))
  })

  it('is a tag too where its name is escaped', () => {
    expect(parseItem('{"a":{"\\u0024ss":["b"]}}')).toEqual({ a: new Set(['b']) })
  })

  it.each([
    ['{"a":1.0000000000000000001}', new Decimal('1.0000000000000000001')],
    ['{"a": -12345678901234567890 }', -12345678901234567890n],
    ['{"a":\n1E+400}', 10n ** 400n],
    ['{"a":0.30000000000000004}', 0.1 + 0.2],
    ['{"a":"id:1e5,1234567890123456"}', 'id:1e5,1234567890123456'],
  ])('holds numbers exactly: %s', (text, value) => {
    expect(parseItem(text)['a']).toEqual(value)
    expect(parseJson(text.slice(5, -1))).toEqual(value)
  })
})
