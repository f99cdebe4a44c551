import { crc32 } from 'node:zlib'
import { type DiskFile, sameFile } from './disk.ts'
import type { Follower } from './follower.ts'
import type { JournalEntry } from './journal-line.ts'
import { checksum } from './load-snapshot.ts'
import type { SnapshotState } from './snapshot-state.ts'
import { knownAs } from './table-file.ts'

/** A table that a line dropped; until a fold has seen to it, its file may still be there. */
export interface DroppedTable {
  /** The line that dropped it last. */
  readonly seq: number
  /** The states in which the store had left, or taken in, its file until then. */
  readonly states: readonly SnapshotState[]
}

/** What lines say but for tables that a later one of them drops. */
export function withoutDropped(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const last = new Map<string, number>()
  for (const [index, { dropped = [] }] of entries.entries()) for (const name of dropped) last.set(name, index)
  if (last.size === 0) return entries
  return entries.map((entry, index) => {
    const { dropped: _dropped, tables, reset, put, delete: gone, edited, files, ...rest } = entry
    const stays = (name: string): boolean => (last.get(name) ?? -1) < index
    return {
      ...rest,
      ...(tables && { tables: tables.filter(({ definition }) => stays(definition.name)) }),
      ...(reset && { reset: ofThose(reset, stays) }),
      ...(put && { put: ofThose(put, stays) }),
      ...(gone && { delete: ofThose(gone, stays) }),
      ...(edited && { edited: ofThose(edited, stays) }),
      ...(files && { files: ofThose(files, stays) }),
    }
  })
}

function ofThose<T>(record: Readonly<Record<string, T>>, stays: (name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => stays(name)))
}

/** True for the file of a dropped table, as the store knew it; a power cut may have changed its time. */
export function isLeft(file: DiskFile, states: readonly SnapshotState[]): boolean {
  const now = file.state()
  if (states.some((each) => sameFile(each, now))) return true
  const alike = states.filter(({ crc, inode, size }) => crc !== undefined && inode === now.inode && size === now.size)
  if (alike.length === 0) return false
  const bytes = Buffer.allocUnsafe(Number(now.size))
  const crc = checksum(crc32(bytes.subarray(0, file.read(bytes, 0))))
  return alike.some((each) => each.crc === crc)
}

/** Removes the file of a table that was dropped. Only whoever holds the lock may. */
export function removeFile(follower: Follower, path: string): void {
  follower.sync() // else a power cut could leave the table without its file
  follower.folder.disk.remove(path)
}

/** True if what stands in a table's place is what is left of one that was dropped; not what a person wrote since. */
export function standsLeft({ folder, files, dropped }: Follower, name: string): boolean {
  const { states = [] } = dropped.get(name) ?? {}
  if (states.length === 0) return false
  const path = folder.snapshot(name)
  const now = folder.disk.stat(path)
  if (now === undefined || knownAs(now, files.get(name)) !== undefined) return false // the table came again with this one
  const file = folder.disk.open(path, 'read')
  try {
    return isLeft(file, states)
  } finally {
    file.close()
  }
}

/** Removes what is left of the file of a table that was dropped. Only whoever holds the lock may. */
export function removeLeft(follower: Follower, name: string): void {
  if (standsLeft(follower, name)) removeFile(follower, follower.folder.snapshot(name))
}
