import { batchGet, type BatchCallOptions, batchWrite } from './batches.ts'
import { asGiven } from './as-given.ts'
import type { Changes } from './changes.ts'
import type { Connection } from './connection.ts'
import { describeType } from './describe.ts'
import type { BatchWriteRequest, Driver, ReturnValues, WriteRequest } from './driver.ts'
import { ConditionalCheckFailedException, UnsupportedException } from './errors.ts'
import { toKey } from './key.ts'
import { type Call, takeOptions } from './options.ts'
import { type Plan, type Planning, Plans, type VersionOption } from './plans.ts'
import { toProjection, withOwn } from './projection.ts'
import { count, type Page, readAll, readPage } from './read.ts'
import { writeReserving } from './write-reserving.ts'
import type { CountOptions, ListOptions, PageOptions, QueryOptions } from './read-options.ts'
import { unexpired } from './liveness.ts'
import { hidingAttributes, isDeleted } from './own-attributes.ts'
import type { Fields, KeyOf, NewItem, Projected, ProjectionInput, Stored, TableShape, WholeItem } from './shape.ts'
import { compareKeys } from './compare-keys.ts'
import { type Actor, checkedActor } from './stamp.ts'
import type { Table } from './table.ts'
import { isPlainObject } from './to-item.ts'
import type { Item } from './value.ts'
import type {
  CurrentOption,
  GetManyOptions,
  GetOptions,
  ManyWrites,
  Returned,
  ReturnOption,
  WriteOptions,
} from './write-options.ts'

/** The API over one table. It decides what is written; the driver below it obeys. */
export class Store<S extends TableShape = TableShape> {
  readonly table: Table<S>
  readonly #connection: Connection
  readonly #plans: Plans<S>

  constructor(table: Table<S>, connection: Connection, actor: Actor) {
    this.table = table
    this.#connection = connection
    this.#plans = new Plans(table, connection, actor)
  }

  /** What the calls of a store come to, for a transaction that they are a part of; TypeError for no store of the connection. */
  static plansOf<S extends TableShape>(store: Store<S>, connection: Connection, call: string): Plans<S> {
    if (!(store instanceof Store)) {
      throw new TypeError(`A transaction acts on a store: ${call}; got ${describeType(store)}`)
    }
    if (store.#connection === connection) return store.#plans
    throw new TypeError(
      `Table ${store.table.name}: its store is of another database, and a transaction acts on the stores of its own`,
    )
  }

  /** The same store, stamping for somebody. */
  as(actor: Actor): Store<S> {
    return new Store(this.table, this.#connection, checkedActor(actor))
  }

  /**
   * The item, or `undefined`; strongly consistent. A soft-deleted item is returned unless `includeDeleted` is false.
   * ValidationException on a malformed key.
   */
  async get<const P extends ProjectionInput<S> | undefined = undefined>(
    key: KeyOf<S>,
    options?: GetOptions & { readonly projection?: P },
  ): Promise<Projected<S, P> | undefined> {
    const { table } = this
    this.#connection.begin(table)
    try {
      const checked = toKey(table, key)
      const taken = options === undefined ? undefined : takeOptions(table, 'get', options)
      const projection = taken?.projection && toProjection(table, taken.projection)
      const driver = this.#connection.ready(table) ?? (await this.#connection.driverFor(table))
      if (projection === undefined) {
        return this.#visible(await driver.get({ table, key: checked }), taken) as Projected<S, P> | undefined
      }
      const { paths, strip } = withOwn(projection, hidingAttributes(table))
      const item = this.#visible(await driver.get({ table, key: checked, projection: paths }), taken)
      return item && (strip(item) as Projected<S, P>)
    } finally {
      this.#connection.end()
    }
  }

  /** Every item, sorted by key; live ones unless `includeDeleted`. */
  list(options: ListOptions<S> = {}): Promise<Stored<S>[]> {
    return this.#call(async () => {
      const items = await readAll(this.#connection, this.table, takeOptions(this.table, 'list', options))
      return items.toSorted((left, right) => compareKeys(this.table, left as Item, right as Item))
    })
  }

  /** How many items there are: of the table, of an index, or of a partition with `key`; live ones unless `includeDeleted`. */
  count(options: CountOptions<S> = {}): Promise<number> {
    return this.#call(() => count(this.#connection, this.table, takeOptions(this.table, 'count', options)))
  }

  /** A page of the whole table or index, in an order that only lasts from page to page. */
  page<const P extends ProjectionInput<S> | undefined = undefined>(
    options: PageOptions<S> & { readonly projection?: P } = {},
  ): Promise<Page<Projected<S, P>>> {
    return this.#page('page', options) as Promise<Page<Projected<S, P>>>
  }

  /**
   * A page of one partition of the table or of an index, in the order of the sort key. Reads of the table and of its
   * local indexes are strongly consistent; on DynamoDB a global index follows a write a moment later.
   */
  query<const P extends ProjectionInput<S> | undefined = undefined>(
    options: QueryOptions<S> & { readonly projection?: P },
  ): Promise<Page<Projected<S, P>>> {
    return this.#page('query', options) as Promise<Page<Projected<S, P>>>
  }

  /** Every item of a query, or of the whole table or index; page after page, as the loop asks for them. */
  each<const P extends ProjectionInput<S> | undefined = undefined>(
    options: (PageOptions<S> | QueryOptions<S>) & { readonly projection?: P } = {},
  ): AsyncGenerator<Projected<S, P>, void, void> {
    return this.#each(asGiven(options)) as AsyncGenerator<Projected<S, P>, void, void>
  }

  /**
   * Writes a new item: makes its id where none is given, stamps it, returns it.
   * ConditionalCheckFailedException if the key exists, soft-deleted items included; ValidationException.
   */
  create(input: NewItem<S>, options?: CurrentOption): Promise<Stored<S>> {
    return this.#write('create', options, () => this.#plans.create(input)) as Promise<Stored<S>>
  }

  /**
   * Replaces the item or writes a new one; returns it. It is stamped as modified, and as created unless it says when.
   * ConditionalCheckFailedException if the condition fails; ValidationException.
   */
  put(
    input: WholeItem<S>,
    options?: WriteOptions<S> & { readonly returnValues?: 'allNew' | undefined },
  ): Promise<Stored<S>>
  put(
    input: WholeItem<S>,
    options: WriteOptions<S> & { readonly returnValues: 'allOld' },
  ): Promise<Stored<S> | undefined>
  put(
    input: WholeItem<S>,
    options?: WriteOptions<S> & ReturnOption<'allNew' | 'allOld'>,
  ): Promise<Stored<S> | undefined> {
    return this.#write('put', options, (taken) => this.#plans.put(input, taken))
  }

  /**
   * Sets the attributes given, leaves out `undefined` and the key, stamps, returns the item, or what `returnValues` asks
   * for. ConditionalCheckFailedException if there is no such item or the condition fails; ValidationException for an
   * attribute the schema does not know.
   */
  updateFields<const R extends ReturnValues = 'allNew'>(
    key: KeyOf<S>,
    fields: Fields<S>,
    options?: WriteOptions<S> & ReturnOption<R>,
  ): Promise<Returned<S, R>> {
    const planned = this.#write('updateFields', options, (taken) => this.#plans.updateFields(key, fields, taken))
    return planned as Promise<Returned<S, R>>
  }

  /**
   * Changes an item by DynamoDB's whole update language: `update(id, ({ name, visits }) => [name.set('Leo'),
   * visits.increment()])`. All of it reads the item as it was. Stamps, and returns the item, or what `returnValues` asks
   * for. ConditionalCheckFailedException if there is no such item or the condition fails; ValidationException where
   * paths overlap, or an operand has the wrong type.
   */
  update<const R extends ReturnValues = 'allNew'>(
    key: KeyOf<S>,
    changes: Changes<Stored<S>>,
    options?: WriteOptions<S> & ReturnOption<R>,
  ): Promise<Returned<S, R>> {
    const planned = this.#write('update', options, (taken) => this.#plans.update(key, changes, taken))
    return planned as Promise<Returned<S, R>>
  }

  /** Hides the item from reads and stamps it as deleted; returns it. ConditionalCheckFailedException if there is no such item. */
  softDelete(key: KeyOf<S>, options?: VersionOption): Promise<Stored<S>> {
    return this.#write('softDelete', options, (taken) => this.#plans.softDelete(key, taken)) as Promise<Stored<S>>
  }

  /** Undoes `softDelete`; returns the item. ConditionalCheckFailedException if there is no such item. */
  recover(key: KeyOf<S>, options?: VersionOption): Promise<Stored<S>> {
    return this.#write('recover', options, (taken) => this.#plans.recover(key, taken)) as Promise<Stored<S>>
  }

  /**
   * Removes the item for good. ConditionalCheckFailedException if there is no such item, or the condition fails. Returns
   * the item as it was with `returnValues: 'allOld'`.
   */
  purge(key: KeyOf<S>, options?: WriteOptions<S>): Promise<void>
  purge(key: KeyOf<S>, options: WriteOptions<S> & { readonly returnValues: 'allOld' }): Promise<Stored<S>>
  purge(key: KeyOf<S>, options?: WriteOptions<S> & ReturnOption<'allOld'>): Promise<Stored<S> | void> {
    return this.#write('purge', options, (taken) => this.#plans.purge(key, taken))
  }

  /** An id for a new item, as `create` makes one. TypeError where the table's ids are the caller's. */
  newId(): string {
    const { idPrefix, name } = this.table
    if (idPrefix === undefined) throw new TypeError(`Table ${name}: its keys are given by the caller, none is made`)
    return this.#connection.newId(idPrefix)
  }

  /**
   * The items of many keys, in their order; `undefined` where there is none. Strongly consistent, but not of one moment.
   * What DynamoDB leaves over is asked for again, later and later; ThrottlingException if nothing more comes.
   */
  getMany(keys: readonly KeyOf<S>[], options: GetManyOptions = {}): Promise<(Stored<S> | undefined)[]> {
    return this.#call(async () => {
      const { table } = this
      const taken = takeOptions(table, 'getMany', options)
      if (!Array.isArray(keys)) throw new TypeError(`Table ${table.name}: getMany takes a list of keys`)
      const checked = keys.map((key) => toKey(table, key))
      const driver = await this.#connection.driverFor(table)
      const items = await batchGet(driver, table, checked, this.#connection, taken)
      return items.map((item) => this.#visible(item, taken)) as (Stored<S> | undefined)[]
    })
  }

  /**
   * Puts and purges many items, without conditions and not at one moment: what is checked beforehand, all of it, is the
   * input. What DynamoDB leaves over is written again, later and later; ThrottlingException if nothing more is taken.
   */
  writeMany(writes: ManyWrites<S>, options: BatchCallOptions = {}): Promise<void> {
    return this.#call(async () => {
      const { table } = this
      const taken = takeOptions(table, 'writeMany', options)
      if (table.unique !== undefined) {
        throw new UnsupportedException('writeMany cannot keep attributes unique: use put and purge, or a transaction', {
          table: table.name,
        })
      }
      const { put = [], purge = [], ...others } = isPlainObject(writes) ? writes : { put: null }
      if (!Array.isArray(put) || !Array.isArray(purge) || Object.keys(others).length > 0) {
        throw new TypeError(`Table ${table.name}: writeMany takes { put: [items], purge: [keys] }`)
      }
      const deletes = purge.map((key) => ({ kind: 'delete', table, key: toKey(table, key) }) as const)
      const plans = await Promise.all(put.map(async (item) => this.#plans.put(item)))
      const requests = [...plans.map(({ request }) => request as BatchWriteRequest), ...deletes]
      await batchWrite(await this.#connection.driverFor(table), table, requests, this.#connection, taken)
    })
  }

  /** The item, unless it has expired, or was deleted and is not asked for. */
  #visible(item: Item | undefined, options?: GetOptions): Item | undefined {
    const { table } = this
    const there = unexpired(table, item, this.#connection.now)
    return there !== undefined && options?.includeDeleted === false && isDeleted(table, there) ? undefined : there
  }

  /** What reading the options throws is told like any other fault of theirs. */
  #page(call: Call, options: PageOptions<S> | QueryOptions<S>): Promise<Page<Stored<S>>> {
    return this.#call(() => {
      const taken = takeOptions(this.table, call, options)
      const read = call === 'query' ? { ...taken, key: (taken as QueryOptions<S>).key } : taken // also where it is missing
      return readPage(this.#connection, this.table, read)
    })
  }

  async *#each(options: PageOptions<S> | QueryOptions<S>): AsyncGenerator<Stored<S>, void, void> {
    let { cursor } = takeOptions(this.table, 'each', options)
    do {
      const page = await this.#page('each', { ...options, cursor })
      yield* page.items
      cursor = page.cursor
    } while (cursor !== undefined)
  }

  #write<O extends WriteOptions<S> & ReturnOption<ReturnValues>>(
    call: Call,
    given: O | undefined,
    plan: (options: O | undefined) => Planning,
  ): Promise<Stored<S> | undefined> {
    return this.#call(async () => {
      const { table } = this
      const taken = given === undefined ? undefined : takeOptions(table, call, given)
      const planning = plan(taken)
      const options: WriteOptions<S> & ReturnOption<ReturnValues> = taken ?? {}
      const planned = 'then' in planning ? await planning : planning
      const driver = this.#connection.ready(table) ?? (await this.#connection.driverFor(table))
      try {
        const item =
          table.unique === undefined
            ? await driver.write(asked(planned.request, options))
            : await writeReserving(driver, planned, this.#connection, (request) => asked(request, options))
        return options.returnValues === 'allOld' ? unexpired(table, item, this.#connection.now) : item
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
        throw await this.#refusal(driver, error, planned, options)
      }
    })
  }

  async #refusal(
    driver: Driver,
    error: ConditionalCheckFailedException,
    { key, reason, reasonIfThere = reason, request }: Plan,
    { withCurrent }: CurrentOption,
  ): Promise<ConditionalCheckFailedException> {
    const { table } = this
    // what refuses a write to a table with unique attributes says itself why, and was no single write
    const isTold = request.table.unique !== undefined
    const current = isTold && withCurrent === true ? await driver.get({ table, key }) : error.current
    const details = { table: table.name, key, cause: error.cause ?? error, taken: error.taken }
    const there = unexpired(table, current, this.#connection.now)
    const known = there === undefined ? reason : reasonIfThere
    return new ConditionalCheckFailedException({ ...details, current: there }, isTold ? error.reason : known)
  }

  /** Runs a call, which the closing of the database then waits for. */
  #call<T>(work: () => Promise<T>): Promise<T> {
    return this.#connection.call(work, this.table)
  }
}

/** The request, with what the caller wants to have back. */
function asked(
  request: WriteRequest,
  { returnValues, withCurrent }: ReturnOption<ReturnValues> & CurrentOption,
): WriteRequest {
  if (returnValues === undefined && withCurrent !== true) return request
  return {
    ...request,
    ...(returnValues !== undefined && { returnValues }),
    ...(withCurrent === true && { wantsCurrent: true }),
  }
}
