import { setOwn } from './copy.ts'
import { describeType } from './describe.ts'
import { ValidationException } from './errors.ts'
import type { Stamp, StampNames } from './stamp.ts'
import { ownAttributes, type TableDefinition } from './table.ts'
import type { Item, Value } from './value.ts'

type Fields = Readonly<Record<string, unknown>>

/** Refuses what a caller may not write: the store's own attributes, and `undefined` where nothing is meant. */
export function checkOwnAttributes(table: TableDefinition, fields: Fields): void {
  const own = ownAttributes(table).find((name) => fields[name] !== undefined)
  if (own === undefined) return
  throw new ValidationException(
    own === table.version
      ? `Attribute ${own} is the store's own: it counts the writes of an item; give expectedVersion instead`
      : own === table.softDelete
        ? `Attribute ${own} is the store's own: use softDelete and recover`
        : `Attribute ${own} is the store's own: it stamps who wrote an item and when`,
    { table: table.name, issues: [{ path: [own], message: 'is kept by the store' }] },
  )
}

/** What a caller gives, parted into the item's fields and the store's own attributes. */
export function partedOwn(table: TableDefinition, given: Fields): readonly [fields: Fields, own: Fields] {
  const names = ownAttributes(table)
  if (!names.some((name) => Object.hasOwn(given, name))) return [given, {}] // nearly always, and costs no copy
  const fields: Record<string, unknown> = {}
  const own: Record<string, unknown> = {}
  for (const name of Object.keys(given)) setOwn(names.includes(name) ? own : fields, name, given[name])
  return [fields, own]
}

/** Refuses a soft-delete flag that is neither true nor false: it would count as live, whatever was meant. */
export function checkFlag({ name, softDelete }: TableDefinition, item: Item): void {
  const flag = softDelete === false ? undefined : item[softDelete]
  if (flag === undefined || typeof flag === 'boolean') return
  const message = `is true or false, not ${describeType(flag)}`
  throw new ValidationException(`Attribute ${softDelete} ${message}`, {
    table: name,
    issues: [{ path: [String(softDelete)], message }],
  })
}

/** Stamps of these kinds, under the table's names for them. */
export function stampsOf({ stamps }: TableDefinition, now: () => Stamp, ...kinds: readonly (keyof StampNames)[]): Item {
  const stamped: Record<string, Value> = {}
  if (stamps === false) return stamped
  const stamp = now()
  for (const kind of kinds) setOwn(stamped, stamps[kind], stamp)
  return stamped
}

/** What an item that was read keeps of the store's own attributes when it is put back, stamped as modified now. */
export function keptOwn(table: TableDefinition, kept: Item, now: () => Stamp): Item {
  if (table.stamps === false) return kept
  const stamp = now()
  return { ...stampsOf(table, () => stamp, 'created'), ...kept, ...stampsOf(table, () => stamp, 'modified') }
}

export function isDeleted({ softDelete }: TableDefinition, item: Item): boolean {
  return softDelete !== false && item[softDelete] === true
}

/** The attributes by which a read leaves items out. */
export function hidingAttributes({ softDelete, timeToLive }: TableDefinition): readonly string[] {
  return [...(softDelete === false ? [] : [softDelete]), ...(timeToLive === undefined ? [] : [timeToLive])]
}

/** The attribute of the flag; a TypeError if the table has none. */
export function flagOf({ softDelete, name }: TableDefinition, call: string): string {
  if (softDelete !== false) return softDelete
  throw new TypeError(`Table ${name} is defined without soft delete: ${call} cannot be used, purge can`)
}
