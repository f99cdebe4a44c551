import { Decimal, type NumberValue } from './decimal.ts'

/** A value as DynamoDB knows it, in JavaScript's own types. Sets are JavaScript sets and never empty. */
export type Value =
  | string
  | NumberValue
  | boolean
  | null
  | Uint8Array
  | Set<string>
  | Set<NumberValue>
  | Set<Uint8Array>
  | readonly Value[]
  | { readonly [name: string]: Value }

/** One item of a table: attribute names and values. */
export interface Item {
  readonly [attribute: string]: Value
}

/** DynamoDB's names of the ten types. */
export type TypeName = 'S' | 'N' | 'B' | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M'

/** DynamoDB's type of a value. */
export function typeOf(value: Value): TypeName {
  switch (typeof value) {
    case 'string':
      return 'S'
    case 'number':
    case 'bigint':
      return 'N'
    case 'boolean':
      return 'BOOL'
    default:
  }
  if (value === null) return 'NULL'
  if (value instanceof Uint8Array) return 'B'
  if (value instanceof Decimal) return 'N'
  if (Array.isArray(value)) return 'L'
  if (value instanceof Set) return setType(value)
  return 'M'
}

/** True for a map, the only value whose members have names. */
export function isMap(value: Value | undefined): value is { readonly [name: string]: Value } {
  return value !== undefined && typeOf(value) === 'M'
}

function setType(set: ReadonlySet<unknown>): 'SS' | 'NS' | 'BS' {
  const [member] = set
  if (typeof member === 'string') return 'SS'
  return member instanceof Uint8Array ? 'BS' : 'NS'
}
