import type { TableDefinition } from '@cmz/store-core'
import type { Durability } from './durability.ts'
import type { Engine } from './engine.ts'
import type { Items } from './items.ts'

/** What a table starts with. */
export type StartingItems = (definition: TableDefinition) => Promise<Items | undefined>

/** Nothing lasts, and nobody else is there. */
export class InMemory implements Durability {
  readonly #startingItems: StartingItems
  readonly #starts = new Map<string, Items | undefined>()

  constructor(startingItems: StartingItems = async () => undefined) {
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

  async prepare(definitions: readonly TableDefinition[]): Promise<void> {
    for (const definition of definitions) {
      if (this.#starts.has(definition.name)) continue
      const items = await this.#startingItems(definition)
      if (!this.#starts.has(definition.name)) this.#starts.set(definition.name, items)
    }
  }

  define(): ReadonlyMap<string, Items | undefined> {
    return this.#starts
  }

  reset(): ReadonlyMap<string, Items | undefined> {
    return this.#starts
  }

  async fold(): Promise<void> {}

  async close(): Promise<void> {}
}
