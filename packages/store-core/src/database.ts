import { Connection, type DatabaseOptions } from './connection.ts'
import { describeType } from './describe.ts'
import type { Driver, TableDescription } from './driver.ts'
import { UnsupportedException } from './errors.ts'
import { takeOptions } from './options.ts'
import type { TableShape } from './shape.ts'
import { refuseToken, sendReserving } from './send-reserving.ts'
import { Store } from './store.ts'
import { checkTableName } from './table-name.ts'
import { checkedTable, defineTable, type Table } from './table.ts'
import {
  Actions,
  type Reading,
  Readings,
  type TransactCallOptions,
  type Transaction,
  type TransactionReads,
  transactAll,
  transactReads,
} from './transaction.ts'
import type { Item } from './value.ts'

/** The shape of a table that is known by its name and key only. */
export interface OpenShape<K extends string = string> extends TableShape {
  item: Item
  input: Item
  partitionKey: K
  sortKey: never
  index: never
}

/** One driver, and the stores over its tables. */
export class Database {
  readonly #connection: Connection
  readonly #options: DatabaseOptions
  /** So that a table named twice is one table, which is made usable once. */
  readonly #named = new Map<string, Table>()

  /** `open` is called on first use; a failed opening is tried again by the next call. */
  constructor(open: () => Promise<Driver>, options: DatabaseOptions = {}) {
    this.#connection = new Connection(open, options)
    this.#options = options
  }

  /** The store of a table; it acts for the database's actor. */
  store<S extends TableShape>(table: Table<S>): Store<S>
  /** The store of a table without a definition, by its name and the name of its string key. */
  store<K extends string>(name: string, keyName: K): Store<OpenShape<K>>
  store(table: Table | string, keyName?: string): object {
    if (typeof table !== 'string') {
      return new Store(checkedTable(table), this.#connection, this.#connection.actor)
    }
    if (typeof keyName !== 'string') throw new TypeError(`Table ${table}: name its key, or give its definition`)
    return new Store(this.#defined(table, keyName), this.#connection, this.#connection.actor)
  }

  /** Opens now what the first call would open, and makes the tables usable: the errors of both come here. */
  async open(...tables: readonly Table[]): Promise<this> {
    await this.#connection.call(async () => this.#connection.driverForAll(tables.map(checkedTable)))
    return this
  }

  /** The keys and indexes of a table that exists; else ResourceNotFoundException. ValidationException if no table can be called that. */
  async describeTable(name: string): Promise<TableDescription> {
    checkTableName(name)
    return this.#connection.call(async () => (await this.#connection.driver()).describeTable(name))
  }

  /**
   * Does all of what `build` asks for, or nothing: `transact((tx) => { tx.on(users).create(user);
   * tx.on(families).update(id, ({ members }) => [members.increment()]) })`. Up to 100 actions on any tables; each
   * value of a unique attribute that is taken or given counts as one, and so does the check that all of them are held.
   * TransactionCanceledException with a reason for each action, in order; UnsupportedException where the driver has no
   * transactions.
   */
  async transact(build: (tx: Transaction) => void, options: TransactCallOptions = {}): Promise<void> {
    await this.#connection.call(async () => {
      const taken = takeOptions(undefined, 'transact', options)
      checkFunction('transact', build, '(tx) => { tx.on(users).create(user) }')
      const actions = new Actions(this.#connection, taken.at)
      const built: unknown = build(actions)
      if (isThenable(built)) {
        await Promise.resolve(built).catch(() => undefined)
        throw new TypeError('What a transaction does is said at once: read what it needs beforehand')
      }
      const plans = await actions.plans()
      const driver = await this.#connection.driverForAll([...actions.tables])
      refuseToken(plans, taken.token)
      await sendReserving(
        driver,
        plans,
        this.#connection,
        (requests) => transactAll(driver, requests, plans, taken),
        true,
      )
    })
  }

  /**
   * Several items of any tables as they are at one moment, in order; `undefined` for one that is not there:
   * `transactGet((tx) => [tx.get(users, userId), tx.get(families, familyId)])`. Up to 100.
   */
  async transactGet<const R extends readonly Reading<unknown>[]>(
    build: (tx: TransactionReads) => R,
  ): Promise<{ [K in keyof R]: R[K] extends Reading<infer T> ? T | undefined : never }> {
    return this.#connection.call(async () => {
      checkFunction('transactGet', build, '(tx) => [tx.get(users, id)]')
      const readings = new Readings(this.#connection)
      const requests = readings.requestsOf(build(readings))
      const driver = await this.#connection.driverForAll([...new Set(requests.map(({ table }) => table))])
      return (await transactReads(driver, requests, this.#connection.now)) as never
    })
  }

  /**
   * Puts every table back to its starting data: the dataset, or nothing where there is none. Every process that shares
   * the folder follows. UnsupportedException on DynamoDB.
   */
  async reset(): Promise<void> {
    await this.#connection.call(async () => {
      const driver = await this.#connection.driver()
      if (driver.reset === undefined) throw new UnsupportedException('This driver has no starting data to go back to')
      await driver.reset()
    })
  }

  /**
   * A database of its own in memory, with everything as it is now, at no cost: neither sees what the other writes.
   * UnsupportedException on DynamoDB.
   */
  async fork(): Promise<Database> {
    return this.#connection.call(async () => {
      const driver = await this.#connection.driver()
      if (driver.fork === undefined) throw new UnsupportedException('This driver cannot be forked')
      const fork = await driver.fork()
      return new Database(async () => fork, this.#options)
    })
  }

  /**
   * In file mode, writes everything into `<table>.json` now; else that happens after a moment without writes, and on
   * `close`. Other modes have nothing to do.
   */
  async fold(): Promise<void> {
    await this.#connection.call(async () => (await this.#connection.driver()).fold?.())
  }

  /** Waits for calls that began before it; every later one fails with StoreClosedException. */
  async close(): Promise<void> {
    await this.#connection.close()
  }

  /** True once `close` was called. */
  get closed(): boolean {
    return this.#connection.closed
  }

  #defined(name: string, keyName: string): Table {
    const both = `${name} ${keyName}`
    const table = this.#named.get(both) ?? defineTable({ name, partitionKey: keyName })
    this.#named.set(both, table)
    return table
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

function checkFunction(call: string, given: unknown, example: string): void {
  if (typeof given !== 'function')
    throw new TypeError(`${call} takes a function: ${example}; got ${describeType(given)}`)
}

/** True for a promise, also one of another realm or library. */
function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === 'function'
}
