import type { Items } from '@cmz/store-memory'
import type { SnapshotState } from './snapshot-state.ts'

/** What a process knows of one table's file. */
export interface TableFile {
  /** The file as it was when it was taken in or written last; `undefined` while there is none. */
  readonly seen: SnapshotState | undefined
  /** What it holds; `undefined` while there is none, or if it could not be looked at before it changed again. */
  readonly content: Items | undefined
  /** What a fold is about to put in its place, or has put there already. */
  readonly announced?: TableFile
}
