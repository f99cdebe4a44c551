import { type Item, ResourceNotFoundException, type StoreError } from '@cmz/store-core'
import { TableData } from './table-data.ts'

/** The tables of an engine by name, and why some of them cannot be used for now. */
export class Tables {
  readonly #tables = new Map<string, TableData>()
  readonly #broken = new Map<string, StoreError>()

  has(name: string): boolean {
    return this.#tables.has(name)
  }

  /** ResourceNotFoundException where nobody defined the table; else what broke it, while it is broken. */
  get(name: string): TableData {
    const error = this.#broken.get(name)
    if (error !== undefined) throw error
    const table = this.#tables.get(name)
    if (table === undefined) throw new ResourceNotFoundException('Requested resource not found', { table: name })
    return table
  }

  set(name: string, table: TableData): void {
    this.#tables.set(name, table)
    this.#broken.delete(name)
  }

  /** The table with other items; it is whole again if it was broken. */
  replaceItems(name: string, items: readonly Item[]): void {
    const table = this.#tables.get(name)
    if (table === undefined) throw new ResourceNotFoundException('Requested resource not found', { table: name })
    this.set(name, new TableData(table.definition, items))
  }

  break(name: string, error: StoreError): void {
    this.#broken.set(name, error)
  }
}
