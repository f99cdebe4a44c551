import { cancelled } from './cancellation.ts'
import type { Changes } from './changes.ts'
import { checkDistinct } from './check-distinct.ts'
import type { Connection } from './connection.ts'
import { describeKey, describeType } from './describe.ts'
import type { CheckRequest, Driver, GetRequest, TransactRequest } from './driver.ts'
import { type CancellationReason, TransactionCanceledException, ValidationException } from './errors.ts'
import { toKey } from './key.ts'
import { unexpired } from './liveness.ts'
import { type Call, takeOptions } from './options.ts'
import type { IfOption, Plan, Planning, Plans, VersionOption } from './plans.ts'
import type { Fields, KeyOf, NewItem, Stored, TableShape, WholeItem } from './shape.ts'
import { Store } from './store.ts'
import type { TableDefinition } from './table.ts'
import { checkSize, checkSizeRead } from './transaction-size.ts'
import type { Item } from './value.ts'
import type { Where } from './where.ts'

/** Rule 10.1. */
const mostActions = 100
/** Rule 10.10. */
const longestToken = 36

/** What a transaction does to the items of one table. Nothing happens before all of it does. */
export interface TransactionStore<S extends TableShape> {
  /** Writes a new item; the key must not exist. Give it an id of `store.newId()` where others are to name it. */
  create(input: NewItem<S>): void
  put(input: WholeItem<S>, options?: IfOption<S>): void
  updateFields(key: KeyOf<S>, fields: Fields<S>, options?: IfOption<S>): void
  update(key: KeyOf<S>, changes: Changes<Stored<S>>, options?: IfOption<S>): void
  softDelete(key: KeyOf<S>, options?: VersionOption): void
  recover(key: KeyOf<S>, options?: VersionOption): void
  purge(key: KeyOf<S>, options?: IfOption<S>): void
  /** Changes nothing: the item must exist and meet the condition. */
  check(key: KeyOf<S>, where?: Where<Stored<S>>): void
}

/** What is to be done at one moment; each item may be named once (rule 10.3). */
export interface Transaction {
  /** The items of a store's table, for the actor of the store. */
  on<S extends TableShape>(store: Store<S>): TransactionStore<S>
}

export interface TransactCallOptions {
  /**
   * Up to 36 characters that stand for this transaction: a second one with them, within 10 minutes, does nothing and
   * succeeds. IdempotentParameterMismatchException if it asks for something else; stamps and ids count too: give `at`
   * where the table has stamps, and ids of your own. UnsupportedException on a table with unique attributes.
   */
  readonly token?: string | undefined
  /** When it happens, for its stamps and for what has expired. Default: now. */
  readonly at?: Date | undefined
}

type AnyPlan = Plan<TransactRequest>

/** Collects the actions of a transaction; the tables that they are about. */
export class Actions implements Transaction {
  readonly #connection: Connection
  readonly #at: Date | undefined
  readonly #plannings: Promise<AnyPlan>[] = []
  #isSaid = false
  readonly tables: Set<TableDefinition> = new Set()

  constructor(connection: Connection, at?: Date) {
    this.#connection = connection
    this.#at = at
  }

  on<S extends TableShape>(store: Store<S>): TransactionStore<S> {
    const current = Store.plansOf(store, this.#connection, 'tx.on(users).create(…)')
    const plans = this.#at === undefined ? current : current.at(this.#at)
    const taken = <O extends object>(call: Call, options: O | undefined): O | undefined =>
      options === undefined ? undefined : takeOptions(store.table, call, options)
    const add = (plan: (plans: Plans<S>) => Planning | Planning<CheckRequest>): void => {
      if (this.#isSaid)
        throw new TypeError('What a transaction does is said at once: this comes too late, and is not done')
      const planning = Promise.resolve<AnyPlan>(plan(plans))
      planning.catch(() => undefined) // whoever awaits all of them is told
      this.#plannings.push(planning)
      this.tables.add(store.table)
    }
    return {
      create: (input) => add((each) => each.create(input)),
      put: (input, options) => add((each) => each.put(input, taken('tx.put', options))),
      updateFields: (key, fields, options) =>
        add((each) => each.updateFields(key, fields, taken('tx.updateFields', options))),
      update: (key, changes, options) => add((each) => each.update(key, changes, taken('tx.update', options))),
      softDelete: (key, options) => add((each) => each.softDelete(key, taken('tx.softDelete', options))),
      recover: (key, options) => add((each) => each.recover(key, taken('tx.recover', options))),
      purge: (key, options) => add((each) => each.purge(key, taken('tx.purge', options))),
      check: (key, where) => add((each) => each.check(key, where)),
    }
  }

  /** What is to be done; ValidationException if it is too much, nothing at all, or names an item twice. */
  async plans(): Promise<readonly AnyPlan[]> {
    this.#isSaid = true
    const plans = await Promise.all(this.#plannings)
    checkCount(plans.length)
    checkDistinct(plans.map(({ request: { table }, key }) => ({ table, key })))
    return plans
  }
}

/** Does all of the requests, or none. The first reasons of a TransactionCanceledException say which plan each is about. */
export async function transactAll(
  driver: Driver,
  requests: readonly TransactRequest[],
  plans: readonly AnyPlan[],
  { token }: TransactCallOptions,
): Promise<void> {
  checkCount(requests.length, plans.length)
  if (token !== undefined && (typeof token !== 'string' || token === '' || token.length > longestToken)) {
    throw new ValidationException(`The token of a transaction has 1 to ${longestToken} characters`)
  }
  checkSize(requests)
  try {
    await driver.transactWrite(requests, token === undefined ? {} : { token })
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error
    const reasons = error.reasons.map((reason, index) => explained(reason, plans[index]))
    throw cancelled(reasons, error.cause ?? error)
  }
}

function explained(reason: CancellationReason, plan: AnyPlan | undefined): CancellationReason {
  if (reason.code === 'None' || plan === undefined) return reason
  const said = reason.code === 'ConditionalCheckFailed' ? plan.reason : (reason.message ?? reason.code)
  const where = ` (table ${plan.request.table.name}, key ${describeKey(plan.key)})`
  return { ...reason, message: said.endsWith(where) ? said : said + where } // an error of the store says it itself
}

/** One item that is read together with others. */
export interface Reading<T> {
  readonly request: GetRequest
  /** For the type checker only. */
  readonly item?: T
}

/** What is to be read at one moment; each item may be named once (rule 10.3). */
export interface TransactionReads {
  get<S extends TableShape>(store: Store<S>, key: KeyOf<S>): Reading<Stored<S>>
}

/** The readings of one transaction. */
export class Readings implements TransactionReads {
  readonly #connection: Connection
  readonly #requests = new WeakMap<Reading<unknown>, GetRequest>()

  constructor(connection: Connection) {
    this.#connection = connection
  }

  readonly get = <S extends TableShape>(store: Store<S>, key: KeyOf<S>): Reading<Stored<S>> => {
    Store.plansOf(store, this.#connection, 'tx.get(users, id)')
    const { table } = store
    const request: GetRequest = { table, key: toKey(table, key) }
    const reading: Reading<Stored<S>> = { request }
    this.#requests.set(reading, request)
    return reading
  }

  /** What the readings that a caller returns ask for; TypeError if they are none. */
  requestsOf(readings: unknown): readonly GetRequest[] {
    const refuse = (got: string): never => {
      throw new TypeError(`A reading transaction returns a list: (tx) => [tx.get(users, id)]; got ${got}`)
    }
    if (!Array.isArray(readings)) return refuse(describeType(readings))
    return Array.from(
      readings as Reading<unknown>[],
      (reading) => this.#requests.get(reading) ?? refuse(`a list that holds ${describeType(reading)}`),
    )
  }
}

/** The items of the readings, as they are at one moment. */
export async function transactReads(
  driver: Driver,
  requests: readonly GetRequest[],
  now: () => Date,
): Promise<readonly (Item | undefined)[]> {
  checkCount(requests.length)
  const items = await driver.transactGet(requests)
  checkSizeRead(items)
  return items.map((item, index) => unexpired(requests[index]!.table, item, now))
}

/** `said` of them are the caller's own; the others keep values unique. */
function checkCount(count: number, said = count): void {
  if (count >= 1 && count <= mostActions) return
  const which =
    said === count ? '' : `: ${said} actions, and ${count - said} for the unique values that they take and give`
  throw new ValidationException(
    `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length ${count < 1 ? 'greater than or equal to 1' : `less than or equal to ${mostActions}`}; it has ${count}${which}`,
  )
}
