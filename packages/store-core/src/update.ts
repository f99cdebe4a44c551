import { setOwn } from './copy.ts'
import { type ErrorDetails, ValidationException } from './errors.ts'
import { isTooLarge } from './size.ts'
import type { Item, Value } from './value.ts'

/** An update as data: attributes to set and attributes to remove. */
export interface Update {
  readonly set: Item
  readonly remove: readonly string[]
}

/** The item after the update; a missing item starts as its key. ValidationException if it grows too large (rule 3.1). */
export function applyUpdate(update: Update, item: Item, details: ErrorDetails): Item {
  const updated: Record<string, Value> = update.remove.length === 0 ? { ...item } : without(item, update.remove)
  for (const name of Object.keys(update.set)) setOwn(updated, name, update.set[name]!)
  if (isTooLarge(updated)) {
    throw new ValidationException('Item size to update has exceeded the maximum allowed size', details)
  }
  return updated
}

function without(item: Item, names: readonly string[]): Record<string, Value> {
  const rest: Record<string, Value> = {}
  for (const name of Object.keys(item)) if (!names.includes(name)) setOwn(rest, name, item[name]!)
  return rest
}
