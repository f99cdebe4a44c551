import { ValidationException } from './errors.ts'
import type { Key } from './key.ts'
import { placeOf } from './key-text.ts'
import type { TableDefinition } from './table.ts'

/** An item that several calls of one request name, by its table and key. */
export interface Named {
  readonly table: TableDefinition
  readonly key: Key
}

/** Refuses a transaction that names an item twice (rule 10.3). */
export function checkDistinct(items: readonly Named[]): void {
  const twice = firstTwice(items)
  if (twice === undefined) return
  throw new ValidationException('Transaction request cannot include multiple operations on one item', {
    table: twice.table.name,
    key: twice.key,
  })
}

/** The first item that was named before. */
export function firstTwice<N extends Named>(items: readonly N[]): N | undefined {
  const seen = new Set<string>()
  return items.find(({ table, key }) => {
    const place = placeOf(table, key)
    const isTwice = seen.has(place)
    seen.add(place)
    return isTwice
  })
}
