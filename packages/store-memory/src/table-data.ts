import {
  copyItem,
  beginsWith,
  type IndexDefinition,
  type Item,
  type Key,
  keyAttributes,
  matches,
  ordered,
  positionOf,
  type Projection,
  type QueryRequest,
  type ReadPage,
  type ScanRequest,
  type SortCondition,
  type TableDefinition,
  ValidationException,
  type Value,
} from '@cmz/store-core'
import sortedBtree from 'sorted-btree'
import { comparePositions, edgeOf, keyText, type Keys, type Position, positionIn } from './position.ts'

const { default: BTree } = sortedBtree
type Tree = InstanceType<typeof BTree<Position, Item>>

interface IndexData {
  definition: IndexDefinition
  readonly tree: Tree
}

/** The items of one table, by key, and in the order of the table and of each of its indexes. */
export class TableData {
  #definition: TableDefinition
  readonly #items = new Map<string, Item>()
  readonly #tree: Tree = newTree()
  readonly #indexes = new Map<string, IndexData>()

  /** The items belong to the table from here on. */
  constructor(definition: TableDefinition, items: readonly Item[] = []) {
    this.#definition = definition
    this.addIndexes(definition)
    for (const item of items) this.set(this.textOf(item), item)
  }

  /** The definition, with the indexes of every further one. */
  get definition(): TableDefinition {
    return this.#definition
  }

  /** Adds the indexes that another definition of the same table has beyond ours, and what its projections have. */
  addIndexes({ indexes }: TableDefinition): void {
    for (const [name, definition] of Object.entries(indexes)) {
      const known = this.#indexes.get(name)
      if (known !== undefined) {
        known.definition = widened(known.definition, definition.projection)
        continue
      }
      const index = { definition, tree: newTree() }
      this.#indexes.set(name, index)
      for (const [text, item] of this.#items) insert(index, item, text)
    }
    const named = [...this.#indexes].map(([name, { definition }]) => [name, definition] as const)
    this.#definition = { ...this.#definition, indexes: Object.fromEntries(named) }
  }

  /** The text that stands for a key; equal only for equal keys. */
  textOf(key: Key): string {
    return keyText(this.definition, key)
  }

  /** The item itself: whoever hands it out copies it. */
  get(text: string): Item | undefined {
    return this.#items.get(text)
  }

  items(): IterableIterator<[text: string, item: Item]> {
    return this.#items.entries()
  }

  /** Puts or, with `null`, removes an item. The item belongs to the table from here on. */
  set(text: string, item: Item | null): void {
    const before = this.#items.get(text)
    if (before !== undefined) {
      this.#tree.delete(positionIn(this.definition, before)!)
      for (const index of this.#indexes.values()) remove(index, before, text)
    }
    if (item === null) {
      this.#items.delete(text)
      return
    }
    this.#items.set(text, item)
    this.#tree.set(positionIn(this.definition, item)!, item)
    for (const index of this.#indexes.values()) insert(index, item, text)
  }

  query(request: QueryRequest): ReadPage {
    const { partition, sort, descending } = request
    const inRange = sort === undefined ? () => true : (item: Item) => meets(sort.condition, item[sort.name])
    const [low, high] = boundsOf(partition.value, sort?.condition)
    return this.#read(request, descending, low, high, inRange)
  }

  scan(request: ScanRequest): ReadPage {
    return this.#read(request, false, undefined, undefined, () => true)
  }

  #read(
    request: ScanRequest,
    descending: boolean,
    low: Position | undefined,
    high: Position | undefined,
    inRange: (item: Item) => boolean,
  ): ReadPage {
    const index = request.index === undefined ? undefined : this.#index(request.index)
    const tree = index?.tree ?? this.#tree
    const start = request.startAfter && this.#startAt(request.startAfter, index?.definition)
    const entries = descending ? tree.entriesReversed(start ?? high) : tree.entries(start ?? low)
    const items: Item[] = []
    let scanned = 0
    for (const [position, item] of entries) {
      if (start !== undefined && comparePositions(position, start) === 0) continue
      const end = descending ? low : high
      if (end !== undefined && comparePositions(position, end) * (descending ? -1 : 1) > 0) break
      if (!inRange(item)) continue
      scanned++
      const seen = index === undefined ? item : project(this.definition, index.definition, item)
      if (request.filter === undefined || matches(request.filter, seen)) items.push(copyItem(seen))
      if (scanned === request.limit) {
        return { items, scanned, lastKey: copyItem(positionOf(this.definition, index?.definition, item)) }
      }
    }
    return { items, scanned }
  }

  #index(name: string): IndexData {
    const index = this.#indexes.get(name)
    if (index !== undefined) return index
    throw new ValidationException(`The table does not have the specified index: ${name}`, {
      table: this.definition.name,
    })
  }

  #startAt(startAfter: Item, index: IndexDefinition | undefined): Position {
    const tie = index === undefined ? undefined : this.textOf(startAfter)
    const position = positionIn(index ?? this.definition, startAfter, tie)
    if (position !== undefined) return position
    throw new ValidationException('The provided starting key is invalid', { table: this.definition.name })
  }
}

/** The index with both projections: what any definition of it promises is there. */
function widened(index: IndexDefinition, also: Projection): IndexDefinition {
  const { projection } = index
  if (projection === 'ALL' || also === 'KEYS_ONLY') return index
  if (also === 'ALL' || projection === 'KEYS_ONLY') return { ...index, projection: also }
  return { ...index, projection: [...new Set([...projection, ...also])] }
}

function newTree(): Tree {
  return new BTree<Position, Item>(undefined, comparePositions)
}

function insert({ definition, tree }: IndexData, item: Item, tie: string): void {
  const position = positionIn(definition, item, tie)
  if (position !== undefined) tree.set(position, item)
}

function remove({ definition, tree }: IndexData, item: Item, tie: string): void {
  const position = positionIn(definition, item, tie)
  if (position !== undefined) tree.delete(position)
}

/** What an index holds of an item: the keys of both, and what its projection names. */
function project(table: Keys, index: IndexDefinition, item: Item): Item {
  const { projection } = index
  if (projection === 'ALL') return item
  const names = new Set([...keyAttributes(table), ...keyAttributes(index)].map(({ name }) => name))
  for (const name of projection === 'KEYS_ONLY' ? [] : projection) names.add(name)
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)))
}

/** Positions between which every match lies; `meets` still decides about the ends. */
function boundsOf(partition: Value, condition: SortCondition | undefined): readonly [low: Position, high: Position] {
  const low = (sort?: Value) => edgeOf(partition, -1, sort)
  const high = (sort?: Value) => edgeOf(partition, 1, sort)
  switch (condition?.op) {
    case undefined:
      return [low(), high()]
    case '=':
      return [low(condition.value), high(condition.value)]
    case '<':
    case '<=':
      return [low(), high(condition.value)]
    case '>':
    case '>=':
      return [low(condition.value), high()]
    case 'between':
      return [low(condition.low), high(condition.high)]
    case 'beginsWith':
      return [low(condition.prefix), high()]
  }
}

function meets(condition: SortCondition, value: Value | undefined): boolean {
  switch (condition.op) {
    case '=':
      return ordered('<=', value, condition.value) && ordered('>=', value, condition.value)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(condition.op, value, condition.value)
    case 'between':
      return ordered('>=', value, condition.low) && ordered('<=', value, condition.high)
    case 'beginsWith':
      return beginsWith(value, condition.prefix)
  }
}
