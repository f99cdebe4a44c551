import { equal, type IndexDefinition, type Item } from '@cmz/store-core'
import { showValue } from './show.ts'

/**
 * Items that were read, in an order that says no more than DynamoDB promises: partitions by their text instead of
 * their hash (rule 8.1), and equals of an index by theirs (rule 2.16). Within a partition the order stays.
 */
export function inKnownOrder(
  items: readonly Item[],
  { partitionKey, sortKey }: Pick<IndexDefinition, 'partitionKey' | 'sortKey'>,
): readonly Item[] {
  const partitions = Map.groupBy(items, (item) => showValue(item[partitionKey.name]))
  return [...partitions]
    .toSorted(byText(([text]) => text))
    .flatMap(([, ofPartition]) => (sortKey === undefined ? sorted(ofPartition) : tiesSorted(ofPartition, sortKey.name)))
}

function tiesSorted(items: readonly Item[], name: string): readonly Item[] {
  const runs: Item[][] = []
  for (const item of items) {
    const run = runs.at(-1)
    if (run !== undefined && equal(run[0]![name], item[name])) run.push(item)
    else runs.push([item])
  }
  return runs.flatMap(sorted)
}

/** Items that come in no order at all. */
export function sorted(items: readonly Item[]): readonly Item[] {
  return items.toSorted(byText(showValue))
}

function byText<T>(textOf: (each: T) => string): (left: T, right: T) => number {
  return (left, right) => (textOf(left) < textOf(right) ? -1 : textOf(left) > textOf(right) ? 1 : 0)
}
