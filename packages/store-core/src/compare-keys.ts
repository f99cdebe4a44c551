import { compare, type Order } from './compare.ts'
import { keyAttributes, type TableDefinition } from './table.ts'
import type { Item } from './value.ts'

/** Orders two items by partition key, then by sort key: the order of `list` and of the lines of a snapshot. */
export function compareKeys(table: Pick<TableDefinition, 'partitionKey' | 'sortKey'>, left: Item, right: Item): Order {
  for (const { name } of keyAttributes(table)) {
    const order = compare(left[name]!, right[name]!)
    if (order !== undefined && order !== 0) return order
  }
  return 0
}
