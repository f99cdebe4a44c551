import { numberText, type NumberValue, parseNumber } from './decimal.ts'
import type { Key } from './key.ts'
import type { KeyAttribute } from './key-attribute.ts'
import type { IndexDefinition, TableDefinition } from './table.ts'
import type { Item, Value } from './value.ts'

/** The keys of a table or of an index. */
export type Keys = Pick<IndexDefinition, 'partitionKey' | 'sortKey'>

/** One text per key of a table, equal only for equal keys. */
export function keyText({ partitionKey, sortKey }: Keys, key: Item): string {
  const partition = scalarText(key[partitionKey.name]!)
  return sortKey === undefined ? partition : `${partition.length}:${partition}${scalarText(key[sortKey.name]!)}`
}

/** One text for each item of all tables. */
export function placeOf(table: TableDefinition, key: Item): string {
  return `${table.name}/${keyText(table, key)}`
}

/** The key that `keyText` made the text of. */
export function keyOfText({ partitionKey, sortKey }: Keys, text: string): Key {
  if (sortKey === undefined) return { [partitionKey.name]: scalarOf(partitionKey, text) }
  const colon = text.indexOf(':')
  const end = colon + 1 + Number(text.slice(0, colon))
  return {
    [partitionKey.name]: scalarOf(partitionKey, text.slice(colon + 1, end)),
    [sortKey.name]: scalarOf(sortKey, text.slice(end)),
  }
}

/** The text of one key value; among values of one type equal only for equal values. */
export function scalarText(value: Value): string {
  if (typeof value === 'string') return value
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : numberText(value as NumberValue)
}

function scalarOf({ type }: KeyAttribute, text: string): Value {
  switch (type) {
    case 'S':
      return text
    case 'N':
      return parseNumber(text)
    case 'B':
      return Uint8Array.from(Buffer.from(text, 'latin1'))
  }
}
