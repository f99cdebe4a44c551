import { compare } from './compare.ts'
import type { Comparator, Condition, Operand } from './condition.ts'
import type { NumberValue } from './decimal.ts'
import { describeType } from './describe.ts'
import { ValidationException } from './errors.ts'
import type { Path } from './path.ts'
import { toValue } from './to-item.ts'
import { typeOf, type Value } from './value.ts'

/** Operators on one attribute, or on a member of it. */
interface Operators<T> {
  eq(value: T): Condition
  ne(value: T): Condition
  exists(): Condition
  notExists(): Condition
  in(...values: readonly [T, ...T[]]): Condition
}

interface Ordering<T> {
  lt(value: T): Condition
  le(value: T): Condition
  gt(value: T): Condition
  ge(value: T): Condition
  between(low: T, high: T): Condition
}

interface Prefix<T> {
  beginsWith(prefix: T): Condition
}

interface Containing<T> {
  contains(part: T): Condition
}

type Widened<T> = T extends number | bigint ? NumberValue : T

/** What a condition can ask of an attribute of type T. A member of a map is reached by its name, one of a list by `element`. */
export type Attribute<T> = [NonNullable<Value>] extends [T] ? UntypedAttribute : TypedAttribute<T>

/** Where nothing is known of an attribute, everything can be asked of it. */
type UntypedAttribute = Operators<Value> &
  Ordering<string | NumberValue | Uint8Array> &
  Prefix<string | Uint8Array> &
  Containing<Value> & { element(index: number): UntypedAttribute; member(name: string): UntypedAttribute } & {
    readonly [member: string]: UntypedAttribute
  }

type TypedAttribute<T> = Operators<Widened<T>> &
  If<Orderable<T>, Ordering<Orderable<T>>> &
  If<Sliceable<T>, Prefix<Sliceable<T>>> &
  If<Sliceable<T> | MemberOf<T>, Containing<Sliceable<T> | MemberOf<T>>> &
  If<Extract<T, List>, { element(index: number): Attribute<MemberOf<Extract<T, List>>> }> &
  If<MapOf<T>, Attributes<MapOf<T>> & Members<MapOf<T>>>

/** Reaches a member of a map that is called like an operator: `limits.member('in').lt(5)`. */
interface Members<T> {
  member<P extends keyof T>(name: P): Attribute<Exclude<T[P], undefined>>
}

type List = readonly unknown[]

/** `Then`, unless nothing is left of T. A union such as `string | null` is asked as a whole, not member by member. */
type If<T, Then> = [T] extends [never] ? unknown : Then

type Sliceable<T> = T extends string ? string : T extends Uint8Array ? Uint8Array : never
type Orderable<T> = Sliceable<T> | (T extends NumberValue ? NumberValue : never)
type MemberOf<T> = T extends ReadonlySet<infer Member> | readonly (infer Member)[] ? Widened<Member> : never
type MapOf<T> = Exclude<T, string | NumberValue | Uint8Array | boolean | null | ReadonlySet<unknown> | List>

/** The attributes of an item, as a condition names them. */
export type Attributes<T> = { readonly [P in keyof T]-?: Attribute<Exclude<T[P], undefined>> }

/** Builds a condition: `({ role, age }) => and(role.eq('parent'), age.gt(30))`. */
export type Where<T> = (attributes: Attributes<T>) => Condition

/** All of the conditions. */
export function and(...all: readonly [Condition, ...Condition[]]): Condition {
  return { op: 'and', all }
}

/** Any of the conditions. */
export function or(...all: readonly [Condition, ...Condition[]]): Condition {
  return { op: 'or', all }
}

/** The opposite of a condition. */
export function not(of: Condition): Condition {
  return { op: 'not', of }
}

/** The condition that a builder describes, as data. ValidationException where DynamoDB would refuse it, or if it is none. */
export function buildCondition<T>(where: Where<T>, table: string): Condition {
  const refuse = (got: string): never => {
    throw new ValidationException(
      `A condition is a function that returns one: ({ role }) => role.eq('student'); got ${got}`,
      { table },
    )
  }
  if (typeof where !== 'function') refuse(describeType(where))
  const attributes = new Proxy({} as Attributes<T>, {
    get: (_target, name) => (typeof name === 'string' ? attribute([checkedName(name, table)], table) : undefined),
  })
  const condition = where(attributes)
  if (!isCondition(condition)) refuse(`a function that returns ${describeType(condition)}`)
  return condition
}

const conditions: ReadonlySet<unknown> = new Set<Condition['op']>([
  ...(['=', '<>', '<', '<=', '>', '>=', 'between', 'in', 'exists', 'notExists'] as const),
  ...(['beginsWith', 'contains', 'and', 'or', 'not'] as const),
])

/** A builder that forgets to return would otherwise match everything. */
function isCondition(given: Partial<Condition> | undefined): boolean {
  if (typeof given !== 'object' || given === null || !conditions.has(given.op)) return false
  if (given.op === 'not') return isCondition(given.of)
  if (given.op !== 'and' && given.op !== 'or') return true
  return Array.isArray(given.all) && given.all.length > 0 && given.all.every(isCondition)
}

function attribute(path: Path, table: string): object {
  const member = (name: unknown): object => attribute([...path, checkedName(name, table)], table)
  const own = {
    ...operatorsOf(path, table),
    member,
    element(index: unknown): object {
      if (Number.isSafeInteger(index) && (index as number) >= 0) return attribute([...path, index as number], table)
      throw new ValidationException(`A position in a list is a whole number from 0, not ${describeType(index)}`, {
        table,
      })
    },
  }
  return new Proxy(own, {
    get(target, name) {
      if (typeof name !== 'string') return undefined
      return Object.hasOwn(target, name) ? target[name as keyof typeof target] : member(name)
    },
  })
}

/** The name, if an attribute or member can be called that (rule 1.21). */
function checkedName(name: unknown, table: string): string {
  if (typeof name === 'string' && name !== '' && name.isWellFormed()) return name
  throw new ValidationException('A name in a condition is a text of well-formed Unicode, and not empty', { table })
}

type Values = readonly unknown[]

function operatorsOf(path: Path, table: string): Record<string, (...values: Values) => Condition> {
  const name = path.join('.')
  const of: Operand = { path }
  const given = (value: unknown): { readonly value: Value } => ({ value: toValue(value, path, { table }) })
  const refuse = (message: string): never => {
    throw new ValidationException(`Invalid condition on ${name}: ${message}`, { table })
  }
  const orderable = (operator: string, value: unknown): { readonly value: Value } => {
    const operand = given(value)
    const type = typeOf(operand.value)
    if (type !== 'S' && type !== 'N' && type !== 'B') {
      refuse(
        `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
      )
    }
    return operand
  }
  const comparison =
    (op: Comparator, check: (operator: string, value: unknown) => Operand) =>
    (value: unknown): Condition => ({
      op,
      left: of,
      right: check(op, value),
    })
  return {
    eq: comparison('=', (_operator, value) => given(value)),
    ne: comparison('<>', (_operator, value) => given(value)),
    lt: comparison('<', orderable),
    le: comparison('<=', orderable),
    gt: comparison('>', orderable),
    ge: comparison('>=', orderable),
    exists: () => ({ op: 'exists', path }),
    notExists: () => ({ op: 'notExists', path }),
    in(...values) {
      if (values.length < 1 || values.length > 100)
        refuse(`The IN operator takes 1 to 100 operands; number of operands: ${values.length}`)
      return { op: 'in', of, among: values.map(given) }
    },
    between(low, high) {
      const bounds = { low: orderable('BETWEEN', low), high: orderable('BETWEEN', high) }
      const order = compare(bounds.low.value, bounds.high.value)
      if (order === undefined) refuse('The BETWEEN operator requires same data type for lower and upper bounds')
      if (order === 1) refuse('The BETWEEN operator requires upper bound to be greater than or equal to lower bound')
      return { op: 'between', of, ...bounds }
    },
    beginsWith(prefix) {
      const operand = given(prefix)
      const type = typeOf(operand.value)
      if (type !== 'S' && type !== 'B') {
        refuse(
          `Incorrect operand type for operator or function; operator or function: begins_with, operand type: ${type}`,
        )
      }
      return { op: 'beginsWith', of, prefix: operand }
    },
    contains: (part) => ({ op: 'contains', of, part: given(part) }),
  }
}
