import { completenessOf, CorruptFileException, equal, type Item, keyOf, keyText } from '@cmz/store-core'
import { TableData, type TableState } from '@cmz/store-memory'
import { type DiskFile, sameFile } from './disk.ts'
import { isLeft } from './dropped-tables.ts'
import { type Folder, readWhole } from './folder.ts'
import type { Follower } from './follower.ts'
import type { Keepsakes } from './keepsakes.ts'
import { loadSnapshot } from './load-snapshot.ts'
import { type ReadJournals, readJournals } from './read-journals.ts'
import type { SnapshotState } from './snapshot-state.ts'
import { formatTables, parseTables } from './tables-file.ts'

/** What a folder holds, opened at one moment: what happens to the names later does not matter. */
export interface OpenedFolder extends ReadJournals {
  readonly tables: ReadonlyMap<string, TableState>
  /** The list of tables as the store writes it. */
  readonly listed: string
  /** The last line that changed the state. */
  readonly seq: number
  readonly snapshots: ReadonlyMap<string, DiskFile>
}

/** Opens everything. Only whoever holds the lock may, so that it belongs together. */
export function openFolder(folder: Folder): OpenedFolder {
  const { disk } = folder
  const isListed = disk.stat(folder.tables) !== undefined
  const list = isListed ? parseTables(readWhole(disk, folder.tables), folder.tables) : []
  const read = readJournals(folder)
  const tables = new Map<string, TableState>()
  const add = (state: TableState): void => void tables.set(state.definition.name, state)
  list.filter(({ definition }) => !read.dropped.has(definition.name)).forEach(add)
  const snapshots = new Map<string, DiskFile>()
  try {
    for (const entry of read.entries) entry.tables?.forEach(add)
    for (const name of tables.keys()) {
      const path = folder.snapshot(name)
      if (disk.stat(path) === undefined) continue
      const file = disk.open(path, 'read')
      snapshots.set(name, file)
      const { states = [] } = read.dropped.get(name) ?? {}
      if (isAmong(read.states.get(name) ?? [], file.state()) || !isLeft(file, states)) continue
      snapshots.delete(name) // of one of that name that was dropped
      file.close()
    }
    const seq = read.entries.findLast((entry) => entry.seq !== undefined)?.seq ?? read.after
    return { ...read, tables, listed: formatTables(list), seq, snapshots }
  } catch (error) {
    for (const file of snapshots.values()) file.close()
    read.journal?.close()
    throw error
  }
}

/**
 * Loads what was opened into the engine, step by step: the snapshots, and on top of them what the journals say. The
 * tables that have to start anew, because there is neither a file nor a line of theirs, also those of a folder that this
 * one has replaced.
 */
export function* loadFolder(
  opened: OpenedFolder,
  follower: Follower,
  keepsakes: Keepsakes,
  isReplaced: boolean,
): Generator<void, readonly TableState[], void> {
  const pending = new PendingKeys(opened)
  const anew: TableState[] = []
  const written = opened.states
  const strange: string[] = []
  follower.resume(opened.journal, undefined) // from here on it is closed with the follower
  follower.files.clear()
  follower.sealed.clear()
  follower.dropped.clear()
  for (const [name, each] of opened.dropped) follower.dropped.set(name, each)
  follower.listed = opened.listed
  try {
    for (const [name, table] of opened.tables) {
      const { definition, settings } = table
      const file = opened.snapshots.get(name)
      if (file === undefined && !pending.names.has(name)) {
        anew.push(table)
        strange.push(name)
        continue
      }
      if (file === undefined && pending.needsFile(name) && opened.inFiles.has(name))
        throw missing(follower.folder, name)
      const states = written.get(name) ?? []
      const loaded = file && (yield* loadSnapshot(definition, file, states))
      // what the journals say of unique values may stand on another edit, before a person put this back
      const mayBePutBack = pending.names.has(completenessOf(name).table)
      const isOurs = (state: SnapshotState) =>
        mayBePutBack ? states.some((each) => sameFile(each, state)) : isAmong(states, state)
      if (loaded !== undefined && !isOurs(loaded.state)) strange.push(name)
      follower.files.set(name, { seen: loaded?.state, content: loaded?.items })
      follower.engine.tables.set(name, new TableData(definition, loaded?.items, settings))
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
  const others = follower.engine.tables.names().filter((name) => !opened.tables.has(name))
  if (!isReplaced) for (const name of others) follower.engine.tables.delete(name) // somebody dropped them
  return [...anew, ...(isReplaced ? others.map((name) => follower.engine.tables.find(name)!.state) : [])]
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
      for (const { definition } of tables ?? []) this.names.add(definition.name)
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

function missing(folder: Folder, table: string): CorruptFileException {
  const at = { file: folder.snapshot(table), line: 1, column: 1 }
  return new CorruptFileException('the file is gone, and the journal only holds changes to it', at, { table })
}
