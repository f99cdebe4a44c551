import { setTimeout as timer } from 'node:timers/promises'
import { describeType } from './describe.ts'
import type { Driver } from './driver.ts'
import { StoreClosedException } from './errors.ts'
import { type Actor, checkedActor, systemActor } from './stamp.ts'
import type { TableDefinition } from './table.ts'
import { typeId } from './type-id.ts'
import { reservationTable } from './unique.ts'

/** What a test or an application may put in place of the defaults. */
export interface DatabaseOptions {
  /** The clock of all stamps. Default: the system's. */
  readonly now?: () => Date
  /** Makes the id of a new item from the table's prefix. Default: a TypeID, which sorts by time of creation. */
  readonly newId?: (prefix: string) => string
  /** Who acts where `store.as(actor)` does not say. Default: `system`. */
  readonly actor?: Actor
  /** Waits so many ms, between two tries of what DynamoDB did not do. Default: the system's timer. */
  readonly pause?: (ms: number, signal?: AbortSignal) => Promise<void>
  /** From 0 to 1, for pauses that differ from caller to caller. Default: `Math.random`. */
  readonly random?: () => number
}

/** The clock, the ids and the driver that all stores of a database share. Opens on first use. */
export class Connection {
  readonly now: () => Date
  readonly newId: (prefix: string) => string
  readonly actor: Actor
  readonly pause: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly random: () => number
  readonly #open: () => Promise<Driver>
  readonly #ensuring = new WeakMap<TableDefinition, Promise<void>>()
  readonly #ensured = new WeakSet<TableDefinition>()
  #driver: Promise<Driver> | undefined
  #opened: Driver | undefined
  #closed: Promise<void> | undefined
  #underWay = 0
  #whenIdle: (() => void) | undefined

  constructor(open: () => Promise<Driver>, options: DatabaseOptions = {}) {
    const { now, newId, actor, pause, random } = checkedOptions(options)
    this.now = now === undefined ? () => new Date() : () => checkedDate(now())
    this.newId = newId ?? typeId
    this.actor = checkedActor(actor ?? systemActor)
    this.pause = pause ?? ((ms, signal) => timer(ms, undefined, signal && { signal }))
    this.random = random ?? Math.random
    this.#open = open
  }

  /** Begins a call: `close` waits for the end of those that began before it, and refuses those after it. */
  begin(table?: TableDefinition): void {
    if (this.#closed) throw new StoreClosedException({ table: table?.name })
    this.#underWay++
  }

  /** Ends a call. */
  end(): void {
    if (--this.#underWay === 0) this.#whenIdle?.()
  }

  readonly #end = (): void => this.end()

  /** Runs a call, from its beginning to its end. */
  call<T>(work: () => Promise<T>, table?: TableDefinition): Promise<T> {
    try {
      this.begin(table)
    } catch (error) {
      return Promise.reject(error)
    }
    try {
      const answer = work()
      answer.then(this.#end, this.#end)
      return answer
    } catch (error) {
      this.end()
      return Promise.reject(error)
    }
  }

  /** The open driver, if it knows the table already: what there is not to wait for costs no turn. */
  ready(table: TableDefinition): Driver | undefined {
    return this.#ensured.has(table) ? this.#opened : undefined
  }

  /** The open driver. A failed opening is tried again by the next call. */
  async driver(): Promise<Driver> {
    const opening = (this.#driver ??= this.#open())
    try {
      return (this.#opened = await opening)
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
    const needed = tables.flatMap((table) => [table, reservationTable(table) ?? []].flat())
    const missing = needed.filter((table) => !this.#ensuring.has(table))
    if (missing.length > 0) {
      const ensuring = this.#ensure(driver, missing)
      for (const table of missing) this.#ensuring.set(table, ensuring)
    }
    try {
      for (const table of tables) await this.#ensuring.get(table)
    } catch (error) {
      for (const table of tables) this.#ensuring.delete(table)
      throw error
    }
    return driver
  }

  async #ensure(driver: Driver, tables: readonly TableDefinition[]): Promise<void> {
    await driver.ensureTable(...tables)
    for (const table of tables) this.#ensured.add(table)
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
    if (this.#underWay > 0) {
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve
      })
    }
    const driver = await this.#driver?.catch(() => undefined)
    await driver?.close()
  }
}

/** The options, or a TypeError where untyped code gives something else. */
function checkedOptions(options: DatabaseOptions): DatabaseOptions {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`The options of a database are an object, not ${describeType(options)}`)
  }
  for (const name of ['now', 'newId', 'pause', 'random'] as const) {
    if (options[name] === undefined || typeof options[name] === 'function') continue
    throw new TypeError(`The option ${name} of a database is a function, not ${describeType(options[name])}`)
  }
  return options
}

function checkedDate(now: Date): Date {
  if (typeof (now as Date | undefined)?.getTime === 'function' && !Number.isNaN(now.getTime())) return now
  throw new TypeError(
    `The option now of a database answers with a valid Date, not ${now instanceof Date ? 'an invalid one' : describeType(now)}`,
  )
}
