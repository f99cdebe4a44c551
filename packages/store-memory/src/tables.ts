import { ResourceNotFoundException, type StoreError } from '@cmz/store-core'
import { TableData } from './table-data.ts'
import { Tokens } from './tokens.ts'

/** The tables of an engine by name, and why some of them cannot be used for now. */
export class Tables {
  readonly tokens: Tokens = new Tokens()
  readonly #tables = new Map<string, TableData>()
  readonly #broken = new Map<string, StoreError>()
  readonly #indexDelay: number

  /** `indexDelay`: how many ms the global indexes are behind their tables. */
  constructor(indexDelay = 0) {
    this.#indexDelay = indexDelay
  }

  /** ResourceNotFoundException where nobody defined the table; else what broke it, while it is broken. */
  get(name: string): TableData {
    if (this.#broken.size > 0) {
      const error = this.#broken.get(name)
      if (error !== undefined) throw error
    }
    const table = this.#tables.get(name)
    if (table === undefined) throw new ResourceNotFoundException('Requested resource not found', { table: name })
    return table
  }

  /** The table, broken or not; `undefined` where nobody defined it. */
  find(name: string): TableData | undefined {
    return this.#tables.get(name)
  }

  names(): readonly string[] {
    return [...this.#tables.keys()]
  }

  set(name: string, table: TableData): void {
    if (this.#indexDelay > 0) table.lag(this.#indexDelay)
    this.#tables.set(name, table)
  }

  /** Takes a table away. */
  delete(name: string): void {
    this.#tables.delete(name)
    this.#broken.delete(name)
  }

  /** Makes every use of a table fail until it is healed. */
  break(name: string, error: StoreError): void {
    this.#broken.set(name, error)
  }

  heal(name: string): void {
    this.#broken.delete(name)
  }

  isBroken(name: string): boolean {
    return this.#broken.has(name)
  }

  /** The same tables, which go their own way from here on; at no cost, whatever their size. */
  fork(): Tables {
    const fork = new Tables(this.#indexDelay)
    for (const [name, table] of this.#tables)
      fork.set(name, new TableData(table.definition, table.freeze(), table.settings))
    for (const [name, error] of this.#broken) fork.break(name, error)
    return fork
  }
}
