import { createRequire } from 'node:module'
import type { Item, Keys } from '@cmz/store-core'
import { type Items, LayeredItems } from './items.ts'
import { comparePositions, type Position, positionIn, samePosition } from './position.ts'

type Library = typeof import('sorted-btree')

/** The positions of a table's items in the order of the table or of an index. A clone shares what neither changes. */
export type Order = InstanceType<typeof import('sorted-btree').default<Position, undefined>>

/** Orders of items, by keys: forks and resets of the same items share them. */
const known = new WeakMap<Items, Map<string, Order>>()
const stepSize = 200

/** The order of items that never change; a clone, which is the caller's. */
export function* orderOf(items: Items | undefined, keys: Keys): Generator<void, Order, void> {
  if (items === undefined) return newOrder()
  const found = known.get(items)?.get(nameOf(keys))
  if (found !== undefined) return found.clone()
  const order = yield* build(items, keys)
  rememberOrder(items, keys, order)
  return order.clone()
}

/** Keeps an order of items for whoever asks for it next. */
export function rememberOrder(items: Items, keys: Keys, order: Order): void {
  const orders = known.get(items) ?? new Map<string, Order>()
  known.set(items, orders)
  orders.set(nameOf(keys), order.clone())
}

/** Moves an item to where it stands now. */
export function move(order: Order, keys: Keys, text: string, before: Item | undefined, after: Item | null): void {
  if (before !== undefined && after !== null && samePosition(keys, before, after)) return
  const from = before && positionIn(keys, before, text)
  if (from !== undefined) order.delete(from)
  const to = after === null ? undefined : positionIn(keys, after, text)
  if (to !== undefined) order.set(to, undefined)
}

/** Visits the positions between two, in order, until the visitor has enough and says false. */
export function visitUpwards(
  order: Order,
  low: Position | undefined,
  high: Position | undefined,
  visit: (position: Position) => boolean,
): void {
  const first = low ?? order.minKey()
  const last = high ?? order.maxKey()
  if (first === undefined || last === undefined) return
  order.forRange(first, last, true, (position) => (visit(position) ? undefined : enough))
}

/** The same in reverse order. */
export function visitDownwards(
  order: Order,
  high: Position | undefined,
  low: Position | undefined,
  visit: (position: Position) => boolean,
): void {
  for (const [position] of order.entriesReversed(high)) {
    if (low !== undefined && comparePositions(position, low) < 0) return
    if (!visit(position)) return
  }
}

const enough = { break: true }

function* build(items: Items, keys: Keys): Generator<void, Order, void> {
  let count = 0
  if (items instanceof LayeredItems) {
    const order = yield* orderOf(items.below, keys)
    for (const [text, item] of items.changes) {
      move(order, keys, text, items.below?.get(text), item)
      if (++count % stepSize === 0) yield
    }
    return order
  }
  const order = newOrder()
  for (const [text, item] of items.entries()) {
    move(order, keys, text, undefined, item)
    if (++count % stepSize === 0) yield
  }
  return order
}

const require = createRequire(import.meta.url)
let library: Library | undefined

/** The library is loaded with the first order: who only gets and puts needs none. */
function newOrder(): Order {
  library ??= require('sorted-btree') as Library
  return new library.default<Position, undefined>(undefined, comparePositions)
}

function nameOf({ partitionKey, sortKey }: Keys): string {
  return JSON.stringify([partitionKey, sortKey])
}
