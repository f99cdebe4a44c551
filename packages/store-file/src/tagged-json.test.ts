import { arbitraryItem } from '@cmz/store-conformance'
import { Decimal, equal, toItem } from '@cmz/store-core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeItem, encodeItem, parseJson } from './tagged-json.ts'

describe('tagged JSON', () => {
  it('gives every item back exactly, on one line', () => {
    fc.assert(
      fc.property(arbitraryItem, (item) => {
        const line = encodeItem(item)
        expect(line).not.toContain('\n')
        expect(equal(toItem(decodeItem(parseJson(line)), {}), item)).toBe(true)
        expect(encodeItem(toItem(decodeItem(parseJson(line)), {}))).toBe(line)
      }),
      { numRuns: 500 },
    )
  })

  it('writes what JSON has as itself and tags the rest', () => {
    const item = toItem(
      {
        name: 'Ada',
        age: 36,
        half: 0.5,
        live: true,
        none: null,
        list: [1, 'a'],
        big: 12345678901234567890n,
        exact: new Decimal('0.12345678901234567890123'),
        bytes: new Uint8Array([1, 2]),
        names: new Set(['b', 'a']),
        numbers: new Set([2, 1]),
        blobs: new Set([new Uint8Array([255])]),
      },
      {},
    )
    expect(encodeItem(item)).toBe(
      '{"name":"Ada","age":36,"half":0.5,"live":true,"none":null,"list":[1,"a"],"big":{"$n":"12345678901234567890"},' +
        '"exact":{"$n":"0.12345678901234567890123"},"bytes":{"$b":"AQI="},"names":{"$ss":["a","b"]},' +
        '"numbers":{"$ns":["1","2"]},"blobs":{"$bs":["/w=="]}}',
    )
  })

  it('escapes a map that looks like a tag, and only such a map', () => {
    const item = { tagged: { $ss: ['a'] }, money: { $usd: 1, $eur: 2 }, deep: { $m: { $m: 1 } } }
    expect(encodeItem(item)).toBe(
      '{"tagged":{"$m":{"$ss":["a"]}},"money":{"$usd":1,"$eur":2},"deep":{"$m":{"$m":{"$m":{"$m":1}}}}}',
    )
    expect(decodeItem(parseJson(encodeItem(item)))).toEqual(item)
  })

  it('reads a bare number beyond double precision exactly', () => {
    const item = decodeItem(
      parseJson('{"a":12345678901234567890,"b":0.1234567890123456789,"c":1e100,"d":1.50,"e":[9007199254740993]}'),
    )
    expect(item['a']).toBe(12345678901234567890n)
    expect(item['b']).toEqual(new Decimal('0.1234567890123456789'))
    expect(encodeItem(item)).toContain('"b":{"$n":"0.1234567890123456789"}')
    expect(item['c']).toBe(1e100)
    expect(item['d']).toBe(1.5)
    expect(item['e']).toEqual([9007199254740993n])
  })

  it.each([
    ['{"a":{"$x":1}}', /unknown tag "\$x"/],
    ['{"a":{"$ss":[]}}', /at least one member/],
    ['{"a":{"$ss":["b","b"]}}', /same member twice/],
    ['{"a":{"$ss":[1]}}', /holds text/],
    ['{"a":{"$n":"ten"}}', /cannot be converted to a numeric value: ten/],
    ['{"a":{"$n":5}}', /holds text/],
    ['{"a":{"$ns":[12345678901234567890]}}', /holds text in quotes, not 12345678901234567890/],
    ['{"a":{"$b":"not base64!"}}', /holds base64/],
    ['{"a":{"$m":1}}', /holds an object/],
    ['[1]', /not an array/],
    ['"a"', /not "a"/],
  ])('refuses %s', (json, message) => {
    expect(() => decodeItem(parseJson(json))).toThrow(message)
  })
})
