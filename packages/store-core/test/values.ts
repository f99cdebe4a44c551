import { Decimal, type Item, parseNumber, type Value } from '../src/index.ts'
import * as fc from 'fast-check'

/** Decimal texts that DynamoDB holds: up to 38 digits, of every magnitude. */
export const numberTexts: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom('', '-'), fc.bigInt({ min: 0n, max: 10n ** 38n - 1n }), fc.integer({ min: -130, max: 87 }))
  .map(([sign, digits, exponent]) => `${sign}${digits}e${exponent}`)

export const numbers: fc.Arbitrary<number | bigint | Decimal> = fc.oneof(
  fc.integer(),
  numberTexts.map(parseNumber),
  fc.constantFrom(0, 0.1, 1e125, 1e-130, 2 ** 53, parseNumber('9007199254740993')),
)

/** Any character but half of a surrogate pair: fast-check's own `binary` lists all of Unicode first, which takes a second. */
export const characters: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10ffff - 0x800 })
  .map((rank) => String.fromCodePoint(rank < 0xd800 ? rank : rank + 0x800))

export const strings: fc.Arbitrary<string> = fc.string({ unit: characters, maxLength: 6 })
export const bytes: fc.Arbitrary<Uint8Array> = fc.uint8Array({ maxLength: 6 })

const sets: fc.Arbitrary<Value> = fc.oneof(
  fc.uniqueArray(strings, { minLength: 1, maxLength: 4 }).map((members) => new Set(members)),
  fc
    .uniqueArray(numbers, { minLength: 1, maxLength: 4, selector: String })
    .filter((members) => new Set(members.map((each) => parseNumber(String(each)).toString())).size === members.length)
    .map((members) => new Set(members)),
)

/** Any value, as a store hands it out. */
export const values: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    strings,
    numbers,
    bytes,
    fc.boolean(),
    fc.constant(null),
    sets,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.string({ minLength: 1, maxLength: 5 }).filter((name) => name !== '__proto__'),
      tie('value'),
      {
        maxKeys: 3,
        noNullPrototype: true,
      },
    ),
  ),
})).value

export const items: fc.Arbitrary<Item> = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 5 }).filter((name) => name !== '__proto__'),
  values,
  { maxKeys: 4, noNullPrototype: true },
)
