import { setOwn } from './copy.ts'
import type { Item, Value } from './value.ts'

/** An update as data: attributes to set and attributes to remove. */
export interface Update {
  readonly set: Item
  readonly remove: readonly string[]
}

/** The item after the update; a missing item starts as its key. */
export function applyUpdate(update: Update, item: Item): Item {
  const updated: Record<string, Value> = {}
  for (const [name, value] of Object.entries(item)) {
    if (!update.remove.includes(name)) setOwn(updated, name, value)
  }
  for (const [name, value] of Object.entries(update.set)) setOwn(updated, name, value)
  return updated
}
