import type { TableDefinition } from '@cmz/store-core'
import { checkKeys } from './check-definition.ts'

/** Plain JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** What whoever alters a table keeps with it; the engine stores it and never looks at it. */
export type TableSettings = Readonly<Record<string, Json>>

/** Everything about a table but its items. */
export interface TableState {
  readonly definition: TableDefinition
  /** `{}` for a table that only the store API defined. */
  readonly settings: TableSettings
}

/** The tables that change, and what they are from here on; `null` for those that are dropped. */
export type TableChanges = ReadonlyMap<string, TableState | null>

/** A table's next state, which nobody can change any more. ValidationException if its keys would be others. */
export function nextState(name: string, known: TableState | undefined, next: TableState): TableState {
  if (next.definition.name !== name) {
    throw new TypeError(`Table ${name} cannot become ${next.definition.name}: a table keeps its name`)
  }
  if (known !== undefined) checkKeys(known.definition, next.definition)
  return { definition: next.definition, settings: frozen(JSON.parse(JSON.stringify(next.settings)) as TableSettings) }
}

function frozen<T>(json: T): T {
  if (typeof json === 'object' && json !== null) for (const each of Object.values(Object.freeze(json))) frozen(each)
  return json
}
