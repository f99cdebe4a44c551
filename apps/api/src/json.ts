import { Decimal } from '@cmz/store'

/** An item as the API answers it: sets are arrays; what only deleted items have, and the version, are left out. */
export type JsonOf<T> = {
  [K in keyof T as Exclude<K, 'softDelete' | 'deleted' | 'version'>]: Exclude<T[K], undefined> extends ReadonlySet<
    infer Member
  >
    ? Member[]
    : T[K]
}

/** The answer for a live item. Numbers beyond double precision become text, so that nothing is rounded. */
export function toJson<T extends object>(item: T): JsonOf<T> {
  const { softDelete: _flag, deleted: _stamp, version: _count, ...shown } = item as Record<string, unknown>
  return convert(shown) as JsonOf<T>
}

function convert(value: unknown): unknown {
  if (typeof value === 'bigint' || value instanceof Decimal) return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (value instanceof Set) return members(value)
  if (Array.isArray(value)) return value.map(convert)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, convert(member)]))
}

/** In one order on every backend: DynamoDB promises none. */
function members(set: ReadonlySet<unknown>): unknown[] {
  const converted = [...set].map(convert)
  return converted.every((member) => typeof member === 'string')
    ? converted.toSorted((left, right) => (left < right ? -1 : 1))
    : converted
}
