import type { Item, TableDefinition } from '@cmz/store-core'

/** What a table holds: its indexes, and its items by id. */
export interface TableState {
  readonly indexes: readonly string[]
  readonly items: ReadonlyMap<string, Item>
}

/** Everything that a folder holds, by name of the table. */
export type State = ReadonlyMap<string, TableState>

/** What a call does to the state. */
export type Effect = (state: State) => State

/** Gives an item attributes, or replaces it, or removes it. */
export function write(table: string, id: string, item: Item | null, keeps = false): Effect {
  return (state) => {
    const { indexes, items } = state.get(table)!
    const changed = new Map(items)
    if (item === null) changed.delete(id)
    else changed.set(id, keeps ? { ...items.get(id), ...item } : item)
    return new Map([...state, [table, { indexes, items: changed }]])
  }
}

export function all(effects: readonly Effect[]): Effect {
  return (state) => effects.reduce((before, effect) => effect(before), state)
}

/** Adds tables that are not there, with the items that they start with, and indexes to those that are. */
export function ensure(definitions: readonly TableDefinition[], dataset: Dataset): Effect {
  return (state) => {
    const tables = new Map(state)
    for (const { name, indexes } of definitions) {
      const known = tables.get(name) ?? { indexes: [], items: dataset.get(name) ?? new Map<string, Item>() }
      tables.set(name, { ...known, indexes: [...new Set([...known.indexes, ...Object.keys(indexes)])] })
    }
    return tables
  }
}

export type Dataset = ReadonlyMap<string, ReadonlyMap<string, Item>>

/** Gives every table the items that it started with. */
export function reset(dataset: Dataset): Effect {
  return (state) =>
    new Map([...state].map(([name, { indexes }]) => [name, { indexes, items: dataset.get(name) ?? new Map() }]))
}

/** Equal only for equal states. */
export function textOf(state: State): string {
  return [...state]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, { indexes, items }]) => {
      const lines = [...items].map(([id, item]) => `  ${id}: ${JSON.stringify(item, Object.keys(item).toSorted())}`)
      return [`${name} (${indexes.toSorted().join()})`, ...lines.toSorted()].join('\n')
    })
    .join('\n')
}
