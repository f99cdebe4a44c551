import { type IndexDefinition, indexItem, isHeld, type Item, itemSize } from '@cmz/store-core'
import { inSlices, type Items, LayeredItems, type TableData } from '@cmz/store-memory'

/** How many items a table or an index has, and how many bytes they are (rule 12.13). */
export interface Size {
  readonly count: number
  readonly bytes: number
}

export interface Sizes {
  readonly table: Size
  /** By name of the index. */
  readonly indexes: ReadonlyMap<string, Size>
}

/** What an item has in a table or an index, in bytes; `undefined` where it is not in it. */
type Measure = (item: Item) => number | undefined

const nothing: Size = { count: 0, bytes: 0 }
/** Those of a table that is empty. */
export const noSizes: Sizes = { table: nothing, indexes: new Map() }
const stepSize = 200

/** What was measured of items that never change: only what was changed since is measured again. */
const known = new WeakMap<Items, Map<string, Size>>()

/** The sizes of a table as it is now. */
export async function sizesOf(table: TableData): Promise<Sizes> {
  const { definition } = table
  const items = table.freeze()
  const indexes = new Map<string, Size>()
  for (const [name, index] of Object.entries(definition.indexes)) {
    const measure = measureOf(definition, index)
    indexes.set(name, await inSlices(sizeOf(items, JSON.stringify(index), measure)))
  }
  return { table: await inSlices(sizeOf(items, '', itemSize)), indexes }
}

function measureOf(table: Parameters<typeof indexItem>[0], index: IndexDefinition): Measure {
  return (item) => (isHeld(index, item) ? itemSize(indexItem(table, index, item)) : undefined)
}

function* sizeOf(items: Items | undefined, name: string, measure: Measure): Generator<void, Size, void> {
  if (items === undefined) return nothing
  const found = known.get(items)?.get(name)
  if (found !== undefined) return found
  const size = yield* items instanceof LayeredItems ? changed(items, name, measure) : all(items, measure)
  const sizes = known.get(items) ?? new Map<string, Size>()
  known.set(items, sizes.set(name, size))
  return size
}

function* all(items: Items, measure: Measure): Generator<void, Size, void> {
  let [count, bytes, steps] = [0, 0, 0]
  for (const [, item] of items.entries()) {
    const size = measure(item)
    if (size !== undefined) {
      count++
      bytes += size
    }
    if (++steps % stepSize === 0) yield
  }
  return { count, bytes }
}

function* changed({ changes, below }: LayeredItems, name: string, measure: Measure): Generator<void, Size, void> {
  let { count, bytes } = yield* sizeOf(below, name, measure)
  let steps = 0
  for (const [text, item] of changes) {
    const before = below?.get(text)
    const sizeBefore = before && measure(before)
    const size = item === null ? undefined : measure(item)
    count += Number(size !== undefined) - Number(sizeBefore !== undefined)
    bytes += (size ?? 0) - (sizeBefore ?? 0)
    if (++steps % stepSize === 0) yield
  }
  return { count, bytes }
}
