import { compare, heldKey, type Item, type Keys, scalarText, type Value } from '@cmz/store-core'

/**
 * Where an item stands in an ordered table or index: by a hash of its partition key, then by partition key, sort key
 * and (in an index, where keys repeat) the text of the item's own key.
 */
export interface Position {
  readonly hash: number
  readonly partition: Value
  readonly sort: Value | undefined
  /** The text of the item's own key; `undefined` in an edge. */
  readonly text: string | undefined
  /** A position that no item has: before (-1) or after (1) all that share what is given. */
  readonly edge: -1 | 0 | 1
}

/** The item's position; `undefined` where it lacks a key, or has one that no index holds (rules 2.12 to 2.15). */
export function positionIn(keys: Keys, item: Item, text: string): Position | undefined {
  const partition = heldKey(keys.partitionKey, item, true)
  const sort = keys.sortKey && heldKey(keys.sortKey, item, false)
  if (partition === undefined || (keys.sortKey !== undefined && sort === undefined)) return undefined
  return { hash: hashOf(partition), partition, sort, text, edge: 0 }
}

/** True if both items surely stand at the same position; false where only a look at the positions could tell. */
export function samePosition({ partitionKey, sortKey }: Keys, left: Item, right: Item): boolean {
  return (
    left[partitionKey.name] === right[partitionKey.name] &&
    (sortKey === undefined || left[sortKey.name] === right[sortKey.name])
  )
}

export function comparePositions(left: Position, right: Position): number {
  return (
    left.hash - right.hash ||
    compareValues(left.partition, right.partition) ||
    compareParts(left.sort, right.sort, left, right) ||
    compareParts(left.text, right.text, left, right) ||
    left.edge - right.edge
  )
}

function compareParts(a: Value | undefined, b: Value | undefined, left: Position, right: Position): number {
  if (a === b) return 0
  if (a !== undefined && b !== undefined) return compareValues(a, b)
  return a === undefined ? left.edge || -1 : -(right.edge || -1)
}

/** Values with an order, of one type. Positions that share a hash nearly always share the partition, found at once. */
function compareValues(a: Value, b: Value): number {
  return a === b ? 0 : compare(a, b)!
}

/** Partitions are spread by a hash, as DynamoDB does, so that nobody relies on the order of insertion (rule 8.1). */
export function hashOf(partition: Value): number {
  let hash = 0x811c9dc5 | 0
  const text = scalarText(partition)
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash // signed, which the runtime keeps without a heap number
}

/** Which of so many segments of a scan a position is in: partitions stay whole (rule 8.2). */
export function segmentOf({ hash }: Pick<Position, 'hash'>, segments: number): number {
  return (hash >>> 0) % segments
}
