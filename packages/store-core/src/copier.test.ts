import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Copier } from './copier.ts'
import { copyItem } from './copy.ts'
import { Decimal } from './decimal.ts'
import type { Item } from './value.ts'

const name = fc.constantFrom(
  'a',
  'b',
  'c',
  '',
  'text',
  'length',
  'size',
  '7',
  'constructor',
  'toString',
  '"];x(',
  '\u2028',
  'members',
  '__proto__',
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.constantFrom(null, true, 12345678901234567890n, new Decimal('0.1234567890123456789')),
    fc.uint8Array({ maxLength: 3 }),
    fc.constantFrom(1, 2).map((length) => new Set(['x', 'y'].slice(0, length))),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))
const item = fc.dictionary(name, value, { maxKeys: 5, noNullPrototype: true }) as fc.Arbitrary<Item>

/** Every object inside of a value. */
function objectsIn(within: unknown, found = new Set<object>()): Set<object> {
  if (typeof within !== 'object' || within === null || within instanceof Decimal) return found
  found.add(within)
  for (const each of within instanceof Set ? within : Object.values(within)) objectsIn(each, found)
  return found
}

describe('a copier', () => {
  it('copies as copyItem does, whatever shapes it has seen, and shares nothing', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 12 }), (items) => {
        const copier = new Copier()
        for (const each of [...items, ...items]) {
          const copy = copier.copy(each)
          expect(copy).toEqual(copyItem(each))
          const originals = objectsIn(each)
          for (const inside of objectsIn(copy)) expect(originals.has(inside)).toBe(false)
        }
      }),
    )
  })

  it('tells shapes apart that share names', () => {
    const copier = new Copier()
    const items: Item[] = [{ a: 1, b: 2 }, { a: 1, c: 2 }, { a: 1 }, { a: 1, b: { c: 1 } }, { a: 1, b: [{ c: 1 }] }, {}]
    for (const each of [...items, ...items]) expect(copier.copy(each)).toStrictEqual(each)
  })

  it('tells maps from values that have the same names', () => {
    const others: Item[string][] = [[], ['x'], new Set(['x']), new Uint8Array(1), new Decimal('0.1234567890123456789')]
    for (const map of [{}, { length: 1 }, { 0: 'x' }, { text: 'x' }, { size: 1 }, { text: 'x', length: 1 }]) {
      const copier = new Copier()
      for (const each of [map, ...others, map]) expect(copier.copy({ a: each })).toStrictEqual({ a: each })
    }
  })

  it('stays right where there are more shapes than it makes code for', () => {
    const copier = new Copier()
    for (let n = 0; n < 20; n++) {
      const each = { [`x${n}`]: n, nested: { [`y${n}`]: [n] } }
      expect(copier.copy(each)).toStrictEqual(each)
    }
  })
})
