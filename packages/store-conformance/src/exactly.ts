import { Decimal, numberText, type NumberValue } from '@cmz/store-core'

/**
 * A value in a form in which an assertion tells everything apart that a caller can: `1`, `1n` and a Decimal, a set
 * and its order, a Uint8Array and a Buffer. Use it on both sides: `expect(exactly(got)).toEqual(exactly(wanted))`.
 */
export function exactly(value: unknown): unknown {
  if (value === null || ['string', 'boolean', 'undefined'].includes(typeof value)) return value
  if (isNumber(value)) return { number: kindOf(value), text: Object.is(value, -0) ? '-0' : numberText(value) }
  if (Array.isArray(value)) return value.map(exactly)
  if (value instanceof Uint8Array) return { binary: value.constructor.name, bytes: [...value] }
  if (value instanceof Set) return { set: [...value].map(exactly) }
  if (typeof value === 'object') {
    return {
      map: Object.entries(value)
        .map(([name, each]) => [name, exactly(each)] as const)
        .toSorted(byName),
    }
  }
  return { other: typeof value }
}

function isNumber(value: unknown): value is NumberValue {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal
}

function kindOf(value: NumberValue): string {
  return value instanceof Decimal ? 'Decimal' : typeof value
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0
}
