import { setOwn } from './copy.ts'
import { type ErrorDetails, ValidationException } from './errors.ts'
import { itemSize, maxItemSize } from './size.ts'
import type { Item, Value } from './value.ts'

/** An update as data: attributes to set and attributes to remove. */
export interface Update {
  readonly set: Item
  readonly remove: readonly string[]
}

/** The item after the update; a missing item starts as its key. ValidationException if it grows too large (rule 3.1). */
export function applyUpdate(update: Update, item: Item, details: ErrorDetails): Item {
  const updated: Record<string, Value> = {}
  for (const [name, value] of Object.entries(item)) {
    if (!update.remove.includes(name)) setOwn(updated, name, value)
  }
  for (const [name, value] of Object.entries(update.set)) setOwn(updated, name, value)
  if (itemSize(updated) > maxItemSize) {
    throw new ValidationException('Item size to update has exceeded the maximum allowed size', details)
  }
  return updated
}
