import {
  compareKeys,
  CorruptFileException,
  type Item,
  type KeyAttribute,
  keyAttributes,
  keyOf,
  setOwn,
  type TableDefinition,
  toItem,
  type Value,
} from '@cmz/store-core'
import type { ParseError } from 'jsonc-parser'
import { faultFinder } from './fault-finder.ts'
import { parseInPieces } from './json-pieces.ts'
import { keyOrder } from './key-order.ts'
import { keyOfItem } from './line-key.ts'
import { isSoundItem } from './sound-item.ts'
import { decodeItem, encodeItem, parseJson } from './tagged-json.ts'
import { UniqueKeys } from './unique-keys.ts'

/** The text of a table's file: a JSON array, one item a line, in key order, so that a change is a one-line diff. */
export function formatSnapshot(table: TableDefinition, items: Iterable<Item>): string {
  const sorted = [...items].toSorted((left, right) => compareKeys(table, left, right))
  return sorted.length === 0 ? '[\n]\n' : `[\n${sorted.map((item) => lineOf(table, item)).join(',\n')}\n]\n`
}

/** An item's line: its key first, so that it can be read without the rest, then its other attributes in their order. */
export function lineOf(table: TableDefinition, item: Item): string {
  const keys = keyAttributes(table)
  if (beginsWith(item, keys)) return encodeItem(item)
  const [partition, sort] = keys.map(({ name }) => name)
  const ordered: Record<string, Value> = {}
  for (const { name } of keys) ordered[name] = item[name]!
  for (const name in item) if (name !== partition && name !== sort) setOwn(ordered, name, item[name]!)
  if (beginsWith(ordered, keys)) return encodeItem(ordered)
  // JavaScript puts a name like "7" before all others
  const names = new Set([...keys.map(({ name }) => name), ...Object.keys(item)])
  return `{${[...names].map((name) => encodeItem({ [name]: item[name]! }).slice(1, -1)).join()}}`
}

function beginsWith(item: Item, keys: readonly KeyAttribute[]): boolean {
  let position = 0
  for (const name in item) {
    if (name !== keys[position]!.name) return false
    if (++position === keys.length) return true
  }
  return false
}

/**
 * The items of a table's file; also one that was written by hand, with a byte order mark, or with CRLF.
 * CorruptFileException with line and column if it is not UTF-8, not JSON, not an array of items of this table, or
 * holds a key twice.
 */
export function parseSnapshot(table: TableDefinition, file: string, bytes: Uint8Array): readonly Item[] {
  const reader = new ItemReader(table)
  try {
    const items: Item[] = []
    for (const piece of parseInPieces(bytes)) for (const json of piece) items.push(reader.read(json))
    return items
  } catch {
    return parseWhole(table, file, bytes)
  }
}

/** Parses the file as one text, so that an error tells the place. */
function parseWhole(table: TableDefinition, file: string, bytes: Uint8Array): readonly Item[] {
  const text = decodeText(bytes, file)
  const json = parseText(text, file)
  if (!Array.isArray(json)) throw corrupt(file, text, 0, 'the file of a table is a JSON array of items')
  const reader = new ItemReader(table)
  return json.map((each: unknown, position) => {
    try {
      return reader.read(each)
    } catch (cause) {
      throw corrupt(file, text, offsetOf(text, position), messageOf(cause), cause)
    }
  })
}

/** Makes items of parsed JSON, and refuses what is none, and a key that comes a second time. */
class ItemReader {
  readonly #table: TableDefinition
  readonly #keys: UniqueKeys

  constructor(table: TableDefinition) {
    this.#table = table
    this.#keys = new UniqueKeys(keyOrder(table))
  }

  read(json: unknown): Item {
    const item = isSoundItem(json) ? (json as Item) : toItem(decodeItem(json), { table: this.#table.name })
    // an item that no index can hold is in none, as on DynamoDB
    if (this.#keys.add(keyOfItem(this.#table, item))) return item
    throw new TypeError(`the key ${encodeItem(keyOf(this.#table, item))} stands here a second time`)
  }
}

/** JSON from a file's bytes, or CorruptFileException with line and column. */
export function parseFile(bytes: Uint8Array, file: string): unknown {
  return parseText(decodeText(bytes, file), file)
}

function decodeText(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    const text = new TextDecoder().decode(bytes)
    throw corrupt(file, text, text.indexOf('\uFFFD'), 'this is not UTF-8 text', cause)
  }
}

function parseText(text: string, file: string): unknown {
  try {
    return parseJson(text)
  } catch (cause) {
    const first = firstFault(text)
    const reason = first === undefined ? messageOf(cause) : faultFinder().printParseErrorCode(first.error)
    throw corrupt(file, text, first?.offset ?? 0, `this is not JSON (${reason})`, cause)
  }
}

/** Where the first fault of the JSON is; `undefined` where it is too deep to be looked through. */
function firstFault(text: string): ParseError | undefined {
  const errors: ParseError[] = []
  try {
    faultFinder().parse(text, errors, { disallowComments: true, allowTrailingComma: false })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return errors[0]
}

/** Where an item begins; the beginning of the file where the JSON is too deep to be looked through. */
function offsetOf(text: string, position: number): number {
  try {
    const { findNodeAtLocation, parseTree } = faultFinder()
    return findNodeAtLocation(parseTree(text)!, [position])?.offset ?? 0
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return 0
  }
}

function corrupt(file: string, text: string, offset: number, reason: string, cause?: unknown): CorruptFileException {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/)
  return new CorruptFileException(reason, { file, line: before.length, column: before.at(-1)!.length + 1 }, { cause })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
