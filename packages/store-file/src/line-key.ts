import { isUtf8 } from 'node:buffer'
import {
  checkKey,
  type Item,
  type KeyAttribute,
  keyAttributes,
  keyText,
  type KeyType,
  type TableDefinition,
} from '@cmz/store-core'
import { parseItem } from './tagged-json.ts'

/** Reads the key text of the line between two offsets. Throws an error that says why the line has none. */
export type LineKey = (bytes: Buffer, start: number, end: number) => string

/** How the key texts of a table's lines are read: from the beginning of the line, without parsing it, where that is sure. */
export function lineKey(table: TableDefinition): LineKey {
  const [partition, sort] = keyAttributes(table).map(({ name, type }, position) => ({
    before: Buffer.from(`${position === 0 ? '{' : ','}${JSON.stringify(name)}:`),
    type,
  }))
  return (bytes, start, end) => quickKey(bytes, start, partition!, sort) ?? keyOfItem(table, itemAt(bytes, start, end))
}

/** The item that a line describes. Throws an error that says why it is none. */
export function itemAt(bytes: Buffer, start: number, end: number): Item {
  const text = bytes.toString('utf8', start, end)
  if (text.includes('\uFFFD') && !isUtf8(bytes.subarray(start, end))) throw new TypeError('this is not UTF-8 text')
  return parseItem(text)
}

/** The key text of an item. ValidationException where it has no key, or one that cannot be (rules 2.5 to 2.9). */
export function keyOfItem(table: TableDefinition, item: Item): string {
  const { partitionKey, sortKey } = table
  const isSure = isKeyValue(item, partitionKey) && (sortKey === undefined || isKeyValue(item, sortKey))
  if (!isSure) checkKey(table, item)
  return keyText(table, item)
}

/** So short a text is within every limit on the bytes of keys. */
const shortLength = 256

/** False where it takes a closer look to be sure. */
function isKeyValue(item: Item, { name, type }: KeyAttribute): boolean {
  const value = item[name]
  if (type === 'N') return typeof value === 'number'
  return type === 'S' && typeof value === 'string' && value !== '' && value.length <= shortLength
}

interface Member {
  /** What stands before the value. */
  readonly before: Uint8Array
  readonly type: KeyType
}

function quickKey(bytes: Buffer, start: number, partition: Member, sort: Member | undefined): string | undefined {
  const from = valueStart(bytes, start, partition)
  const end = valueEnd(bytes, from, partition)
  const text = textBetween(bytes, from, end, partition)
  if (text === undefined) return undefined
  if (sort === undefined) return endsMember(bytes[end]) ? text : undefined
  const sortFrom = valueStart(bytes, end, sort)
  const sortEnd = valueEnd(bytes, sortFrom, sort)
  const sortText = textBetween(bytes, sortFrom, sortEnd, sort)
  return sortText !== undefined && endsMember(bytes[sortEnd]) ? `${text.length}:${text}${sortText}` : undefined
}

const quote = 0x22
const backslash = 0x5c
const nowhere = -1

function valueStart(bytes: Buffer, start: number, { before }: Member): number {
  for (let index = 0; index < before.length; index++) if (bytes[start + index] !== before[index]) return nowhere
  return start + before.length
}

function valueEnd(bytes: Buffer, start: number, { type }: Member): number {
  if (start === nowhere || type === 'B') return nowhere
  if (type === 'N') {
    let end = start
    while (isOfNumber(bytes[end])) end++
    return end
  }
  if (bytes[start] !== quote) return nowhere
  for (let end = start + 1; end < bytes.length; end++) {
    if (bytes[end] === quote) return end + 1
    if (bytes[end] === backslash) return nowhere
  }
  return nowhere
}

/** Numbers that stand as their key text does; a double holds 15 digits exactly. */
const plainNumber = /^(?:0|-?[1-9]\d*|-?(?:0|[1-9]\d*)\.\d*[1-9])$/
const plainLength = 15

function textBetween(bytes: Buffer, start: number, end: number, { type }: Member): string | undefined {
  if (end === nowhere) return undefined
  if (type === 'N') {
    if (end - start > plainLength) return undefined
    const digits = bytes.toString('latin1', start, end)
    return plainNumber.test(digits) ? digits : undefined
  }
  const text = bytes.toString('utf8', start + 1, end - 1)
  return text === '' || text.includes('\uFFFD') ? undefined : text // bytes that are not UTF-8 would be read as that
}

function isOfNumber(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2e)
}

/** True for `,` and `}`. */
function endsMember(byte: number | undefined): boolean {
  return byte === 0x2c || byte === 0x7d
}
