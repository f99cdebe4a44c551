import { crc32 } from 'node:zlib'
import type { Item, TableDefinition } from '@cmz/store-core'
import { type Items, LayeredItems } from '@cmz/store-memory'
import type { DiskFile } from './disk.ts'
import { keyOrder } from './key-order.ts'
import { checksum } from './load-snapshot.ts'
import { type ItemChange, mergePages } from './merge-pages.ts'
import { type Page, separator } from './page.ts'
import { PagedItems } from './paged-items.ts'
import { sortInSlices } from './sort-in-slices.ts'

const stepSize = 1000

/** The pages of a table's next snapshot, step by step. What no change touches is shared with the last one. */
export function* snapshotPages(table: TableDefinition, items: Items): Generator<void, readonly Page[], void> {
  const seen = new Set<string>()
  const changes: ItemChange[] = []
  const add = (text: string, item: Item | null): void => {
    if (seen.has(text)) return
    seen.add(text)
    changes.push({ text, item })
  }
  let below: Items | undefined = items
  for (; below instanceof LayeredItems; below = below.below) {
    for (const [text, item] of below.changes) {
      add(text, item)
      if (seen.size % stepSize === 0) yield
    }
  }
  const base = below instanceof PagedItems ? below : undefined
  const compare = keyOrder(table)
  const sorted = yield* sortInSlices(changes, (left, right) => compare(left.text, right.text))
  const pages: Page[] = []
  for (const page of mergePages(table, base, sorted)) {
    pages.push(page)
    yield
  }
  return pages
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
