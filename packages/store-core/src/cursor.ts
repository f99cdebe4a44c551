import { createHash } from 'node:crypto'
import { ValidationException } from './errors.ts'
import { Decimal, numberText, type NumberValue, parseNumber } from './decimal.ts'
import type { Item, Value } from './value.ts'

/** The opaque token that continues a page. It belongs to one query and holds the keys of the last item returned. */
export type Cursor = string

/** Makes a cursor; `query` describes everything that must be the same on the next page. */
export function encodeCursor(query: unknown, position: Item): Cursor {
  const key = Object.entries(position).map(([name, value]) => [name, ...encodeKeyValue(value)])
  return Buffer.from(JSON.stringify([digest(query, key), key])).toString('base64url')
}

/** The position that a cursor holds. ValidationException if it was changed, or made by another query. */
export function decodeCursor(cursor: Cursor, query: unknown, table: string): Item {
  const [expected, key] = parse(cursor, table)
  if (expected !== digest(query, key)) {
    throw new ValidationException(
      'The provided starting key is invalid: the cursor is from another query, or was changed. Continue with the same table, index, key, direction and filter',
      { table },
    )
  }
  return Object.fromEntries(key.map(([name, type, text]) => [name, decodeKeyValue(type, text)]))
}

type EncodedKey = (readonly [name: string, type: string, text: string])[]

function parse(cursor: Cursor, table: string): readonly [digest: string, key: EncodedKey] {
  try {
    const [expected, key] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, EncodedKey]
    if (typeof expected === 'string' && Array.isArray(key)) return [expected, key]
  } catch (cause) {
    throw new ValidationException('The provided starting key is invalid: this is not a cursor of the store', {
      table,
      cause,
    })
  }
  throw new ValidationException('The provided starting key is invalid: this is not a cursor of the store', { table })
}

function digest(query: unknown, key: unknown): string {
  return createHash('sha256')
    .update(stableText([query, key]))
    .digest('base64url')
    .slice(0, 16)
}

/** The same text for equal data only; JSON would not tell a decimal from a string. */
function stableText(data: unknown): string {
  if (typeof data === 'number' || typeof data === 'bigint' || data instanceof Decimal) return `n${numberText(data)}`
  if (typeof data !== 'object' || data === null) return JSON.stringify(data)
  if (data instanceof Uint8Array) return `b${Buffer.from(data).toString('base64')}`
  if (data instanceof Set) return `s[${[...data].map(stableText).join()}]`
  if (Array.isArray(data)) return `[${data.map(stableText).join()}]`
  const members = Object.entries(data).map(([name, member]) => `${JSON.stringify(name)}:${stableText(member)}`)
  return `{${members.toSorted().join()}}`
}

function encodeKeyValue(value: Value): readonly [type: string, text: string] {
  if (typeof value === 'string') return ['S', value]
  return value instanceof Uint8Array
    ? ['B', Buffer.from(value).toString('base64')]
    : ['N', numberText(value as NumberValue)]
}

function decodeKeyValue(type: string, text: string): Value {
  if (type === 'N') return parseNumber(text)
  return type === 'B' ? Uint8Array.from(Buffer.from(text, 'base64')) : text
}
