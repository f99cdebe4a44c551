import { UnsupportedException } from '@cmz/store-core'
import { type Items, type TableChanges, TableData } from '@cmz/store-memory'
import { doubtReservations, takeBack } from './doubt-reservations.ts'
import type { Follower } from './follower.ts'

/**
 * Writes definitions that are new or wider into the journal, and where new tables begin: with their file where there is
 * one, else with the dataset. The items that the new tables start with.
 */
export function defineTables(follower: Follower, changes: TableChanges): ReadonlyMap<string, Items | undefined> {
  const definitions = [...changes.values()].map((state) => {
    if (state !== null && Object.keys(state.settings).length === 0) return state.definition
    throw new UnsupportedException('Files cannot drop tables and keep settings yet')
  })
  const { engine, files, datasets } = follower
  const added = definitions.filter(({ name }) => engine.tables.find(name) === undefined)
  const loaded = new Map(added.map((table) => [table.name, follower.load(table)]))
  const reset = new Map<string, string | null>()
  for (const { name } of added) if (loaded.get(name) === undefined) reset.set(name, datasets.start(name))
  const states = [...loaded].flatMap(([name, file]) => (file === undefined ? [] : [[name, file.state] as const]))
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
      tables: definitions,
      ...(reset.size > 0 && { reset: Object.fromEntries(reset) }),
      ...(states.length > 0 && { files: Object.fromEntries(states) }),
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
