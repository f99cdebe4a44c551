import { copyItem, type Item, type Key, type TableDefinition } from '@cmz/store-core'
import type { Change, View } from './durability.ts'
import type { Tables } from './tables.ts'

/** The state with changes that are not committed yet. */
export class StagedView implements View {
  readonly #tables: Tables
  readonly #staged = new Map<string, Map<string, Change>>()

  constructor(tables: Tables) {
    this.#tables = tables
  }

  get changes(): readonly Change[] {
    return [...this.#staged.values()].flatMap((table) => [...table.values()])
  }

  get(table: string, key: Key): Item | undefined {
    const data = this.#tables.get(table)
    const text = data.textOf(key)
    const staged = this.#staged.get(table)?.get(text)
    return staged === undefined ? data.get(text) : (staged.item ?? undefined)
  }

  *items(table: string): Iterable<Item> {
    const staged = this.#staged.get(table)
    for (const [text, item] of this.#tables.get(table).items()) if (!staged?.has(text)) yield item
    for (const { item } of staged?.values() ?? []) if (item !== null) yield item
  }

  definition(table: string): TableDefinition {
    return this.#tables.get(table).definition
  }

  stage(changes: readonly Change[]): void {
    for (const { table, key, item } of changes) {
      const staged = this.#staged.get(table) ?? new Map<string, Change>()
      this.#staged.set(table, staged)
      staged.set(this.#tables.get(table).textOf(key), { table, key, item: item && copyItem(item) })
    }
  }

  /** Makes the changes the state. */
  apply(): void {
    for (const [table, changes] of this.#staged) {
      for (const [text, { item }] of changes) this.#tables.get(table).set(text, item)
    }
  }
}
