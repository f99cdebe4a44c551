import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { values } from '../test/values.ts'
import { ValidationException } from './errors.ts'
import { readItem } from './item-reader.ts'
import { maxItemSize } from './size.ts'
import { defineTable } from './table.ts'
import { toItem } from './to-item.ts'

const details = { table: 'things' }
const define = () => defineTable({ name: 'things', partitionKey: 'id' })

class Place {
  readonly a = 1
}

const name = fc.constantFrom('a', 'b', 'c', '7', 'constructor', '"];x(', '\u2028', '', '__proto__', 'a\uD83D')
const faulty = fc.constantFrom<unknown>(
  undefined,
  Number.NaN,
  -0,
  10n ** 38n + 1n,
  'a\uD83D',
  new Place(),
  Object.create({ a: 1 }) as object,
  Object.assign(Object.create(null) as object, { a: 1 }),
  new Set([1, 1n]),
  new Date(0),
  [undefined],
)
const inputs = fc.letrec<{ map: object }>((tie) => ({
  map: fc.dictionary(
    fc.oneof({ weight: 5, arbitrary: fc.constantFrom('a', 'b', 'c') }, { weight: 1, arbitrary: name }),
    fc.oneof(
      { weight: 4, arbitrary: values },
      { weight: 3, arbitrary: tie('map') },
      { weight: 1, arbitrary: fc.array(tie('map'), { maxLength: 2 }) },
      { weight: 1, arbitrary: faulty },
    ),
    { maxKeys: 4, noNullPrototype: true },
  ),
})).map

/** The item, or the error as a caller sees it. */
function outcome(read: () => object): unknown {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ValidationException)) throw error
    return [error.message, error.issues, error.table]
  }
}

describe('readItem', () => {
  it('does as toItem does, whatever shapes it has read before', () => {
    fc.assert(
      fc.property(fc.array(inputs, { minLength: 1, maxLength: 12 }), (all) => {
        const table = define()
        for (const each of [...all, ...all]) {
          expect(outcome(() => readItem(table, each))).toEqual(outcome(() => toItem(each, details)))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('takes and refuses what toItem does where it knows the shape', () => {
    const table = define()
    const input = (at: unknown): object => ({ id: 'a', at: { a: at, list: ['x'] }, n: 1 })
    readItem(table, input(1))
    const others = ['text', null, 2n ** 60n, new Place(), { a: 1 }, [[1], { b: 's' }], undefined, Number.NaN, () => 1]
    for (const other of others) {
      const read = input(other)
      expect(outcome(() => readItem(table, read))).toEqual(outcome(() => toItem(read, details)))
    }
    const instance = { id: 'a', at: Object.assign(new Place(), { list: ['x'] }), n: 1 }
    expect(() => readItem(table, instance)).toThrow('not a Place: attribute at')
  })

  it('shares nothing with the input, and reads it once', () => {
    const table = define()
    let reads = 0
    const input = { id: 'a', list: [1], map: { bytes: new Uint8Array([1]) } }
    const counted = Object.defineProperty({ ...input }, 'n', { get: () => ++reads, enumerable: true })
    expect(readItem(table, counted)).toEqual({ ...input, n: 1 })
    const item = readItem(table, counted)
    expect(item).toEqual({ ...input, n: 2 })
    input.list.push(2)
    input.map.bytes[0] = 9
    expect(item).toEqual({ id: 'a', list: [1], map: { bytes: new Uint8Array([1]) }, n: 2 })
  })

  it('takes an item of exactly 409,600 bytes (rule 3.1), also of a known shape', () => {
    const table = define()
    const input = (size: number): object => ({ id: 'x', text: 'a'.repeat(size - 10), n: 1 })
    readItem(table, input(20))
    expect(() => readItem(table, input(maxItemSize))).not.toThrow()
    expect(() => readItem(table, input(maxItemSize + 1))).toThrow('Item size has exceeded the maximum allowed size')
    const named = (size: number): object => ({ ['n'.repeat(9000)]: '\u0800'.repeat((size - 9000) / 3) })
    readItem(table, named(9003))
    expect(() => readItem(table, named(maxItemSize - 1))).not.toThrow()
    expect(() => readItem(table, named(maxItemSize + 2))).toThrow('Item size has exceeded the maximum allowed size')
  })
})
