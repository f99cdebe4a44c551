import type { Item, Key, TableDefinition } from '@cmz/store-core'
import type { Change, View } from './durability.ts'
import type { TableData } from './table-data.ts'
import type { Tables } from './tables.ts'

interface Staged {
  readonly data: TableData
  readonly change: Change
}

/** The state with changes that are not committed yet. */
export class StagedView implements View {
  readonly #tables: Tables
  readonly #staged = new Map<string, Map<string, Staged>>()

  constructor(tables: Tables) {
    this.#tables = tables
  }

  /** One change for each item, the last one. */
  get changes(): readonly Change[] {
    const changes: Change[] = []
    for (const table of this.#staged.values()) for (const { change } of table.values()) changes.push(change)
    return changes
  }

  get(table: string, key: Key): Item | undefined {
    const data = this.#tables.get(table)
    const text = data.textOf(key)
    const staged = this.#staged.get(table)?.get(text)
    return staged === undefined ? data.get(text) : (staged.change.item ?? undefined)
  }

  definition(table: string): TableDefinition {
    return this.#tables.get(table).definition
  }

  /** Takes all of them, or throws and takes none. */
  stage(changes: readonly Change[]): void {
    const found = changes.map((change) => {
      const data = this.#tables.get(change.table)
      return { data, change, text: data.textOf(change.key) }
    })
    for (const { data, change, text } of found) {
      let staged = this.#staged.get(change.table)
      if (staged === undefined) this.#staged.set(change.table, (staged = new Map<string, Staged>()))
      staged.set(text, { data, change })
    }
  }

  /** Makes the changes the state. */
  apply(): void {
    for (const table of this.#staged.values()) {
      for (const [text, { data, change }] of table) data.set(text, change.item)
    }
  }
}
