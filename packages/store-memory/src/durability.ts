import type { Item, Key, TableDefinition } from '@cmz/store-core'
import type { Engine } from './engine.ts'
import type { Items } from './items.ts'
import type { TableChanges } from './table-state.ts'
import type { UsedToken } from './tokens.ts'

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
  /** The table with every index that any of its definitions named. */
  definition(table: string): TableDefinition
  /** What a token was used for, if it still counts. */
  token(token: string, now: number): UsedToken | undefined
}

/** What a transaction wants: changes to commit together, and what to answer once they last. */
export interface Outcome<T> {
  readonly changes: readonly Change[]
  readonly result: T
  /** Committed with the changes. */
  readonly token?: UsedToken | undefined
}

/**
 * What makes an engine's changes outlive it, and shows it those of others. `append`, `define` and `reset` are called
 * between `begin` and `end`. Where there is nothing to wait for, nothing is returned, so that a call costs no turn.
 */
export interface Durability {
  /** Called once, before anything else. */
  attach(engine: Engine): void
  /** Loads what others committed; every read calls it first. */
  catchUp(): Promise<void> | undefined
  /** Waits until nobody else writes, and loads what others committed. */
  begin(): Promise<void> | undefined
  /** Writes one commit. What it throws is not applied. */
  append(changes: readonly Change[], tokens: readonly UsedToken[]): void
  /** Lets others write. */
  end(): void
  /** Resolves once everything that was appended lasts; `undefined` where it does. */
  lasting(): Promise<void> | undefined
  /**
   * Reads what `define` and `reset` of these tables need: under the lock nothing is awaited. `undefined` where it is
   * known.
   */
  prepare(definitions: readonly TableDefinition[]): Promise<void> | undefined
  /** Keeps what becomes of tables. The items that those start with which were not known. */
  define(changes: TableChanges): ReadonlyMap<string, Items | undefined>
  /** Goes back to the starting data; the items of every table. */
  reset(): ReadonlyMap<string, Items | undefined>
  /** Brings what lasts into the form that people read. */
  fold(): Promise<void>
  close(): Promise<void>
}
