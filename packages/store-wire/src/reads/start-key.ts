import { type Item, keyAttributes, ordered, positionAttributes, type QueryRequest, StoreError } from '@cmz/store-core'
import { hashOf, meets, segmentOf } from '@cmz/store-memory'
import type { JsonObject } from '../input/json.ts'
import { checkKeyParameter, keyMismatch } from '../values/check-key-parameter.ts'
import { decodeItem } from '../values/decode.ts'
import { invalid, WireError } from '../wire-error.ts'
import type { Target } from './target.ts'

const refusal = 'The provided starting key is invalid'
/** Faults of a value that DynamoDB tells without saying where it stands. */
const bare = /contains duplicates|number set|numeric value|significant digits|number with magnitude/

/** An `ExclusiveStartKey`, its values checked. */
export function decodeStartKey(json: JsonObject | undefined): Item | undefined {
  return json && explained(() => decodeItem(json))
}

/** Refuses a key that a scan cannot have stopped at (rules 7.18 and 8.2). */
export function checkScanStart(target: Target, start: Item, segment?: { number: number; of: number }): void {
  if (target.index !== undefined) checkAttributes(target, start)
  else if (Object.keys(start).length !== keyAttributes(target.table).length) {
    throw invalid(`${refusal}: ${keyMismatch}`)
  }
  checkTableKey(target, start)
  if (segment === undefined) return
  const hash = hashOf(start[target.keys.partitionKey.name]!)
  if (segmentOf({ hash }, segment.of) === segment.number) return
  throw invalid(
    `${refusal}: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. ` +
      `TotalSegments: ${segment.of} Segment: ${segment.number}`,
  )
}

/** Refuses a key that is none of the table and the index (rule 7.18). */
export function checkQueryKey(target: Target, start: Item): void {
  checkAttributes(target, start)
  checkTableKey(target, start)
}

/** Refuses a key that a query cannot have stopped at (rules 7.18 and 7.19). */
export function checkQueryStart(
  target: Target,
  start: Item,
  { partition, sort }: Pick<QueryRequest, 'partition' | 'sort'>,
): void {
  if (target.index === undefined && target.table.sortKey === undefined) {
    throw invalid('The provided exclusive start key is invalid: the query can return at most one item')
  }
  if (sort !== undefined && !meets(sort.condition, start[sort.name])) {
    throw invalid('The provided starting key does not match the range key predicate')
  }
  if (isSame(partition.value, start[partition.name]!)) return
  throw invalid('The provided starting key is outside query boundaries based on provided conditions')
}

function isSame(left: Item[string], right: Item[string]): boolean {
  return ordered('<=', left, right) && ordered('>=', left, right)
}

/** The key attributes of the index and the table, and no others. */
function checkAttributes({ table, index, keys }: Target, start: Item): void {
  const names = new Set(positionAttributes(table, index).map(({ name }) => name))
  if (Object.keys(start).length !== names.size) throw invalid(refusal)
  const own: Record<string, Item[string]> = {}
  for (const { name } of keyAttributes(keys)) {
    if (!Object.hasOwn(start, name)) throw invalid(refusal)
    own[name] = start[name]!
  }
  checkKeyParameter({ name: table.name, ...keys }, own)
}

function checkTableKey({ table }: Target, start: Item): void {
  const key = Object.fromEntries(
    Object.entries(start).filter(([name]) => keyAttributes(table).some((each) => each.name === name)),
  )
  explained(() => checkKeyParameter(table, key))
}

/** Says of what went wrong that it did so in the starting key. */
function explained<T>(check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (!(error instanceof WireError || error instanceof StoreError) || error.name !== 'ValidationException')
      throw error
    const fault = error instanceof StoreError ? error.fault : error.message
    throw invalid(bare.test(fault) ? fault : `${refusal}: ${fault}`)
  }
}
