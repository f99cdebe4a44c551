import type { Driver } from './driver.ts'
import { StoreClosedException } from './errors.ts'
import { type Actor, checkedActor, systemActor } from './stamp.ts'
import type { TableDefinition } from './table.ts'
import { typeid } from 'typeid-js'

/** What a test or an application may put in place of the defaults. */
export interface DatabaseOptions {
  /** The clock of all stamps. Default: the system's. */
  readonly now?: () => Date
  /** Makes the id of a new item from the table's prefix. Default: a TypeID, which sorts by time of creation. */
  readonly newId?: (prefix: string) => string
  /** Who acts where `store.as(actor)` does not say. Default: `system`. */
  readonly actor?: Actor
}

/** The clock, the ids and the driver that all stores of a database share. Opens on first use. */
export class Connection {
  readonly now: () => Date
  readonly newId: (prefix: string) => string
  readonly actor: Actor
  readonly #open: () => Promise<Driver>
  readonly #ensured = new WeakMap<TableDefinition, Promise<void>>()
  readonly #underWay = new Set<Promise<unknown>>()
  #driver: Promise<Driver> | undefined
  #closed: Promise<void> | undefined

  constructor(open: () => Promise<Driver>, { now, newId, actor }: DatabaseOptions = {}) {
    this.now = now ?? (() => new Date())
    this.newId = newId ?? ((prefix) => typeid(prefix).toString())
    this.actor = checkedActor(actor ?? systemActor)
    this.#open = open
  }

  /** Runs a call; `close` waits for those that began before it, and refuses those after it. */
  async call<T>(work: () => Promise<T>, table?: TableDefinition): Promise<T> {
    if (this.#closed) throw new StoreClosedException({ table: table?.name })
    const running = work()
    this.#underWay.add(running)
    try {
      return await running
    } finally {
      this.#underWay.delete(running)
    }
  }

  /** The open driver. A failed opening is tried again by the next call. */
  async driver(): Promise<Driver> {
    const opening = (this.#driver ??= this.#open())
    try {
      return await opening
    } catch (error) {
      if (this.#driver === opening) this.#driver = undefined
      throw error
    }
  }

  /** The open driver, once it knows the table. */
  async driverFor(table: TableDefinition): Promise<Driver> {
    return this.driverForAll([table])
  }

  /** The open driver, once it knows the tables. What failed is tried again by the next call. */
  async driverForAll(tables: readonly TableDefinition[]): Promise<Driver> {
    const driver = await this.driver()
    const missing = tables.filter((table) => !this.#ensured.has(table))
    if (missing.length > 0) {
      const ensured = driver.ensureTable(...missing)
      for (const table of missing) this.#ensured.set(table, ensured)
    }
    try {
      for (const table of tables) await this.#ensured.get(table)
    } catch (error) {
      for (const table of tables) this.#ensured.delete(table)
      throw error
    }
    return driver
  }

  get closed(): boolean {
    return this.#closed !== undefined
  }

  /** Closes the driver once; every call waits for that. */
  close(): Promise<void> {
    this.#closed ??= this.#closeDriver()
    return this.#closed
  }

  async #closeDriver(): Promise<void> {
    await Promise.allSettled(this.#underWay)
    const driver = await this.#driver?.catch(() => undefined)
    await driver?.close()
  }
}
