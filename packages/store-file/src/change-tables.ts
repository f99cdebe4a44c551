import { StoreError } from '@cmz/store-core'
import { type Items, type TableChanges, TableData, type TableState } from '@cmz/store-memory'
import { doubtReservations, takeBack } from './doubt-reservations.ts'
import { removeFile, removeLeft } from './dropped-tables.ts'
import type { Follower } from './follower.ts'
import type { Keepsakes } from './keepsakes.ts'

/** Writes what becomes of tables into the journal. The items that the new ones start with. */
export function changeTables(
  follower: Follower,
  keepsakes: Keepsakes,
  changes: TableChanges,
): ReadonlyMap<string, Items | undefined> {
  for (const [name, state] of changes) if (state === null) dropTable(follower, keepsakes, name)
  const states = [...changes.values()].filter((state) => state !== null)
  return states.length === 0 ? new Map() : defineTables(follower, states)
}

/**
 * Writes tables that are new or altered into the journal, and where new ones begin: with their file where there is one,
 * else with the dataset. The items that the new tables start with.
 */
function defineTables(follower: Follower, states: readonly TableState[]): ReadonlyMap<string, Items | undefined> {
  const { engine, files, datasets } = follower
  const definitions = states.map(({ definition }) => definition)
  const added = definitions.filter(({ name }) => engine.tables.find(name) === undefined)
  // a table that comes again does not begin with the file that whoever dropped it did not live to remove
  for (const { name } of added) removeLeft(follower, name)
  const loaded = new Map(added.map((table) => [table.name, follower.load(table)]))
  const reset = new Map<string, string | null>()
  for (const { name } of added) if (loaded.get(name) === undefined) reset.set(name, datasets.start(name))
  const seen = [...loaded].flatMap(([name, file]) => (file === undefined ? [] : [[name, file.state] as const]))
  const begun = new Map(
    added.map((table) => {
      const items = loaded.get(table.name)?.items ?? datasets.items(table, reset.get(table.name) ?? null)
      return [table.name, new TableData(table, items)]
    }),
  )
  const tables = { find: (name: string) => begun.get(name) ?? engine.tables.find(name) }
  const doubts = added.flatMap(({ name }) => doubtReservations(tables, name))
  follower.append(
    {
      tables: states,
      ...(reset.size > 0 && { reset: Object.fromEntries(reset) }),
      ...(seen.length > 0 && { files: Object.fromEntries(seen) }),
    },
    doubts,
  )
  takeBack(tables, doubts)
  for (const { name } of added) {
    const file = loaded.get(name)
    files.set(name, { seen: file?.state, content: file?.items })
  }
  return new Map([...begun].map(([name, data]) => [name, data.freeze()]))
}

/** Writes into the journal that a table is gone, and removes its file. */
function dropTable(follower: Follower, keepsakes: Keepsakes, name: string): void {
  const { disk } = follower.folder
  follower.append({ dropped: [name] })
  follower.drop(name)
  const path = follower.folder.snapshot(name)
  try {
    removeLeft(follower, name)
    if (disk.stat(path) === undefined) return
    keepsakes.keepEdited(name, follower.seq)
    removeFile(follower, path)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error // the table is gone by now: its file goes with the next fold
  }
}

/** Writes into the journal that every table goes back to its starting data; the items of each. */
export function resetTables(follower: Follower): ReadonlyMap<string, Items | undefined> {
  const { engine, datasets } = follower
  // others may have added tables since the last look
  for (const name of engine.tables.names()) datasets.prepare(engine.tables.find(name)!.definition)
  const copies = Object.fromEntries(engine.tables.names().map((name) => [name, datasets.start(name)]))
  follower.append({ reset: copies })
  return new Map(
    Object.entries(copies).map(([name, copy]) => [name, datasets.items(engine.tables.find(name)!.definition, copy)]),
  )
}
