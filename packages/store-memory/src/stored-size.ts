import { type Item, itemSize } from '@cmz/store-core'

/** Items of the engine never change, so that each is measured once. */
const known = new WeakMap<Item, number>()

/** Bytes of an item that the engine holds (rules 3.2 and 3.3). */
export function storedSize(item: Item): number {
  let size = known.get(item)
  if (size === undefined) known.set(item, (size = itemSize(item)))
  return size
}
