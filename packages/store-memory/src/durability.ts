import type { Item, Key, TableDefinition } from '@cmz/store-core'
import type { Engine } from './engine.ts'

/** What an item is after a commit; `null` removes it. The item belongs to the engine from then on. */
export interface Change {
  readonly table: string
  readonly key: Key
  readonly item: Item | null
}

/** The state that a transaction sees: what is committed, and what those before it in the same commit changed. */
export interface View {
  /** The item itself, not a copy: it must not be changed. */
  get(table: string, key: Key): Item | undefined
  /** Every item of a table. */
  items(table: string): Iterable<Item>
  /** The table with every index that any of its definitions named. */
  definition(table: string): TableDefinition
}

/** What a transaction wants: changes to commit together, and what to answer once they last. */
export interface Outcome<T> {
  readonly changes: readonly Change[]
  readonly result: T
}

/** What makes an engine's changes outlive it. Except for `isStale`, every call is made by one caller at a time. */
export interface Durability {
  /** True if others changed something since `catchUp`. */
  isStale(): boolean
  /** Loads what others changed. */
  catchUp(engine: Engine): Promise<void>
  /**
   * Resolves once the changes last; `after` is the state with them. What it rejects is not applied; on StateChanged
   * the transactions run again on what `catchUp` then loads.
   */
  commit(changes: readonly Change[], after: View): Promise<void>
  /** The items that each table starts with. Everything is read before anything is written. */
  openTables(definitions: readonly TableDefinition[]): Promise<readonly (readonly Item[])[]>
  /** Keeps what a further definition added to a table that is open. */
  alterTable(definition: TableDefinition): Promise<void>
  close(): Promise<void>
}

/** The state under a commit was changed by somebody else before the commit lasted. */
export class StateChanged extends Error {
  override readonly name = 'StateChanged'
}
