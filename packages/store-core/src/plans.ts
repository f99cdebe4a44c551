import { asGiven } from './as-given.ts'
import { both, type Condition } from './condition.ts'
import { buildUpdate, type Changes } from './changes.ts'
import { checkUpdate, valuesSet } from './check-update.ts'
import type { Connection } from './connection.ts'
import { setOwn } from './copy.ts'
import { describeType } from './describe.ts'
import type { CheckRequest, DeleteRequest, UpdateRequest, WriteRequest } from './driver.ts'
import { ValidationException } from './errors.ts'
import { checkExpressions } from './expression-size.ts'
import { readItem } from './item-reader.ts'
import { checkIndexKeys, checkItemKeys, type Key, keyOf, toKey } from './key.ts'
import { conditionOf, writeCondition } from './options.ts'
import { checkFlag, checkOwnAttributes, flagOf, keptOwn, partedOwn, stampsOf } from './own-attributes.ts'
import { hasSchema, parseFields, parseItem } from './schema.ts'
import type { Fields, KeyOf, NewItem, Stored, TableShape, WholeItem } from './shape.ts'
import { type Actor, type Stamp, stamp } from './stamp.ts'
import { keyAttributes, type Table } from './table.ts'
import { blindToExpired, notExpired } from './liveness.ts'
import { isPlainObject, toItem } from './to-item.ts'
import { assignments, type Update, type UpdateAction } from './update.ts'
import { expectedVersion, hasVersion, versionOf, wrongVersion } from './version.ts'
import type { Item } from './value.ts'
import type { Where } from './where.ts'

type Input = Readonly<Record<string, unknown>>

/** A request that a driver can be sent, alone or as a part of a transaction. */
export interface Plan<R = WriteRequest> {
  readonly request: R
  readonly key: Key
  /** What it means if the condition is not met. */
  readonly reason: string
  /** The same, where it is known that the item is there; absent where that changes nothing. */
  readonly reasonIfThere?: string
}

/** A plan that may have to wait for a schema. */
export type Planning<R = WriteRequest> = Plan<R> | Promise<Plan<R>>

export interface VersionOption {
  /** The version that the item must have, on a table that counts them; 0 for none. */
  readonly expectedVersion?: number | undefined
}

/** A condition of the caller's, which the item as it stands must meet. */
export interface IfOption<S extends TableShape> extends VersionOption {
  readonly if?: Where<Stored<S>> | undefined
}

/** What the calls of a store come to: checked, stamped, and with the conditions that the store adds. */
export class Plans<S extends TableShape> {
  readonly #table: Table<S>
  readonly #connection: Pick<Connection, 'now' | 'newId'>
  readonly #actor: Actor

  constructor(table: Table<S>, connection: Pick<Connection, 'now' | 'newId'>, actor: Actor) {
    this.#table = table
    this.#connection = connection
    this.#actor = actor
  }

  /** What the calls come to at some moment, whenever they are made. */
  at(moment: Date): Plans<S> {
    const { newId } = this.#connection
    return new Plans(this.#table, { now: () => new Date(moment), newId }, this.#actor)
  }

  create(input: NewItem<S>): Planning {
    const table = this.#table
    const fields = this.#plain('An item', input)
    checkOwnAttributes(table, fields)
    const whole = this.#withId(fields)
    const stamped = { ...stampsOf(table, this.#now, 'created', 'modified'), ...versionOf(table, 0) }
    const condition = this.#blind({ op: 'notExists', path: [table.partitionKey.name] })
    return this.#parsed(whole, (parsed) =>
      this.#put(this.#itemOf(parsed, stamped), condition, 'an item with this key exists already'),
    )
  }

  put(input: WholeItem<S>, options: IfOption<S> = {}): Planning {
    const table = this.#table
    const [fields, own] = partedOwn(table, this.#plain('An item', input))
    const kept = toItem(own, { table: table.name })
    checkFlag(table, kept)
    const given = writeCondition(table, options)
    const expected = expectedVersion(table, options, 'put')
    const stamped = { ...keptOwn(table, kept, this.#now), ...versionOf(table, expected ?? 0) }
    const condition = this.#blind(both(hasVersion(table, expected), given))
    const reason = expected === undefined ? 'the condition is not met' : wrongVersion(expected)
    return this.#parsed(fields, (parsed) => this.#put(this.#itemOf(parsed, stamped), condition, reason))
  }

  updateFields(key: KeyOf<S>, fields: Fields<S>, options: IfOption<S> = {}): Planning {
    const table = this.#table
    const checked = toKey(table, key)
    const given = givenBut(this.#plain('The fields to set', fields), table.partitionKey.name, table.sortKey?.name)
    checkOwnAttributes(table, given)
    const condition = writeCondition(table, options)
    const finish = (parsed: Input): Plan =>
      this.#assign(checked, { ...parsed, ...stampsOf(table, this.#now, 'modified') }, [], options, condition)
    return hasSchema(table) ? parseFields(table, asGiven(given)).then(finish) : finish(given)
  }

  update(key: KeyOf<S>, changes: Changes<Stored<S>>, options: IfOption<S> = {}): Planning {
    const table = this.#table
    const checked = toKey(table, key)
    const update = buildUpdate(changes, table.name)
    for (const { path } of update) checkOwnAttributes(table, { [path[0]]: true })
    checkUpdate(table, update)
    const condition = writeCondition(table, options)
    const finish = (parsed: Input): Plan => {
      const values = toItem(parsed, { table: table.name, key: checked })
      checkIndexKeys(table, values)
      const valued = update.map((action) =>
        action.op === 'set' && action.path.length === 1 && 'value' in action.to && Object.hasOwn(values, action.path[0])
          ? { ...action, to: { value: values[action.path[0]]! } }
          : action,
      )
      const stamped = assignments(stampsOf(table, this.#now, 'modified'))
      return this.#updating(checked, [...valued, ...stamped], options, condition)
    }
    if (!hasSchema(table)) return finish({})
    // what is worked out is known only where the item is: of that, the schema can only know the attribute
    const unknown = update.filter(({ path: [name] }) => table.attributes && !Object.hasOwn(table.attributes, name))
    if (unknown.length > 0) {
      const issues = unknown.map(({ path }) => ({ path: [path[0]], message: 'Unknown attribute' }))
      const names = issues.map(({ path }) => path[0]).join(', ')
      throw new ValidationException(`The item does not match the schema: unknown attribute ${names}`, {
        table: table.name,
        key: checked,
        issues,
      })
    }
    return parseFields(table, valuesSet(update)).then(finish)
  }

  softDelete(key: KeyOf<S>, options: VersionOption = {}): Plan {
    const table = this.#table
    const set = { [flagOf(table, 'softDelete')]: true, ...stampsOf(table, this.#now, 'deleted', 'modified') }
    return this.#assign(toKey(table, key), set, [], options)
  }

  recover(key: KeyOf<S>, options: VersionOption = {}): Plan {
    const table = this.#table
    const set = { [flagOf(table, 'recover')]: false, ...stampsOf(table, this.#now, 'modified') }
    return this.#assign(toKey(table, key), set, table.stamps === false ? [] : [table.stamps.deleted], options)
  }

  purge(key: KeyOf<S>, options: IfOption<S> = {}): Plan {
    const table = this.#table
    const condition = writeCondition(table, options)
    const request = { kind: 'delete', table, key: toKey(table, key) } as const
    return this.#existing(request, condition, expectedVersion(table, options))
  }

  /** Only a condition, which holds for an item that exists. */
  check(key: KeyOf<S>, where?: Where<Stored<S>>): Plan<CheckRequest> {
    const table = this.#table
    const condition = conditionOf(where, table, keyAttributes(table))
    return this.#existing({ kind: 'check', table, key: toKey(table, key) }, condition)
  }

  #assign(key: Key, given: Input, remove: readonly string[], options: VersionOption, condition?: Condition): Plan {
    const table = this.#table
    const set = toItem(given, { table: table.name, key })
    checkIndexKeys(table, set)
    return this.#updating(key, assignments(set, remove), options, condition)
  }

  /** Counts the version on, where the table has one. */
  #updating(key: Key, update: Update, options: VersionOption, condition: Condition | undefined): Plan {
    const table = this.#table
    const { version } = table
    const expected = expectedVersion(table, options)
    if (version === undefined) return this.#existing({ kind: 'update', table, key, update }, condition)
    const counted: UpdateAction =
      expected === undefined
        ? { op: 'add', path: [version], value: 1 }
        : { op: 'set', path: [version], to: { value: expected + 1 } }
    return this.#existing({ kind: 'update', table, key, update: [...update, counted] }, condition, expected)
  }

  /** A request on an item that has to exist. */
  #existing<R extends UpdateRequest | DeleteRequest | Omit<CheckRequest, 'condition'>>(
    request: R,
    condition: Condition | undefined,
    expected?: number,
  ): Plan<R & { readonly condition: Condition }> {
    const table = this.#table
    const also = [
      ...(condition === undefined ? [] : ['it does not meet the condition']),
      ...(expected === undefined ? [] : [wrongVersion(expected)]),
    ]
    const conditional = { ...request, condition: both(both(this.#exists(), hasVersion(table, expected)), condition)! }
    checkExpressions(conditional, table.name)
    return {
      request: conditional,
      key: request.key,
      reason: ['there is no such item', ...also].join(', or '),
      ...(also.length > 0 && { reasonIfThere: also.join(', or ') }),
    }
  }

  #put(item: Item, condition: Condition | undefined, reason: string): Plan {
    const table = this.#table
    const request = { kind: 'put', table, item, ...(condition && { condition }) } as const
    checkExpressions(request, table.name)
    return { request, key: keyOf(table, item), reason }
  }

  #parsed(fields: Input, finish: (parsed: Input) => Plan): Planning {
    return hasSchema(this.#table) ? parseItem(this.#table, asGiven(fields)).then(finish) : finish(fields)
  }

  #itemOf(fields: Input, own: Item): Item {
    const table = this.#table
    const item = readItem(table, Object.keys(own).length === 0 ? fields : { ...fields, ...own })
    checkItemKeys(table, item)
    return item
  }

  #plain(what: string, input: unknown): Input {
    if (isPlainObject(input)) return input
    throw new ValidationException(`${what}: a plain object is needed, not ${describeType(input)}`, {
      table: this.#table.name,
    })
  }

  #withId(fields: Input): Input {
    const { partitionKey, idPrefix } = this.#table
    const given = Object.hasOwn(fields, partitionKey.name) ? fields[partitionKey.name] : undefined
    if (idPrefix === undefined || given !== undefined) return fields
    return { [partitionKey.name]: this.#connection.newId(idPrefix), ...givenBut(fields) }
  }

  readonly #now = (): Stamp => stamp(this.#connection.now(), this.#actor)

  #exists(): Condition {
    const table = this.#table
    const exists: Condition = { op: 'exists', path: [table.partitionKey.name] }
    return both(exists, notExpired(table, this.#connection.now))!
  }

  #blind(condition: Condition | undefined): Condition | undefined {
    return blindToExpired(this.#table, condition, this.#connection.now)
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
