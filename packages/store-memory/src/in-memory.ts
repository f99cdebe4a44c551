import type { TableDefinition } from '@cmz/store-core'
import { keysText } from './check-definition.ts'
import type { Durability } from './durability.ts'
import type { Engine } from './engine.ts'
import type { Items } from './items.ts'
import type { TableChanges } from './table-state.ts'

/** What a table starts with. */
export type StartingItems = (definition: TableDefinition) => Promise<Items | undefined>

/** Nothing lasts, and nobody else is there. */
export class InMemory implements Durability {
  readonly #startingItems: StartingItems | undefined
  /** What the tables that are there go back to. */
  readonly #starts = new Map<string, Items | undefined>()
  /** What tables start with that come, or come again, by name and keys. */
  readonly #prepared = new Map<string, Items | undefined>()

  constructor(startingItems?: StartingItems) {
    this.#startingItems = startingItems
  }

  attach({ tables }: Engine): void {
    for (const name of tables.names()) this.#starts.set(name, tables.find(name)!.freeze())
  }

  catchUp(): undefined {}
  begin(): undefined {}
  append(): void {}
  end(): void {}
  lasting(): undefined {}

  prepare(definitions: readonly TableDefinition[]): Promise<void> | undefined {
    const read = this.#startingItems
    if (read === undefined) return undefined
    const missing = definitions.filter((each) => !this.#starts.has(each.name) && !this.#prepared.has(startOf(each)))
    return missing.length === 0 ? undefined : this.#prepare(missing, read)
  }

  async #prepare(definitions: readonly TableDefinition[], read: StartingItems): Promise<void> {
    for (const definition of definitions) {
      const items = await read(definition)
      if (!this.#prepared.has(startOf(definition))) this.#prepared.set(startOf(definition), items)
    }
  }

  define(changes: TableChanges): ReadonlyMap<string, Items | undefined> {
    for (const [name, state] of changes) {
      if (state === null) this.#starts.delete(name)
      else if (!this.#starts.has(name)) this.#starts.set(name, this.#prepared.get(startOf(state.definition)))
    }
    return this.#starts
  }

  reset(): ReadonlyMap<string, Items | undefined> {
    return this.#starts
  }

  async fold(): Promise<void> {}

  async close(): Promise<void> {}
}

/** A table that comes again may have other keys. */
function startOf(definition: TableDefinition): string {
  return `${definition.name}: ${keysText(definition)}`
}
