import { completenessOf, equal, type Item, type Key } from '@cmz/store-core'
import type { Change, Tables } from '@cmz/store-memory'

/**
 * What takes back that every unique value of a table is held, once the store does not know how the table came to its
 * items: before its next write it looks through all of them. Nothing where that was not said.
 */
export function doubtReservations(tables: Pick<Tables, 'find'>, name: string): readonly Change[] {
  const { table, key } = completenessOf(name)
  // a person may have changed what is held, too
  return [table, name].flatMap((each) => (isSaid(tables, each, key) ? [{ table: each, key, item: null }] : []))
}

/** Does what `doubtReservations` says to the tables in memory. */
export function takeBack(tables: Pick<Tables, 'find'>, doubts: readonly Change[]): void {
  for (const { table, key } of doubts) {
    const data = tables.find(table)!
    data.set(data.textOf(key), null)
  }
}

function isSaid(tables: Pick<Tables, 'find'>, name: string, key: Key): boolean {
  const data = tables.find(name)
  return (
    data !== undefined &&
    Object.hasOwn(key, data.definition.partitionKey.name) &&
    data.get(data.textOf(key)) !== undefined
  )
}

/** True for the item by which a table says that every value is held of the one whose values it holds. */
export function saysCompleteness(table: string, item: Item): boolean {
  const suffix = completenessOf('').table
  if (!table.endsWith(suffix)) return false
  const { key } = completenessOf(table.slice(0, -suffix.length))
  return Object.entries(key).every(([name, value]) => Object.hasOwn(item, name) && equal(item[name], value))
}
