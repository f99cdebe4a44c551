import type { ReadPage } from './driver.ts'
import type { Item } from './value.ts'

/** How much of a read to gather. */
export interface PageBounds {
  /** How many items to return; Infinity for all. */
  readonly limit: number
  /** How many items to look at before giving up; the page is then `partial`. */
  readonly maxScanned?: number | undefined
  readonly startAfter?: Item | undefined
  readonly signal?: AbortSignal | undefined
}

/** What was gathered. `position` is set only if another match may follow. */
export interface Gathered {
  readonly items: readonly Item[]
  readonly position?: Item
  readonly partial: boolean
}

/** DynamoDB's `Limit` is a 32-bit integer. */
const maxLimit = 2 ** 31 - 1
const maxDoublings = 10

type Read = (limit: number | undefined, startAfter: Item | undefined) => Promise<ReadPage>

/**
 * Reads until the page is full and one more match is known, or the data ends: a filter never gives a short page
 * with more behind it. `limit` items come back, and a position only if another match exists. The reads grow, so
 * that a sparse filter costs few of them and a full page costs no more than it must.
 */
export async function gatherPage(read: Read, positionOf: (item: Item) => Item, bounds: PageBounds): Promise<Gathered> {
  const { limit, maxScanned = Infinity, signal } = bounds
  const items: Item[] = []
  let startAfter = bounds.startAfter
  let scanned = 0
  for (let round = 0; ; round++) {
    signal?.throwIfAborted()
    const wanted = Math.min((limit + 1 - items.length) * 2 ** Math.min(round, maxDoublings), maxScanned - scanned)
    const page = await read(Number.isFinite(wanted) ? Math.min(wanted, maxLimit) : undefined, startAfter)
    for (const item of page.items) items.push(item) // there may be more of them than a call takes arguments
    scanned += page.scanned
    if (items.length > limit)
      return { items: items.slice(0, limit), position: positionOf(items[limit - 1]!), partial: false }
    if (page.lastKey === undefined) return { items, partial: false }
    if (scanned >= maxScanned) return { items, position: page.lastKey, partial: true }
    startAfter = page.lastKey
  }
}
