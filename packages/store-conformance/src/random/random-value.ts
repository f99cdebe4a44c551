import { parseNumber, toItem, type Value } from '@cmz/store-core'
import * as fc from 'fast-check'

/** What `<` and its like, BETWEEN and begins_with take (rule 4.6). */
export const texts: readonly string[] = ['', 'a', 'ab', 'b', '\uFF5E', '\u{1F600}']
export const numbers: readonly Value[] = [-1, 0, 0.5, 1, 2, 10, 2n ** 63n, parseNumber('1e-130'), parseNumber('9e125')]
export const binaries: readonly Uint8Array[] = [Uint8Array.of(), Uint8Array.of(1), Uint8Array.of(1, 200)]

export const orderable: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom(...texts),
  fc.constantFrom(...numbers),
  fc.constantFrom(...binaries),
)

/** A set of one of the three kinds. */
export const randomSet: fc.Arbitrary<Value> = fc.oneof(
  setOf(['a', 'b', '']),
  setOf([0.5, 1, 2]),
  setOf([Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of()]),
)

export const randomNumber: fc.Arbitrary<Value> = fc.constantFrom(...numbers)

const scalar: fc.Arbitrary<Value> = fc.oneof(orderable, fc.constantFrom(true, false, null))

/** Small values of all types, few enough to be met again. */
export const randomValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    scalar,
    randomSet,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'x.y'), tie('value'), { maxKeys: 2, noNullPrototype: true }),
  ),
})).value

export const randomList: fc.Arbitrary<Value> = fc.array(randomValue, { maxLength: 3 })

/** In the store's normal form. */
function setOf(members: readonly Value[]): fc.Arbitrary<Value> {
  return fc
    .subarray([...members], { minLength: 1 })
    .map((chosen) => toItem({ set: new Set(chosen) as Value }, {})['set']!)
}
