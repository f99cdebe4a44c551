import type { Item, TableDefinition } from '@cmz/store-core'
import type { TableSettings } from '@cmz/store-memory'

/** What a table holds: its indexes and settings, and its items by id. */
export interface TableState {
  readonly indexes: readonly string[]
  readonly settings: TableSettings
  readonly items: ReadonlyMap<string, Item>
}

/** Everything that a folder holds, by name of the table. */
export type State = ReadonlyMap<string, TableState>

/** What a call does to the state. */
export type Effect = (state: State) => State

/** Gives an item attributes, or replaces it, or removes it, where there is a table. */
export function write(table: string, id: string, item: Item | null, keeps = false): Effect {
  return (state) => {
    const known = state.get(table)
    if (known === undefined) return state
    const { items } = known
    const changed = new Map(items)
    if (item === null) changed.delete(id)
    else changed.set(id, keeps ? { ...items.get(id), ...item } : item)
    return new Map([...state, [table, { ...known, items: changed }]])
  }
}

/** Does all of it, or nothing where one of the tables is not there. */
export function all(tables: readonly string[], effects: readonly Effect[]): Effect {
  return (state) =>
    tables.every((name) => state.has(name)) ? effects.reduce((before, effect) => effect(before), state) : state
}

/** Adds tables that are not there, with the items that they start with, and indexes to those that are. */
export function ensure(definitions: readonly TableDefinition[], dataset: Dataset): Effect {
  return (state) => {
    const tables = new Map(state)
    for (const { name, indexes } of definitions) {
      const known = tables.get(name) ?? {
        indexes: [],
        settings: {},
        items: dataset.get(name) ?? new Map<string, Item>(),
      }
      tables.set(name, { ...known, indexes: [...new Set([...known.indexes, ...Object.keys(indexes)])] })
    }
    return tables
  }
}

/** Makes a table what it is from here on, with the items that it starts with where it was not there; `null` drops it. */
export function alter(name: string, table: Pick<TableState, 'indexes' | 'settings'> | null, dataset: Dataset): Effect {
  return (state) => {
    const tables = new Map(state)
    if (table === null) tables.delete(name)
    else tables.set(name, { ...table, items: state.get(name)?.items ?? dataset.get(name) ?? new Map<string, Item>() })
    return tables
  }
}

export type Dataset = ReadonlyMap<string, ReadonlyMap<string, Item>>

/** Gives every table the items that it started with. */
export function reset(dataset: Dataset): Effect {
  return (state) =>
    new Map([...state].map(([name, table]) => [name, { ...table, items: dataset.get(name) ?? new Map() }]))
}

/** Equal only for equal states. */
export function textOf(state: State): string {
  return [...state]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, { indexes, settings, items }]) => {
      const lines = [...items].map(([id, item]) => `  ${id}: ${JSON.stringify(item, Object.keys(item).toSorted())}`)
      return [`${name} (${indexes.toSorted().join()}) ${JSON.stringify(settings)}`, ...lines.toSorted()].join('\n')
    })
    .join('\n')
}
