import { type Condition, matches } from './condition.ts'
import type { TableDefinition } from './table.ts'
import type { Item } from './value.ts'

/** In seconds: an item that expired longer ago never does, as it may be a mistake (rule 11.4). */
const longestPast = 5 * 365 * 24 * 60 * 60

/** What an item meets that has expired, which is as good as gone; `undefined` where none ever does. Only numbers expire. */
export function expired({ timeToLive }: Pick<TableDefinition, 'timeToLive'>, now: () => Date): Condition | undefined {
  if (timeToLive === undefined) return undefined
  const seconds = Math.floor(now().getTime() / 1000)
  return {
    op: 'between',
    of: { path: [timeToLive] },
    low: { value: seconds - longestPast },
    high: { value: seconds },
  }
}

/** The opposite: what every item meets that is there. */
export function notExpired(table: TableDefinition, now: () => Date): Condition | undefined {
  const of = expired(table, now)
  return of && { op: 'not', of }
}

/** The item, unless it has expired. */
export function unexpired<T extends Item>(table: TableDefinition, item: T | undefined, now: () => Date): T | undefined {
  const gone = item && expired(table, now)
  return gone !== undefined && matches(gone, item) ? undefined : item
}

/** A condition that sees nothing where an item has expired. */
export function blindToExpired(
  table: TableDefinition,
  condition: Condition | undefined,
  now: () => Date,
): Condition | undefined {
  const gone = condition && expired(table, now)
  if (condition === undefined || gone === undefined) return condition
  return matches(condition, undefined)
    ? { op: 'or', all: [gone, condition] }
    : { op: 'and', all: [{ op: 'not', of: gone }, condition] }
}
