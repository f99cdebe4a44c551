import { equal, type Item, type NumberValue, parseNumber, toItem, type Value } from '@cmz/store-core'
import * as fc from 'fast-check'

/** A number of any size and precision that DynamoDB holds (rules 1.1 to 1.3). */
export const arbitraryNumber: fc.Arbitrary<NumberValue> = fc.oneof(
  fc.integer(),
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e125, max: 1e125 })
    .filter((value) => value === 0 || Math.abs(value) >= 1e-130),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }), fc.integer({ min: -130, max: 87 }))
    .map(([digits, exponent]) => parseNumber(`${digits}e${exponent}`)),
)

/** Any character but half of a surrogate pair: fast-check's own `binary` lists all of Unicode first, which takes a second. */
const arbitraryCharacter = fc
  .integer({ min: 0, max: 0x10ffff - 0x800 })
  .map((rank) => String.fromCodePoint(rank < 0xd800 ? rank : rank + 0x800))

/** Text with all of Unicode, and the names that JavaScript and our JSON treat specially. */
export const arbitraryText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: arbitraryCharacter, maxLength: 12 }),
  fc.constantFrom(
    '',
    '$ss',
    '$m',
    '$n',
    '$b',
    '$x',
    'constructor',
    'toString',
    '\u0000',
    '\uFEFF',
    '\uFF5E',
    '\u{1F600}',
  ),
)

const arbitraryName = arbitraryText.filter((name) => name !== '' && name !== '__proto__')
const arbitraryBytes = fc.uint8Array({ maxLength: 12 }).map((bytes) => Uint8Array.from(bytes))

function arbitrarySet<V extends Value>(member: fc.Arbitrary<V>): fc.Arbitrary<Set<V>> {
  return fc.uniqueArray(member, { minLength: 1, maxLength: 4, comparator: equal }).map((members) => new Set(members))
}

/** Any value of the ten types, nested a few levels deep. */
export const arbitraryValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(arbitraryText, arbitraryNumber, fc.boolean(), fc.constant(null), arbitraryBytes),
    arbitrarySet(arbitraryText) as fc.Arbitrary<Value>,
    arbitrarySet(arbitraryNumber) as fc.Arbitrary<Value>,
    arbitrarySet(arbitraryBytes) as fc.Arbitrary<Value>,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(arbitraryName, tie('value'), { maxKeys: 4 }),
  ),
})).value

/** Any attributes, in the normal form of the store; whoever uses them adds a key. */
export const arbitraryItem: fc.Arbitrary<Item> = fc
  .dictionary(arbitraryName, arbitraryValue, { maxKeys: 6 })
  .map((attributes) => toItem(attributes, {}))
