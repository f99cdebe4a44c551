import type { Item } from '@cmz/store-core'

/**
 * The items of a table at one moment, by the text of their key. They never change, so that a fork, a fold and a reset
 * share them with the table.
 */
export interface Items {
  /** The item itself: whoever hands it out copies it. */
  get(text: string): Item | undefined
  entries(): Iterable<readonly [text: string, item: Item]>
}

/** Changes on top of items that others share; `null` hides an item. */
export class LayeredItems implements Items {
  readonly changes: ReadonlyMap<string, Item | null>
  readonly below: Items | undefined

  constructor(changes: ReadonlyMap<string, Item | null>, below?: Items) {
    this.changes = changes
    this.below = below
  }

  get(text: string): Item | undefined {
    const item = this.changes.get(text)
    return item === undefined ? this.below?.get(text) : (item ?? undefined)
  }

  *entries(): Generator<readonly [text: string, item: Item], void, void> {
    for (const [text, item] of this.changes) if (item !== null) yield [text, item]
    for (const entry of this.below?.entries() ?? []) if (!this.changes.has(entry[0])) yield entry
  }
}

/** Changes on items, with layers joined so that their number stays small and each is at least twice the one above. */
export function layered(changes: ReadonlyMap<string, Item | null>, below: Items | undefined): Items {
  let top = new LayeredItems(changes, below)
  while (top.below instanceof LayeredItems && top.below.changes.size < 2 * top.changes.size) {
    top = new LayeredItems(new Map([...top.below.changes, ...top.changes]), top.below.below)
  }
  return top
}

/** The same items, standing on others that are equal to those that they stood on. */
export function standingOn(items: Items, before: Items, now: Items): Items {
  if (items === before) return now
  if (!(items instanceof LayeredItems) || items.below === undefined) return items
  const below = standingOn(items.below, before, now)
  return below === items.below ? items : new LayeredItems(items.changes, below)
}
