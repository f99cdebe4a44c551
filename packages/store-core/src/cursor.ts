import { ValidationException } from './errors.ts'
import { numberText, type NumberValue, parseNumber } from './decimal.ts'
import { digestOf } from './digest.ts'
import type { KeyAttribute, KeyType } from './key-attribute.ts'
import type { Item, Value } from './value.ts'

/** The opaque token that continues a page. It belongs to one query and holds the keys of the last item returned. */
export type Cursor = string

/** Makes a cursor; `query` describes everything that must be the same on the next page. */
export function encodeCursor(query: unknown, position: Item): Cursor {
  const key = Object.entries(position).map(([name, value]) => [name, ...encodeKeyValue(value)])
  return Buffer.from(JSON.stringify([digestOf([query, key]), key])).toString('base64url')
}

/**
 * The position that a cursor holds, in terms of these key attributes. ValidationException if the cursor was changed,
 * or made by another query. The digest is no secret, so a forged cursor gives a position of the right shape all the same.
 */
export function decodeCursor(cursor: Cursor, query: unknown, attributes: readonly KeyAttribute[], table: string): Item {
  const [expected, key] = parse(cursor, table)
  if (expected !== digestOf([query, key])) {
    throw new ValidationException(
      'The provided starting key is invalid: the cursor is from another query, or was changed. Continue with the same table, index, key, direction and filter',
      { table },
    )
  }
  const texts = new Map(key.map(([name, type, text]) => [`${type} ${name}`, text]))
  return Object.fromEntries(
    attributes.map((attribute) => {
      const text = texts.get(`${attribute.type} ${attribute.name}`)
      if (typeof text !== 'string') throw notACursor(table)
      return [attribute.name, decodeKeyValue(attribute.type, text, table)]
    }),
  )
}

type EncodedKey = (readonly [name: string, type: string, text: string])[]

function parse(cursor: Cursor, table: string): readonly [digest: string, key: EncodedKey] {
  try {
    const [expected, key] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, EncodedKey]
    if (typeof expected === 'string' && Array.isArray(key) && key.every(Array.isArray)) return [expected, key]
  } catch (cause) {
    throw notACursor(table, cause)
  }
  throw notACursor(table)
}

function notACursor(table: string, cause?: unknown): ValidationException {
  return new ValidationException('The provided starting key is invalid: this is not a cursor of the store', {
    table,
    cause,
  })
}

function encodeKeyValue(value: Value): readonly [type: string, text: string] {
  if (typeof value === 'string') return ['S', value]
  return value instanceof Uint8Array
    ? ['B', Buffer.from(value).toString('base64')]
    : ['N', numberText(value as NumberValue)]
}

function decodeKeyValue(type: KeyType, text: string, table: string): Value {
  if (type !== 'N') return type === 'B' ? Uint8Array.from(Buffer.from(text, 'base64')) : text
  try {
    return parseNumber(text)
  } catch (cause) {
    throw notACursor(table, cause)
  }
}
