import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { characters } from '../test/values.ts'
import { equal } from './compare.ts'
import { compareNumbers, parseNumber } from './decimal.ts'
import type { KeyAttribute } from './key-attribute.ts'
import { type Keys, keyOfText, keyText } from './key-text.ts'
import type { Item, Value } from './value.ts'

const digits = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: -30, max: 30 }))
const values: Readonly<Record<KeyAttribute['type'], fc.Arbitrary<Value>>> = {
  S: fc.oneof(fc.constantFrom('', ':', '1:', '1:a', 'a'), fc.string({ unit: characters, maxLength: 4 })),
  N: fc.oneof(
    fc.constantFrom(0, 1, -1, 10, 0.1, 1e100, 1n, 10n ** 30n),
    digits.map(([number, exponent]) => parseNumber(`${number}e${exponent}`)),
  ),
  B: fc.uint8Array({ maxLength: 3 }).map((bytes) => Uint8Array.from(bytes)),
}
const type = fc.constantFrom<KeyAttribute['type']>('S', 'N', 'B')
const keys: fc.Arbitrary<Keys> = fc.tuple(type, fc.option(type, { nil: undefined })).map(([partition, sort]) => ({
  partitionKey: { name: 'p', type: partition },
  ...(sort && { sortKey: { name: 's', type: sort } }),
}))

function keyOf({ partitionKey, sortKey }: Keys): fc.Arbitrary<Item> {
  const sorts = sortKey === undefined ? fc.constant(undefined) : values[sortKey.type]
  return fc.tuple(values[partitionKey.type], sorts).map(([p, s]) => (s === undefined ? { p } : { p, s }))
}

function sameValue(left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || right === undefined) return left === right
  const isNumber = (value: Value): boolean => typeof value !== 'string' && !(value instanceof Uint8Array)
  return isNumber(left) ? compareNumbers(left as number, right as number) === 0 : equal(left, right)
}

describe('the text of a key', () => {
  it('is equal only for equal keys', () => {
    const two = keys.chain((given) => fc.tuple(fc.constant(given), keyOf(given), keyOf(given)))
    fc.assert(
      fc.property(two, ([given, left, right]) => {
        const isSame = sameValue(left['p'], right['p']) && sameValue(left['s'], right['s'])
        expect(keyText(given, left) === keyText(given, right)).toBe(isSame)
      }),
      { numRuns: 2000 },
    )
  })

  it('gives back the key', () => {
    const one = keys.chain((given) => fc.tuple(fc.constant(given), keyOf(given)))
    fc.assert(
      fc.property(one, ([given, key]) => {
        const found = keyOfText(given, keyText(given, key))
        expect(Object.keys(found)).toEqual(Object.keys(key))
        expect(sameValue(found['p'], key['p']) && sameValue(found['s'], key['s'])).toBe(true)
      }),
    )
  })

  it('does not depend on how a number is held', () => {
    const given: Keys = { partitionKey: { name: 'p', type: 'N' } }
    for (const [left, right] of [
      [1, 1n],
      [100, parseNumber('1e2')],
      [0.5, parseNumber('0.50')],
      [-0, 0],
      [10n ** 30n, parseNumber('1e30')],
    ] as const) {
      expect(keyText(given, { p: left })).toBe(keyText(given, { p: right }))
    }
  })
})
