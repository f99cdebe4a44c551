import type { Items } from '@cmz/store-memory'
import { type FileState, sameFile } from './disk.ts'
import type { SnapshotState } from './snapshot-state.ts'

/** What a process knows of one table's file. */
export interface TableFile {
  /** The file as it was when it was taken in or written last; `undefined` while there is none. */
  readonly seen: SnapshotState | undefined
  /** What it holds; `undefined` while there is none, or if it could not be looked at before it changed again. */
  readonly content: Items | undefined
  /** What a fold is about to put in its place, or has put there already. */
  readonly announced?: TableFile
  /** Of what was announced: what was announced before it, and not told to be in place; any of them may be there. */
  readonly earlier?: TableFile
}

/** What stands before a further announcement. */
export function earlierThan(file: TableFile | undefined): Pick<TableFile, 'earlier'> {
  return file?.announced === undefined ? {} : { earlier: file.announced }
}

/** All the states in which the store left a file, took it in, or is about to leave it. */
export function statesOf(file: TableFile | undefined): readonly SnapshotState[] {
  const states = file?.seen === undefined ? [] : [file.seen]
  for (let each = file?.announced; each !== undefined; each = each.earlier) if (each.seen) states.push(each.seen)
  return states
}

/** What the store itself did to a file that is in this state now; `undefined` where somebody else did something. */
export function knownAs(now: FileState | undefined, file: TableFile | undefined): TableFile | undefined {
  if (sameFile(now, file?.seen)) return file ?? { seen: undefined, content: undefined }
  for (let each = file?.announced; each !== undefined; each = each.earlier) {
    if (sameFile(now, each.seen)) return { seen: each.seen, content: each.content, announced: file!.announced! }
  }
  return undefined
}
