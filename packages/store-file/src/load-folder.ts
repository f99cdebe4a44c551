import {
  completenessOf,
  CorruptFileException,
  equal,
  type Item,
  keyOf,
  keyText,
  type TableDefinition,
} from '@cmz/store-core'
import { mergeDefinitions, TableData } from '@cmz/store-memory'
import { type DiskFile, sameFile } from './disk.ts'
import { type Folder, readWhole } from './folder.ts'
import type { Follower } from './follower.ts'
import type { Keepsakes } from './keepsakes.ts'
import { loadSnapshot } from './load-snapshot.ts'
import { type ReadJournals, readJournals } from './read-journals.ts'
import type { SnapshotState } from './snapshot-state.ts'
import { parseTables } from './tables-file.ts'

/** What a folder holds, opened at one moment: what happens to the names later does not matter. */
export interface OpenedFolder extends ReadJournals {
  readonly tables: ReadonlyMap<string, TableDefinition>
  readonly snapshots: ReadonlyMap<string, DiskFile>
}

/** Opens everything. Only whoever holds the lock may, so that it belongs together. */
export function openFolder(folder: Folder): OpenedFolder {
  const { disk } = folder
  const tables = new Map<string, TableDefinition>()
  const add = (table: TableDefinition): void => {
    const known = tables.get(table.name)
    tables.set(table.name, known === undefined ? table : mergeDefinitions(known, table))
  }
  if (disk.stat(folder.tables) !== undefined) parseTables(readWhole(disk, folder.tables), folder.tables).forEach(add)
  const read = readJournals(folder)
  const snapshots = new Map<string, DiskFile>()
  try {
    for (const entry of read.entries) entry.tables?.forEach(add)
    for (const name of tables.keys()) {
      const path = folder.snapshot(name)
      if (disk.stat(path) !== undefined) snapshots.set(name, disk.open(path, 'read'))
    }
    return { ...read, tables, snapshots }
  } catch (error) {
    for (const file of snapshots.values()) file.close()
    read.journal?.close()
    throw error
  }
}

/**
 * Loads what was opened into the engine, step by step: the snapshots, and on top of them what the journals say. The
 * tables that have to start anew, because there is neither a file nor a line of theirs.
 */
export function* loadFolder(
  opened: OpenedFolder,
  follower: Follower,
  keepsakes: Keepsakes,
): Generator<void, readonly TableDefinition[], void> {
  const pending = new PendingKeys(opened)
  const anew: TableDefinition[] = []
  const written = statesOf(opened)
  const strange: string[] = []
  follower.resume(opened.journal, undefined) // from here on it is closed with the follower
  follower.files.clear()
  follower.sealed.clear()
  try {
    for (const [name, table] of opened.tables) {
      const file = opened.snapshots.get(name)
      if (file === undefined && !pending.names.has(name)) {
        anew.push(table)
        strange.push(name)
        continue
      }
      if (file === undefined && pending.needsFile(name) && opened.inFiles.has(name))
        throw missing(follower.folder, name)
      const states = written.get(name) ?? []
      const loaded = file && (yield* loadSnapshot(table, file, states))
      // what the journals say of unique values may stand on another edit, before a person put this back
      const mayBePutBack = pending.names.has(completenessOf(name).table)
      const isOurs = (state: SnapshotState) =>
        mayBePutBack ? states.some((each) => sameFile(each, state)) : isAmong(states, state)
      if (loaded !== undefined && !isOurs(loaded.state)) strange.push(name)
      follower.files.set(name, { seen: loaded?.state, content: loaded?.items })
      follower.engine.tables.set(name, new TableData(table, loaded?.items))
      follower.engine.tables.heal(name)
    }
  } finally {
    for (const file of opened.snapshots.values()) file.close()
  }
  follower.seq = opened.after
  follower.synced = opened.after
  for (const { edited: _edited, folded: _folded, files, ...entry } of opened.entries) {
    // a fold that is not finished may put its files in place at any moment
    follower.apply({ ...entry, ...(files !== undefined && entry.folding! > opened.folded && { files }) })
  }
  follower.doubt(strange)
  const { seal } = opened.entries.at(-1) ?? {}
  follower.resume(opened.journal, seal === opened.journal?.number ? undefined : seal)
  for (const name of written.keys()) keepEdited(name, written.get(name)!, pending, follower, keepsakes)
  return [...anew, ...othersThan(opened, follower)]
}

/** Tables of a folder that this one replaced. */
function othersThan({ tables }: OpenedFolder, { engine }: Follower): readonly TableDefinition[] {
  return engine.tables.names().flatMap((name) => (tables.has(name) ? [] : engine.tables.find(name)!.definition))
}

/** A file that was edited while nobody looked: the journal's version of an item stands, the file's is kept. */
function keepEdited(
  name: string,
  written: readonly SnapshotState[],
  pending: PendingKeys,
  { files, engine, seq }: Follower,
  keepsakes: Keepsakes,
): void {
  const { seen, content } = files.get(name) ?? {}
  const data = engine.tables.find(name)
  if (seen === undefined || content === undefined || data === undefined) return
  if (isAmong(written, seen)) return
  const conflicts = [...pending.keys(name)].flatMap((key) => {
    const text = keyText(data.definition, key)
    const file = content.get(text)
    return file === undefined || equal(file, data.get(text)) ? [] : [{ key: keyOf(data.definition, file), file }]
  })
  keepsakes.keepConflicts(name, seq, conflicts)
}

/** True if a file is in one of the states in which the store left it. */
function isAmong(written: readonly SnapshotState[], seen: SnapshotState): boolean {
  return written.some((state) => sameFile(state, seen) || (state.crc !== undefined && state.crc === seen.crc))
}

/** The items that the journals change, by table. */
class PendingKeys {
  /** Tables that a line names. */
  readonly names = new Set<string>()
  readonly #keys = new Map<string, Item[]>()
  readonly #whole = new Set<string>()

  constructor({ entries }: OpenedFolder) {
    for (const { tables, reset, put, delete: gone } of entries) {
      for (const { name } of tables ?? []) this.names.add(name)
      for (const name of Object.keys(reset ?? {})) {
        this.#keys.delete(name)
        this.#whole.add(name)
        this.names.add(name)
      }
      for (const [name, items] of [...Object.entries(put ?? {}), ...Object.entries(gone ?? {})]) {
        if (!this.#keys.has(name)) this.#keys.set(name, [])
        for (const item of items) this.#keys.get(name)!.push(item)
        this.names.add(name)
      }
    }
  }

  keys(name: string): readonly Item[] {
    return this.#keys.get(name) ?? []
  }

  /** True if the lines alone do not say everything. */
  needsFile(name: string): boolean {
    return !this.#whole.has(name)
  }
}

/** The states in which the store itself left, or took in, each file. */
function statesOf({ states }: ReadJournals): ReadonlyMap<string, readonly SnapshotState[]> {
  const found = new Map<string, SnapshotState[]>()
  for (const [name, state] of states) found.set(name, [...(found.get(name) ?? []), state])
  return found
}

function missing(folder: Folder, table: string): CorruptFileException {
  const at = { file: folder.snapshot(table), line: 1, column: 1 }
  return new CorruptFileException('the file is gone, and the journal only holds changes to it', at, { table })
}
