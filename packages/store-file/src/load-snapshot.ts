import { crc32 } from 'node:zlib'
import type { TableDefinition } from '@cmz/store-core'
import type { Items } from '@cmz/store-memory'
import { itemsOf } from './dataset-items.ts'
import type { DiskFile } from './disk.ts'
import { PagedItems } from './paged-items.ts'
import { parseSnapshot } from './snapshot.ts'
import type { SnapshotState } from './snapshot-state.ts'

/** What a table's file holds, and the state it was in. */
export interface LoadedSnapshot {
  readonly items: Items
  readonly state: SnapshotState
}

const chunkSize = 4 * 1024 * 1024

/**
 * Reads a table's file, step by step. A file whose bytes are among those that this program is known to have written is
 * read line by line when it is asked for; any other is parsed as a whole. CorruptFileException with line and column.
 */
export function* loadSnapshot(
  table: TableDefinition,
  file: DiskFile,
  written: readonly SnapshotState[],
): Generator<void, LoadedSnapshot, void> {
  const state = file.state()
  const size = Number(state.size)
  const chunks: Buffer[] = []
  let sum = 0
  for (let position = 0; position < size; position += chunkSize) {
    const chunk = Buffer.allocUnsafeSlow(Math.min(chunkSize, size - position))
    const length = file.read(chunk, position)
    chunks.push(chunk.subarray(0, length))
    sum = crc32(chunks.at(-1)!, sum)
    yield
  }
  const crc = checksum(sum)
  if (written.some((each) => each.crc === crc && each.size === state.size)) {
    return { items: PagedItems.read(table, file.path, chunks), state: { ...state, crc } }
  }
  const items = parseSnapshot(table, file.path, chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))
  return { items: itemsOf(table, items), state }
}

/** The text of a CRC-32. */
export function checksum(sum: number): string {
  return sum.toString(16).padStart(8, '0')
}
