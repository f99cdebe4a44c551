import {
  atPaths,
  Copier,
  copyItem,
  type IndexDefinition,
  type Item,
  type Key,
  type Keys,
  keyText,
  type Path,
  type QueryRequest,
  type ReadPage,
  type ScanRequest,
  type TableDefinition,
  ValidationException,
} from '@cmz/store-core'
import { keysText } from './check-definition.ts'
import { atOnce } from './in-slices.ts'
import { LaggingCopy } from './lagging-copy.ts'
import { type Items, layered, standingOn } from './items.ts'
import { move, type Order, orderOf, rememberOrder } from './order.ts'
import { type Position, positionIn } from './position.ts'
import type { TableSettings, TableState } from './table-state.ts'
import { type Reading, visitItems, type Visited } from './visit-items.ts'

/** The items of one table: what others may share, and the changes since. Orders are made when they are first asked for. */
export class TableData {
  #definition: TableDefinition
  #settings: TableSettings
  #shared: Items | undefined
  #changes = new Map<string, Item | null>()
  /** By name of the index; the table's own by `undefined`. */
  readonly #orders = new Map<string | undefined, Order>()
  readonly #copier = new Copier()
  #lagging: LaggingCopy | undefined

  constructor(definition: TableDefinition, items?: Items, settings: TableSettings = {}) {
    this.#definition = definition
    this.#settings = settings
    this.#shared = items
  }

  /** The definition, with the indexes of every further one. */
  get definition(): TableDefinition {
    return this.#definition
  }

  /** What whoever altered the table keeps with it. */
  get settings(): TableSettings {
    return this.#settings
  }

  get state(): TableState {
    return { definition: this.#definition, settings: this.#settings }
  }

  /** Makes the table what it is from here on, but for its items and its keys. */
  alter(state: TableState): void {
    const before = this.#definition
    this.#definition = state.definition
    this.#settings = state.settings
    for (const name of this.#orders.keys()) {
      if (name === undefined) continue
      const index = this.#find(name)
      if (index === undefined || keysText(index) !== keysText(before.indexes[name]!)) this.#orders.delete(name)
    }
    this.#lagging?.alter(state)
  }

  /** The text that stands for a key; equal only for equal keys. */
  textOf(key: Key): string {
    return keyText(this.#definition, key)
  }

  /** The item itself: whoever hands it out copies it. */
  get(text: string): Item | undefined {
    const item = this.#changes.get(text)
    return item === undefined ? this.#shared?.get(text) : (item ?? undefined)
  }

  /** A copy of the item, which is the caller's. */
  read(text: string): Item | undefined {
    const item = this.get(text)
    return item && this.#copier.copy(item)
  }

  /** A copy of an item of this table. */
  copy(item: Item): Item {
    return this.#copier.copy(item)
  }

  /** Puts or, with `null`, removes an item. The item belongs to the table from here on. */
  set(text: string, item: Item | null): void {
    this.#lagging?.set(text, item)
    if (this.#orders.size > 0) {
      const before = this.get(text)
      for (const [index, order] of this.#orders) move(order, this.#keysOf(index), text, before, item)
    }
    if (item === null && this.#shared === undefined) this.#changes.delete(text)
    else this.#changes.set(text, item)
  }

  /** Everything as it is now, to be shared; at no cost, whatever the size. */
  freeze(): Items {
    const unchanged = this.#changes.size === 0 ? this.#shared : undefined
    const items = unchanged ?? layered(this.#changes, this.#shared)
    if (unchanged === undefined) this.#changes = new Map()
    this.#shared = items
    for (const [index, order] of this.#orders) rememberOrder(items, this.#keysOf(index), order)
    return items
  }

  /** True if the table is what was frozen, or what it was rebased on. */
  is(items: Items | undefined): boolean {
    return this.#changes.size === 0 && this.#shared === items
  }

  /** Replaces all items. */
  replace(items: Items | undefined): void {
    this.#lagging?.replace(items)
    this.#shared = items
    this.#changes = new Map()
    this.#orders.clear()
  }

  /** Puts equal items in place of those that were frozen once. */
  rebase(before: Items, now: Items): void {
    this.#shared = this.#shared && standingOn(this.#shared, before, now)
    this.#lagging?.rebase(before, now)
  }

  /** From here on the global indexes show the table as it was so many ms ago. */
  lag(ms: number): void {
    this.#lagging = new LaggingCopy(new TableData(this.#definition, this.freeze()), ms)
  }

  /** What to read an index from. */
  #seenBy(index: string | undefined): TableData {
    const isBehind = this.#lagging !== undefined && index !== undefined && this.#index(index).kind === 'global'
    return isBehind ? this.#lagging!.upToNow() : this
  }

  /** The steps that a read of this order needs first; `undefined` where there are none. */
  preparation(index: string | undefined): Generator<void, unknown, void> | undefined {
    const seen = this.#seenBy(index)
    if (seen !== this) return seen.preparation(index)
    if (this.#orders.has(index) || this.#shared === undefined) return undefined
    return orderOf(this.#shared, this.#keysOf(index))
  }

  query(request: QueryRequest): ReadPage {
    return this.#page(request)
  }

  scan(request: ScanRequest): ReadPage {
    return this.#page(request)
  }

  /**
   * Goes through what a query or a scan reads, and hands out the items that meet its filter: as the table or index holds
   * them, and whole. They are the table's own and must not be changed.
   */
  visit(request: Reading, take: (seen: Item, whole: Item) => void): Visited {
    const seen = this.#seenBy(request.index)
    if (seen !== this) return seen.visit(request, take)
    const index = request.index === undefined ? undefined : this.#index(request.index)
    const order = this.#order(request.index)
    const start = request.startAfter && this.#startAt(request.startAfter, index)
    const get = (text: string): Item | undefined => this.get(text)
    return visitItems({ table: this.#definition, index, order, get, start }, request, take)
  }

  /** Copies, which are the caller's. */
  #page(request: QueryRequest | ScanRequest): ReadPage {
    const { index, projection, countOnly } = request
    // a local index fetches from the table what it does not hold (rule 7.21)
    const fetches = projection !== undefined && index !== undefined && this.#index(index).kind === 'local'
    const items: Item[] = []
    const { scanned, matched, lastKey } = this.visit(request, (seen, whole) => {
      if (countOnly !== true) items.push(this.#handedOut(fetches ? whole : seen, projection))
    })
    const page = { items, scanned, ...(countOnly === true && { count: matched }) }
    return lastKey === undefined ? page : { ...page, lastKey: copyItem(lastKey) }
  }

  #handedOut(item: Item, projection: readonly Path[] | undefined): Item {
    return projection === undefined ? this.#copier.copy(item) : copyItem(atPaths(item, projection))
  }

  #find(name: string): IndexDefinition | undefined {
    const { indexes } = this.#definition
    return Object.hasOwn(indexes, name) ? indexes[name] : undefined
  }

  #index(name: string): IndexDefinition {
    const index = this.#find(name)
    if (index !== undefined) return index
    throw new ValidationException(`The table does not have the specified index: ${name}`, {
      table: this.#definition.name,
    })
  }

  #keysOf(index: string | undefined): Keys {
    return index === undefined ? this.#definition : this.#index(index)
  }

  #order(index: string | undefined): Order {
    const known = this.#orders.get(index)
    if (known !== undefined) return known
    const keys = this.#keysOf(index)
    const order = atOnce(orderOf(this.#shared, keys))
    for (const [text, item] of this.#changes) move(order, keys, text, this.#shared?.get(text), item)
    this.#orders.set(index, order)
    return order
  }

  #startAt(startAfter: Item, index: IndexDefinition | undefined): Position {
    const position = positionIn(index ?? this.#definition, startAfter, this.textOf(startAfter))
    if (position !== undefined) return position
    throw new ValidationException('The provided starting key is invalid', { table: this.#definition.name })
  }
}
