import { equal } from './compare.ts'
import type { Condition } from './condition.ts'
import { describeType } from './describe.ts'
import type { CheckRequest, PutRequest, TransactRequest } from './driver.ts'
import { ValidationException } from './errors.ts'
import { type Key, keyOf } from './key.ts'
import { keyText, scalarText } from './key-text.ts'
import { expired, unexpired } from './liveness.ts'
import { isDeleted } from './own-attributes.ts'
import { textSize } from './size.ts'
import { defineTable, type TableDefinition } from './table.ts'
import { type Item, typeOf } from './value.ts'

const tables = new WeakMap<TableDefinition, TableDefinition>()

/** The table of the values that items of a table hold, each under its own text: what nobody else may hold. */
export function reservationTable(table: TableDefinition): TableDefinition | undefined {
  if (table.unique === undefined) return undefined
  const known = tables.get(table)
  if (known !== undefined) return known
  const { timeToLive } = table
  const reservations = defineTable({
    name: completenessOf(table.name).table,
    partitionKey: 'value',
    softDelete: false,
    stamps: false,
    ...(timeToLive !== undefined && { timeToLive }),
  })
  tables.set(table, reservations)
  return reservations
}

/** The texts of the values that an item holds: none, if it is deleted or has expired. */
export function heldBy(table: TableDefinition, item: Item | undefined, now: () => Date): ReadonlySet<string> {
  // what cannot be held is in an item that was written without unique, and is not held
  return new Set(textsOf(table, item, now).flatMap(({ text, fault }) => (fault === undefined ? [text] : [])))
}

/** The texts of the values that an item is to hold; ValidationException if one of them cannot be. */
export function toHold(table: TableDefinition, item: Item | undefined, now: () => Date): ReadonlySet<string> {
  return new Set(
    textsOf(table, item, now).map(({ text, fault }) => {
      if (fault === undefined) return text
      throw new ValidationException(fault, { table: table.name, key: keyOf(table, item!) })
    }),
  )
}

/** A text is a partition key (rule 2.5). */
const maxTextSize = 2048

interface Text {
  readonly text: string
  /** Why it cannot be held. */
  readonly fault?: string
}

function textsOf(table: TableDefinition, item: Item | undefined, now: () => Date): readonly Text[] {
  const live = unexpired(table, item, now)
  if (live === undefined || isDeleted(table, live)) return []
  return Object.entries(table.unique ?? {}).flatMap(([attribute, rule]): readonly Text[] => {
    const value = Object.hasOwn(live, attribute) ? live[attribute] : undefined
    if (value === undefined || value === null) return []
    const type = typeOf(value)
    if (type !== 'S' && type !== 'N') {
      return [{ text: '', fault: `A unique attribute is a text or a number: ${attribute} is ${describeType(value)}` }]
    }
    const compared = rule === true ? scalarText(value) : comparedBy(rule, scalarText(value), attribute, table)
    const start = `${attribute}:${type}:`
    const [size, limit] = [textSize(compared), maxTextSize - textSize(start)]
    if (size <= limit) return [{ text: start + compared }]
    const fault = `Attribute ${attribute} is unique, so its value as it is compared has up to ${limit} bytes, what a key of table ${table.name}.unique has room for: it has ${size}`
    return [{ text: '', fault }]
  })
}

/** What a table's function makes of a value; TypeError if that is no text. */
function comparedBy(
  rule: (text: string) => unknown,
  text: string,
  attribute: string,
  { name }: TableDefinition,
): string {
  const compared = rule(text)
  if (typeof compared === 'string' && compared.isWellFormed()) return compared
  const got = typeof compared === 'string' ? 'one that holds half a surrogate pair' : describeType(compared)
  throw new TypeError(`Table ${name}: the function of unique ${attribute} has to return a text, not ${got}`)
}

/** The attribute, and its value as it is compared, that a text stands for. */
export function valueOfText(text: string): { readonly attribute: string; readonly value: string } {
  const [, attribute = '', value = ''] = /^(.*?):[SN]:(.*)$/s.exec(text) ?? []
  return { attribute, value }
}

/** Holds a value for an item: nobody else may hold it. */
export function reservation(table: TableDefinition, text: string, item: Item, now: () => Date): PutRequest {
  const reservations = reservationTable(table)!
  const owner = keyText(table, item)
  const { timeToLive } = table
  const until = timeToLive === undefined ? undefined : item[timeToLive]
  const free = [...notOfOthers(owner)]
  const gone = expired(table, now)
  if (gone !== undefined) free.push(gone)
  return {
    kind: 'put',
    table: reservations,
    item: { value: text, owner, ...(until !== undefined && { [timeToLive!]: until }) },
    condition: { op: 'or', all: free },
  }
}

/** Gives up a value, unless somebody else holds it by now. */
export function release(table: TableDefinition, text: string, key: Item): TransactRequest {
  return {
    kind: 'delete',
    table: reservationTable(table)!,
    key: { value: text },
    condition: { op: 'or', all: notOfOthers(keyText(table, key)) },
  }
}

/** Of these a reservation meets one, if there is none or it is the owner's. */
function notOfOthers(owner: string): readonly Condition[] {
  return [
    { op: 'notExists', path: ['value'] },
    { op: '=', left: { path: ['owner'] }, right: { value: owner } },
  ]
}

/**
 * The item whose presence says that every value of the table is held; or, where it names who is at it, that somebody
 * looks through the items for that.
 */
export const completeKey: Item = { value: 'complete' }
/** The attribute by which it says that it is not complete yet. */
export const filling = 'filling'

/**
 * Where it is written that every value of a table is held. Who changes items of that table past the store has to remove
 * it: the store then looks through them, instead of relying on what it holds.
 */
export function completenessOf(table: string): { readonly table: string; readonly key: Key } {
  return { table: `${table}.unique`, key: completeKey }
}

/** Nothing may be written while not every value of the table is known to be held. */
export function complete(table: TableDefinition): CheckRequest {
  return {
    kind: 'check',
    table: reservationTable(table)!,
    key: completeKey,
    condition: {
      op: 'and',
      all: [
        { op: 'exists', path: ['value'] },
        { op: 'notExists', path: [filling] },
      ],
    },
  }
}

/** What an item meets whose held values are those of one that was read. */
export function holdsTheSame(table: TableDefinition, item: Item | undefined): Condition {
  const { partitionKey, softDelete, timeToLive } = table
  if (item === undefined) return { op: 'notExists', path: [partitionKey.name] }
  const names = [...Object.keys(table.unique ?? {}), softDelete, timeToLive].filter((name) => typeof name === 'string')
  const all = names.map((name): Condition => {
    const value = Object.hasOwn(item, name) ? item[name] : undefined
    if (value === undefined) return { op: 'notExists', path: [name] }
    return { op: '=', left: { path: [name] }, right: { value } }
  })
  return { op: 'and', all: [{ op: 'exists', path: [partitionKey.name] }, ...all] }
}

/** True if a time to live has changed, which the reservations keep too. */
export function movesTime({ timeToLive }: TableDefinition, before: Item | undefined, after: Item): boolean {
  if (timeToLive === undefined) return false
  const [old, now] = [before?.[timeToLive], after[timeToLive]]
  return old !== now && !equal(old, now)
}
