import { attributesOfItem, pathOf, type Reference } from './attribute-proxy.ts'
import { copyData } from './copy.ts'
import { sum, type NumberValue } from './decimal.ts'
import { describeType } from './describe.ts'
import { ValidationException } from './errors.ts'
import type { Path } from './path.ts'
import { toValue } from './to-item.ts'
import type { SetOperand, SetValue, Update, UpdateAction } from './update.ts'
import { typeOf, type Value } from './value.ts'
import type { If, List, MapOf, MemberOf, Widened } from './where.ts'

/** Something that `set` takes in place of a value: it is worked out from the item as it was before the update. */
export type Computed<T> = Reference<T>

/** What an update can do with an attribute of type T, or with a place inside it. */
export type Changeable<T> = [NonNullable<Value>] extends [T] ? UntypedChangeable : TypedChangeable<T>

type TypedChangeable<T> = Computed<T> &
  Setting<T> &
  If<Extract<T, NumberValue>, Counting & Arithmetic<T>> &
  If<Extract<T, List>, Growing<T> & Joining<T> & Elements<T>> &
  If<Extract<T, ReadonlySet<unknown>>, Collecting<T>> &
  If<MapOf<T>, Members<T>>

/** Where nothing is known of an attribute, everything can be done with it, and it can stand for anything. */
type UntypedChangeable = Computed<never> &
  Setting<Value> &
  Counting &
  Arithmetic<Value> &
  Growing<Value> &
  Joining<Value> &
  Collecting<Value> & { element(index: number): UntypedChangeable; member(name: string): UntypedChangeable } & {
    readonly [member: string]: UntypedChangeable
  }

interface Setting<T> {
  /** Gives it a value, what another attribute holds, or what comes of both. */
  set(value: Widened<T> | Computed<T>): UpdateAction
  /** Gives it a value where it has none. */
  setIfNotExists(value: Widened<T> | Computed<T>): UpdateAction
  remove(): UpdateAction
  /** What it holds, or something else where it has no value. */
  ifNotExists(value: Widened<T> | Computed<T>): Operand<T>
}

/** What can be worked out from an operand. */
type Operand<T> = Computed<T> & If<Extract<T, NumberValue>, Arithmetic<T>> & If<Extract<T, List>, Joining<T>>

interface Counting {
  /** Adds a number, 1 by default; where there is none yet, to 0. */
  increment(by?: NumberValue): UpdateAction
  /** Takes a number away, 1 by default. */
  decrement(by?: NumberValue): UpdateAction
}

interface Arithmetic<T> {
  plus(other: NumberValue | Computed<NumberValue>): Computed<T>
  minus(other: NumberValue | Computed<NumberValue>): Computed<T>
}

interface Growing<T> {
  /** Adds elements at the end; where there is no list yet, to an empty one. */
  append(...elements: readonly [MemberOf<T>, ...MemberOf<T>[]]): UpdateAction
  /** Adds elements at the beginning; where there is no list yet, to an empty one. */
  prepend(...elements: readonly [MemberOf<T>, ...MemberOf<T>[]]): UpdateAction
}

interface Joining<T> {
  /** This list, then another. */
  concat(other: Extract<T, List> | Computed<T>): Computed<T>
}

interface Collecting<T> {
  /** Adds members that are not in the set; where there is none yet, this makes one. */
  add(...members: readonly [MemberOf<T>, ...MemberOf<T>[]]): UpdateAction
  /** Takes members out of the set; a set that loses its last one is gone. */
  delete(...members: readonly [MemberOf<T>, ...MemberOf<T>[]]): UpdateAction
}

interface Elements<T> {
  element(index: number): Changeable<MemberOf<Extract<T, List>>>
}

type Members<T> = Changeables<MapOf<T>> & {
  member<P extends keyof MapOf<T>>(name: P): Changeable<Exclude<MapOf<T>[P], undefined>>
}

/** The attributes of an item, as an update names them. */
export type Changeables<T> = { readonly [P in keyof T]-?: Changeable<Exclude<T[P], undefined>> }

/** Builds an update: `({ name, visits }) => [name.set('Leo'), visits.increment()]`. All of it reads the item as it was. */
export type Changes<T> = (attributes: Changeables<T>) => readonly UpdateAction[]

/** The update that a builder describes, as data. ValidationException if it is none. */
export function buildUpdate<T>(changes: Changes<T>, table: string): Update {
  const refuse = (got: string): never => {
    throw new ValidationException(
      `An update is a function that returns a list of actions: ({ name }) => [name.set('Leo')]; got ${got}`,
      { table },
    )
  }
  if (typeof changes !== 'function') refuse(describeType(changes))
  const update: unknown = changes(attributesOfItem(table, (path) => operationsOf(path, table)) as Changeables<T>)
  if (!Array.isArray(update)) refuse(`a function that returns ${describeType(update)}`)
  const odd = (update as unknown[]).find((action) => !actions.has(action as UpdateAction))
  if (odd !== undefined) refuse(`a list that holds ${describeType(odd)}`)
  return copyData(update as Update) // the caller has the actions, and may change what they hold
}

/** What stands for a value to be worked out, by the object that the caller has of it. */
const computed = new WeakMap<object, SetValue>()
/** Every action that was made here: callers may be untyped, and a builder of another library is none. */
const actions = new WeakSet<UpdateAction>()

function operationsOf(path: Path, table: string): object {
  const given = (input: unknown): Value => toValue(input, path, { table }, path.length)
  const valueOf = (input: unknown): SetValue => computedOf(input) ?? { value: given(input) }
  const operandOf = (input: unknown): SetOperand => {
    const value = valueOf(input)
    if (!('op' in value) || value.op === 'ifNotExists') return value
    throw new ValidationException('A sum or a joined list can only be set as it is, not be a part of something else', {
      table,
    })
  }
  const action = <A extends UpdateAction>(made: A): A => {
    actions.add(made)
    return made
  }
  const set = (to: SetValue): UpdateAction => action({ op: 'set', path, to })
  const empty: SetOperand = { op: 'ifNotExists', path, otherwise: { value: [] } }
  const number = (input: unknown): NumberValue => {
    const value = given(input)
    if (typeOf(value) === 'N') return value as NumberValue
    throw new ValidationException(`An increment is a number, not ${describeType(input)}`, { table })
  }
  return {
    set: (input: unknown) => set(valueOf(input)),
    setIfNotExists: (input: unknown) => set({ op: 'ifNotExists', path, otherwise: operandOf(input) }),
    remove: () => action({ op: 'remove', path }),
    increment: (by: unknown = 1) => action({ op: 'add', path, value: number(by) }),
    decrement: (by: unknown = 1) => action({ op: 'add', path, value: negative(number(by)) }),
    append: (...elements: unknown[]) => set({ op: 'listAppend', first: empty, second: { value: given(elements) } }),
    prepend: (...elements: unknown[]) => set({ op: 'listAppend', first: { value: given(elements) }, second: empty }),
    add: (...members: unknown[]) => action({ op: 'add', path, value: given(new Set(members)) }),
    delete: (...members: unknown[]) => action({ op: 'delete', path, value: given(new Set(members)) }),
    ifNotExists: (input: unknown) => derived({ op: 'ifNotExists', path, otherwise: operandOf(input) }, operandOf),
    ...derivations({ path }, operandOf),
  }
}

function computedOf(input: unknown): SetValue | undefined {
  const path = pathOf(input)
  if (path !== undefined) return { path }
  return computed.get(input as object) // which has nothing for what is no object
}

/** What can be worked out from an operand. */
function derivations(operand: SetOperand, operandOf: (input: unknown) => SetOperand): object {
  return {
    plus: (other: unknown) => derived({ op: '+', left: operand, right: operandOf(other) }, operandOf),
    minus: (other: unknown) => derived({ op: '-', left: operand, right: operandOf(other) }, operandOf),
    concat: (other: unknown) => derived({ op: 'listAppend', first: operand, second: operandOf(other) }, operandOf),
  }
}

function derived(value: SetValue, operandOf: (input: unknown) => SetOperand): object {
  const object = 'op' in value && value.op !== 'ifNotExists' ? {} : derivations(value, operandOf)
  computed.set(object, value)
  return object
}

function negative(value: NumberValue): NumberValue {
  return sum(0, value, '-') as NumberValue
}
