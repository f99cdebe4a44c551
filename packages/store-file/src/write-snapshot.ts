import { crc32 } from 'node:zlib'
import type { Item, TableDefinition } from '@cmz/store-core'
import { type Items, LayeredItems } from '@cmz/store-memory'
import type { DiskFile } from './disk.ts'
import { keyOrder } from './key-order.ts'
import { checksum } from './load-snapshot.ts'
import { type ItemChange, mergeSteps } from './merge-pages.ts'
import { type Page, separator } from './page.ts'
import { PagedItems } from './paged-items.ts'
import { sortInSlices } from './sort-in-slices.ts'

const stepSize = 1000

/** A table's next snapshot. */
export interface NextSnapshot {
  readonly pages: readonly Page[]
  /** The last one, if it was read by pages. */
  readonly base: PagedItems | undefined
  /** What has changed since. */
  readonly changes: ReadonlyMap<string, Item | null>
}

/** Makes the pages of a table's next snapshot, step by step. What no change touches is shared with the last one. */
export function* nextSnapshot(table: TableDefinition, items: Items): Generator<void, NextSnapshot, void> {
  const changes = new Map<string, Item | null>()
  const list: ItemChange[] = []
  let below: Items | undefined = items
  for (; below instanceof LayeredItems; below = below.below) {
    for (const [text, item] of below.changes) {
      if (changes.has(text)) continue
      changes.set(text, item)
      list.push({ text, item })
      if (list.length % stepSize === 0) yield
    }
  }
  const base = below instanceof PagedItems ? below : undefined
  const compare = keyOrder(table)
  const sorted = yield* sortInSlices(list, (left, right) => compare(left.text, right.text))
  const pages: Page[] = []
  for (const page of mergeSteps(table, base, sorted)) {
    if (page !== undefined) pages.push(page)
    yield
  }
  return { pages, base, changes }
}

const batchSize = 256 * 1024

/** Writes a snapshot of pages and syncs it; returns its checksum. */
export async function writePages(file: DiskFile, pages: readonly Page[]): Promise<string> {
  let position = 0
  let sum = 0
  const write = async (bytes: Uint8Array): Promise<void> => {
    await file.writeLater(bytes, position)
    sum = crc32(bytes, sum)
    position += bytes.length
  }
  let batch: Uint8Array[] = [Buffer.from('[\n')]
  let size = 0
  for (const [index, page] of pages.entries()) {
    if (index > 0) batch.push(Buffer.from(separator))
    batch.push(page.buffer.subarray(page.start, page.end))
    size += page.end - page.start
    if (size < batchSize) continue
    await write(Buffer.concat(batch))
    batch = []
    size = 0
  }
  batch.push(Buffer.from(pages.length === 0 ? ']\n' : '\n]\n'))
  await write(Buffer.concat(batch))
  await file.syncLater()
  return checksum(sum)
}
