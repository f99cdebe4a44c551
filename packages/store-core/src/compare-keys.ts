import { compare, type Order } from './compare.ts'
import type { TableDefinition } from './table.ts'
import type { Item } from './value.ts'

/** Orders two items by partition key, then by sort key: the order of `list` and of the lines of a snapshot. */
export function compareKeys(
  { partitionKey, sortKey }: Pick<TableDefinition, 'partitionKey' | 'sortKey'>,
  left: Item,
  right: Item,
): Order {
  const order = compare(left[partitionKey.name]!, right[partitionKey.name]!) ?? 0
  if (order !== 0 || sortKey === undefined) return order
  return compare(left[sortKey.name]!, right[sortKey.name]!) ?? 0
}
