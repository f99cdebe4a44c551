import { both, type Condition } from './condition.ts'
import type { Connection } from './connection.ts'
import type { WriteRequest } from './driver.ts'
import { ConditionalCheckFailedException, ValidationException } from './errors.ts'
import { setOwn } from './copy.ts'
import { describeType } from './describe.ts'
import { readItem } from './item-reader.ts'
import { checkIndexKeys, checkItemKeys, type Key, keyOf, toKey } from './key.ts'
import { checkOptions, writeCondition } from './options.ts'
import { type Page, type PageOptions, type QueryOptions, readAll, type ReadOptions, readPage } from './read.ts'
import { checkFlag, checkOwnAttributes, flagOf, isDeleted, keptOwn, partedOwn, stampsOf } from './own-attributes.ts'
import { hasSchema, parseFields, parseItem } from './schema.ts'
import type { Fields, KeyOf, NewItem, Stored, TableShape, WholeItem } from './shape.ts'
import { compareKeys } from './compare-keys.ts'
import { type Actor, checkedActor, type Stamp, stamp } from './stamp.ts'
import type { Table } from './table.ts'
import { isPlainObject, toItem } from './to-item.ts'
import type { Item } from './value.ts'
import type { Where } from './where.ts'

/** A condition of the caller's, which the item as it stands must meet. */
export interface WriteOptions<S extends TableShape> {
  readonly if?: Where<Stored<S>> | undefined
}

type Input = Readonly<Record<string, unknown>>

/** The API over one table. It decides what is written; the driver below it obeys. */
export class Store<S extends TableShape = TableShape> {
  readonly table: Table<S>
  readonly #connection: Connection
  readonly #actor: Actor

  constructor(table: Table<S>, connection: Connection, actor: Actor) {
    this.table = table
    this.#connection = connection
    this.#actor = actor
  }

  /** The same store, stamping for somebody. */
  as(actor: Actor): Store<S> {
    return new Store(this.table, this.#connection, checkedActor(actor))
  }

  /**
   * The item, or `undefined`; strongly consistent. A soft-deleted item is returned unless `includeDeleted` is false.
   * ValidationException on a malformed key.
   */
  async get(
    key: KeyOf<S>,
    options?: { readonly includeDeleted?: boolean | undefined },
  ): Promise<Stored<S> | undefined> {
    const { table } = this
    this.#connection.begin(table)
    try {
      const checked = toKey(table, key)
      if (options !== undefined) checkOptions(table, options)
      const driver = this.#connection.ready(table) ?? (await this.#connection.driverFor(table))
      const item = await driver.get({ table, key: checked })
      return item !== undefined && options?.includeDeleted === false && isDeleted(table, item) ? undefined : item
    } finally {
      this.#connection.end()
    }
  }

  /** Every item, sorted by key; live ones unless `includeDeleted`. */
  list(options: ReadOptions<S> = {}): Promise<Stored<S>[]> {
    return this.#call(async () => {
      const items = await readAll(await this.#connection.driverFor(this.table), this.table, options)
      return items.toSorted((left, right) => compareKeys(this.table, left as Item, right as Item))
    })
  }

  /** A page of the whole table or index, in an order that only lasts from page to page. */
  page(options: PageOptions<S> = {}): Promise<Page<Stored<S>>> {
    return this.#page(() => options)
  }

  /**
   * A page of one partition of the table or of an index, in the order of the sort key. Reads of the table and of its
   * local indexes are strongly consistent; on DynamoDB a global index follows a write a moment later.
   */
  query(options: QueryOptions<S>): Promise<Page<Stored<S>>> {
    // also where key is missing
    return this.#page(() => (isPlainObject(options) ? { ...options, key: options.key } : options))
  }

  /** Every item of a query, or of the whole table or index; page after page, as the loop asks for them. */
  async *each(options: PageOptions<S> | QueryOptions<S> = {}): AsyncGenerator<Stored<S>, void, void> {
    checkOptions(this.table, options)
    let { cursor } = options
    do {
      const page = await this.#page(() => ({ ...options, cursor }))
      yield* page.items
      cursor = page.cursor
    } while (cursor !== undefined)
  }

  /**
   * Writes a new item: makes its id where none is given, stamps it, returns it.
   * ConditionalCheckFailedException if the key exists, soft-deleted items included; ValidationException.
   */
  create(input: NewItem<S>): Promise<Stored<S>> {
    return this.#call(async () => {
      const { table } = this
      const fields = this.#plain('An item', input)
      checkOwnAttributes(table, fields)
      const whole = this.#withId(fields)
      const stamped = stampsOf(table, this.#now, 'created', 'modified')
      const item = this.#itemOf(hasSchema(table) ? await parseItem(table, whole) : whole, stamped)
      const condition: Condition = { op: 'notExists', path: [table.partitionKey.name] }
      return await this.#write({ kind: 'put', table, item, condition }, 'an item with this key exists already')
    })
  }

  /**
   * Replaces the item or writes a new one; returns it. It is stamped as modified, and as created unless it says when.
   * ConditionalCheckFailedException if the condition fails; ValidationException.
   */
  put(input: WholeItem<S>, options: WriteOptions<S> = {}): Promise<Stored<S>> {
    return this.#call(async () => {
      const { table } = this
      const [fields, own] = partedOwn(table, this.#plain('An item', input))
      const kept = toItem(own, { table: table.name })
      checkFlag(table, kept)
      const stamped = keptOwn(table, kept, this.#now)
      const item = this.#itemOf(hasSchema(table) ? await parseItem(table, fields) : fields, stamped)
      const condition = writeCondition(table, options)
      return await this.#write(
        { kind: 'put', table, item, ...(condition && { condition }) },
        'the condition is not met',
      )
    })
  }

  /**
   * Sets the attributes given, leaves out `undefined` and the key, stamps, returns the item.
   * ConditionalCheckFailedException if there is no such item or the condition fails; ValidationException for an
   * attribute the schema does not know.
   */
  updateFields(key: KeyOf<S>, fields: Fields<S>, options: WriteOptions<S> = {}): Promise<Stored<S>> {
    return this.#call(async () => {
      const { table } = this
      const checked = toKey(table, key)
      const given = givenBut(this.#plain('The fields to set', fields), table.partitionKey.name, table.sortKey?.name)
      checkOwnAttributes(table, given)
      const condition = writeCondition(table, options)
      const parsed = hasSchema(table) ? await parseFields(table, given) : given
      return await this.#update(checked, { ...parsed, ...stampsOf(table, this.#now, 'modified') }, [], condition)
    })
  }

  /** Hides the item from reads and stamps it as deleted; returns it. ConditionalCheckFailedException if there is no such item. */
  softDelete(key: KeyOf<S>): Promise<Stored<S>> {
    return this.#call(async () => {
      const { table } = this
      const flag = flagOf(table, 'softDelete')
      return await this.#update(toKey(table, key), {
        [flag]: true,
        ...stampsOf(table, this.#now, 'deleted', 'modified'),
      })
    })
  }

  /** Undoes `softDelete`; returns the item. ConditionalCheckFailedException if there is no such item. */
  recover(key: KeyOf<S>): Promise<Stored<S>> {
    return this.#call(async () => {
      const { table } = this
      const set = { [flagOf(table, 'recover')]: false, ...stampsOf(table, this.#now, 'modified') }
      return await this.#update(toKey(table, key), set, table.stamps === false ? [] : [table.stamps.deleted])
    })
  }

  /** Removes the item for good. ConditionalCheckFailedException if there is no such item. */
  purge(key: KeyOf<S>): Promise<void> {
    return this.#call(async () => {
      const { table } = this
      const checked = toKey(table, key)
      await this.#write({ kind: 'delete', table, key: checked, condition: this.#exists() }, 'there is no such item')
    })
  }

  /** What reading the options throws is told like any other fault of theirs. */
  #page(options: () => PageOptions<S> | QueryOptions<S>): Promise<Page<Stored<S>>> {
    const { table } = this
    const driver = this.#connection.ready(table)
    if (driver !== undefined) return this.#call(() => readPage(driver, table, options()))
    return this.#call(async () => readPage(await this.#connection.driverFor(table), table, options()))
  }

  #update(key: Key, given: Input, remove: readonly string[] = [], condition?: Condition): Promise<Stored<S>> {
    const { table } = this
    const set = toItem(given, { table: table.name, key })
    checkIndexKeys(table, set)
    const update = { set, remove }
    return this.#write(
      { kind: 'update', table, key, update, condition: both(this.#exists(), condition)! },
      condition ? 'there is no such item, or it does not meet the condition' : 'there is no such item',
    )
  }

  async #write(request: WriteRequest, reason: string): Promise<Stored<S>> {
    const { table } = this
    const driver = this.#connection.ready(table) ?? (await this.#connection.driverFor(table))
    try {
      return (await driver.write(request)) as Stored<S>
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
      const key = request.kind === 'put' ? keyOf(table, request.item) : request.key
      throw new ConditionalCheckFailedException({ table: table.name, key, cause: error.cause ?? error }, reason)
    }
  }

  #itemOf(fields: Input, own: Item): Item {
    const { table } = this
    const item = readItem(table, Object.keys(own).length === 0 ? fields : { ...fields, ...own })
    checkItemKeys(table, item)
    return item
  }

  #plain(what: string, input: unknown): Input {
    if (isPlainObject(input)) return input
    throw new ValidationException(`${what}: a plain object is needed, not ${describeType(input)}`, {
      table: this.table.name,
    })
  }

  #withId(fields: Input): Input {
    const { partitionKey, idPrefix } = this.table
    const given = Object.hasOwn(fields, partitionKey.name) ? fields[partitionKey.name] : undefined
    if (idPrefix === undefined || given !== undefined) return fields
    return { [partitionKey.name]: this.#connection.newId(idPrefix), ...givenBut(fields) }
  }

  readonly #now = (): Stamp => stamp(this.#connection.now(), this.#actor)

  /** Runs a call, which the closing of the database then waits for. */
  #call<T>(work: () => Promise<T>): Promise<T> {
    return this.#connection.call(work, this.table)
  }

  #exists(): Condition {
    return { op: 'exists', path: [this.table.partitionKey.name] }
  }
}

/** What is given: neither `undefined` nor what goes by one of the names. */
function givenBut(fields: Input, ...names: readonly (string | undefined)[]): Input {
  const given: Record<string, unknown> = {}
  for (const name of Object.keys(fields)) {
    const value = fields[name]
    if (value !== undefined && !names.includes(name)) setOwn(given, name, value)
  }
  return given
}
