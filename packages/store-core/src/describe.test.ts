import { describe, expect, it } from 'vitest'
import { Decimal } from './decimal.ts'
import { describeKey, describeType } from './describe.ts'

describe('describeKey', () => {
  it('shows a key as JSON, what JSON lacks included', () => {
    expect(describeKey({ a: 'x', b: 5 })).toBe('{"a":"x","b":5}')
    expect(describeKey({ a: 2n ** 60n, b: new Decimal('0.12345678901234567890') })).toBe(
      '{"a":"1152921504606846976","b":"0.1234567890123456789"}',
    )
    expect(describeKey({ a: new Uint8Array([1, 2, 255]) })).toBe('{"a":"AQL/"}')
  })

  it('stays short', () => {
    expect(describeKey({ a: 'x'.repeat(2000) })).toHaveLength(300)
  })
})

describe('describeType', () => {
  it.each([
    [null, 'null'],
    [undefined, 'undefined'],
    [[], 'an array'],
    [{}, 'an object'],
    [Object.create(null), 'an object'],
    [new Date(0), 'a Date'],
    ['', 'string'],
    [5n, 'bigint'],
  ])('of %o is %s', (value, text) => {
    expect(describeType(value)).toBe(text)
  })
})
