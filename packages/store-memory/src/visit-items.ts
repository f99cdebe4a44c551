import {
  type IndexDefinition,
  indexItem,
  type Item,
  matches,
  positionOf,
  type QueryRequest,
  type ScanRequest,
  type TableDefinition,
} from '@cmz/store-core'
import { type Order, visitDownwards, visitUpwards } from './order.ts'
import { comparePositions, type Position, segmentOf } from './position.ts'
import { boundsOf, meets } from './sort-range.ts'
import { storedSize } from './stored-size.ts'

/** A query or a scan as the engine takes it. */
export type Reading = (QueryRequest | ScanRequest) & {
  /** Stops at the item with which so many bytes were gone through, before the filter (rule 7.15). */
  readonly maxSize?: number
}

/** What a reading went through. */
export interface Visited {
  /** How many items were looked at, before the filter. */
  readonly scanned: number
  /** How many of them met the filter. */
  readonly matched: number
  /** Bytes of those that were looked at, as the table or index holds them; 0 without a `maxSize`. */
  readonly size: number
  /** Where it stopped; absent only at the end of the data. Its values are the table's own. */
  readonly lastKey?: Item
}

/** What is read: the items of a table, and their order in it or in one of its indexes. */
export interface Source {
  readonly table: TableDefinition
  readonly index: IndexDefinition | undefined
  readonly order: Order
  readonly get: (text: string) => Item | undefined
  /** After which position to go on. */
  readonly start: Position | undefined
}

/** Hands out the items that are read and meet the filter: as the table or index holds them, and whole. */
export function visitItems(
  { table, index, order, get, start }: Source,
  request: Reading,
  take: (seen: Item, whole: Item) => void,
): Visited {
  const { filter, limit, maxSize } = request
  const query = 'partition' in request ? request : undefined
  const segment = 'partition' in request ? undefined : request.segment
  const sort = query?.sort
  /** Upwards, whatever has a prefix stands together, at the start of the range. */
  const isPast = sort?.condition.op === 'beginsWith' && query?.descending !== true
  let scanned = 0
  let matched = 0
  let size = 0
  let last: Item | undefined
  /** False after the last one that is wanted. */
  const visit = (position: Position): boolean => {
    if (start !== undefined && comparePositions(position, start) === 0) return true
    if (segment !== undefined && segmentOf(position, segment.of) !== segment.number) return true
    const item = get(position.text!)!
    if (sort !== undefined && !meets(sort.condition, item[sort.name])) return !isPast
    scanned++
    const seen = index === undefined ? item : indexItem(table, index, item)
    if (maxSize !== undefined) size += storedSize(seen)
    if (filter === undefined || matches(filter, seen)) {
      matched++
      take(seen, item)
    }
    if (scanned !== limit && (maxSize === undefined || size < maxSize)) return true
    last = item
    return false
  }
  const [low, high] = query === undefined ? [] : boundsOf(query.partition.value, sort?.condition)
  if (query?.descending === true) visitDownwards(order, start ?? high, low, visit)
  else visitUpwards(order, start ?? low, high, visit)
  return { scanned, matched, size, ...(last && { lastKey: positionOf(table, index, last) }) }
}
