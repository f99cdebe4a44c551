import type { Item } from './value.ts'

/** A key as an error message shows it: JSON, binary in base64. */
export function describeKey(key: Item): string {
  return JSON.stringify(key, (_name, value: unknown) => {
    if (typeof value === 'bigint') return value.toString()
    return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value
  }).slice(0, 300)
}

/** What a value is, for a message that complains about its type. */
export function describeType(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value !== 'object') return typeof value
  const { constructor } = value
  return typeof constructor === 'function' && constructor !== Object ? `a ${constructor.name}` : 'an object'
}
