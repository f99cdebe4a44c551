import { attributesOfItem, pathOf, type Reference } from './attribute-proxy.ts'
import { compare } from './compare.ts'
import type { Comparator, Condition, Operand } from './condition.ts'
import { copyData } from './copy.ts'
import type { NumberValue } from './decimal.ts'
import { describeType } from './describe.ts'
import { ValidationException } from './errors.ts'
import { isPath, type Path } from './path.ts'
import { isPlainObject, toValue } from './to-item.ts'
import { type TypeName, typeOf, type Value } from './value.ts'

/** A given value, or what another attribute of the item holds. */
type Compared<T> = T | Reference<T>

/** Operators on one attribute, or on a member of it. */
interface Operators<T> {
  eq(value: Compared<T>): Condition
  ne(value: Compared<T>): Condition
  exists(): Condition
  notExists(): Condition
  /** True for a value of one of DynamoDB's types. */
  hasType(type: TypeName): Condition
  in(...values: readonly [Compared<T>, ...Compared<T>[]]): Condition
}

interface Ordering<T> {
  lt(value: Compared<T>): Condition
  le(value: Compared<T>): Condition
  gt(value: Compared<T>): Condition
  ge(value: Compared<T>): Condition
  between(low: Compared<T>, high: Compared<T>): Condition
}

/** What a size can be asked. */
type Size = Pick<Operators<number>, 'eq' | 'ne' | 'in'> & Ordering<number> & Reference<number>

interface Sized {
  /** Bytes of a text or a binary, members of a set, a list or a map. */
  size(): Size
}

interface Prefix<T> {
  beginsWith(prefix: Compared<T>): Condition
}

interface Containing<T> {
  contains(part: Compared<T>): Condition
}

export type Widened<T> = T extends number | bigint ? NumberValue : T

/** What a condition can ask of an attribute of type T. A member of a map is reached by its name, one of a list by `element`. */
export type Attribute<T> = [NonNullable<Value>] extends [T] ? UntypedAttribute : TypedAttribute<T>

/** Where nothing is known of an attribute, everything can be asked of it. */
type UntypedAttribute = Reference<never> &
  Sized &
  Operators<Value> &
  Ordering<string | NumberValue | Uint8Array> &
  Prefix<string | Uint8Array> &
  Containing<Value> & { element(index: number): UntypedAttribute; member(name: string): UntypedAttribute } & {
    readonly [member: string]: UntypedAttribute
  }

type TypedAttribute<T> = Reference<Widened<T>> &
  Operators<Widened<T>> &
  If<Sliceable<T> | MemberOf<T> | MapOf<T>, Sized> &
  If<Orderable<T>, Ordering<Orderable<T>>> &
  If<Sliceable<T>, Prefix<Sliceable<T>>> &
  If<Sliceable<T> | MemberOf<T>, Containing<Sliceable<T> | MemberOf<T>>> &
  If<Extract<T, List>, { element(index: number): Attribute<MemberOf<Extract<T, List>>> }> &
  If<MapOf<T>, Attributes<MapOf<T>> & Members<MapOf<T>>>

/** Reaches a member of a map that is called like an operator: `limits.member('in').lt(5)`. */
interface Members<T> {
  member<P extends keyof T>(name: P): Attribute<Exclude<T[P], undefined>>
}

export type List = readonly unknown[]

/** `Then`, unless nothing is left of T. A union such as `string | null` is asked as a whole, not member by member. */
export type If<T, Then> = [T] extends [never] ? unknown : Then

type Sliceable<T> = T extends string ? string : T extends Uint8Array ? Uint8Array : never
type Orderable<T> = Sliceable<T> | (T extends NumberValue ? NumberValue : never)
export type MemberOf<T> = T extends ReadonlySet<infer Member> | readonly (infer Member)[] ? Widened<Member> : never
export type MapOf<T> = Exclude<T, string | NumberValue | Uint8Array | boolean | null | ReadonlySet<unknown> | List>

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
  const refuseBuilder = (got: string): never => {
    throw new ValidationException(
      `A condition is a function that returns one: ({ role }) => role.eq('student'); got ${got}`,
      { table },
    )
  }
  if (typeof where !== 'function') refuseBuilder(describeType(where))
  const condition = where(attributesOfItem(table, (path) => operatorsOf(path, table)) as Attributes<T>)
  if (!isCondition(condition)) refuseBuilder(`a function that returns ${describeType(condition)}`)
  return copyData(condition) // the caller has it too, and may change what it holds
}

/** A builder that forgets to return would otherwise match everything. What is no condition inside of one is none either. */
function isCondition(given: unknown): given is Condition {
  if (!isPlainObject(given)) return false
  const { op, all, of, path, type, low, high, among, prefix, part, left, right } = given
  switch (op as Condition['op']) {
    case 'and':
    case 'or':
      return Array.isArray(all) && all.length > 0 && all.every(isCondition)
    case 'not':
      return isCondition(of)
    case 'exists':
    case 'notExists':
      return isPath(path)
    case 'type':
      return isPath(path) && types.has(type)
    case 'between':
      return [of, low, high].every(isOperand)
    case 'in':
      return isOperand(of) && Array.isArray(among) && among.every(isOperand)
    case 'beginsWith':
      return [of, prefix].every(isOperand)
    case 'contains':
      return [of, part].every(isOperand)
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return [left, right].every(isOperand)
    default:
      return false
  }
}

function isOperand(given: unknown): given is Operand {
  return isPlainObject(given) && (given['value'] !== undefined || isPath(given['path']) || isPath(given['size']))
}

type Values = readonly unknown[]

function operatorsOf(path: Path, table: string): Record<string, (...values: Values) => unknown> {
  return {
    ...comparisonsOf({ path }, path, table),
    exists: () => ({ op: 'exists', path }),
    notExists: () => ({ op: 'notExists', path }),
    hasType(type) {
      if (types.has(type)) return { op: 'type', path, type: type as TypeName }
      return refuse(
        path,
        table,
        `Invalid attribute type name found; type: ${typeof type === 'string' ? type : describeType(type)}, valid types: {${[...types].join()}}`,
      )
    },
    size: () => sizeAt(path, table),
  }
}

const types: ReadonlySet<unknown> = new Set<TypeName>(['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'])
const sizes = new WeakMap<object, Operand>()

function sizeAt(path: Path, table: string): object {
  const { eq, ne, lt, le, gt, ge, between, in: among } = comparisonsOf({ size: path }, path, table)
  const size = { eq, ne, lt, le, gt, ge, between, in: among }
  sizes.set(size, { size: path })
  return size
}

/** The operators that compare an operand with others, which are given or are attributes too. */
function comparisonsOf(of: Operand, path: Path, table: string): Record<string, (...values: Values) => Condition> {
  const operandOf = (value: unknown): Operand => {
    const other = pathOf(value)
    const operand =
      other === undefined ? (sizes.get(value as object) ?? { value: toValue(value, path, { table }) }) : { path: other }
    if (!isSame(of, operand)) return operand
    return refuse(path, table, 'The first operand must be distinct from the remaining operands') // rule 4.9
  }
  const typed = (operator: string, value: unknown, ...allowed: readonly TypeName[]): Operand => {
    const operand = operandOf(value)
    if (!('value' in operand) || allowed.includes(typeOf(operand.value))) return operand
    return refuse(
      path,
      table,
      `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(operand.value)}`,
    )
  }
  const orderable = (operator: string, value: unknown): Operand => typed(operator, value, 'S', 'N', 'B')
  const comparison =
    (op: Comparator, check: (operator: string, value: unknown) => Operand) =>
    (value: unknown): Condition => ({ op, left: of, right: check(op, value) })
  return {
    eq: comparison('=', (_operator, value) => operandOf(value)),
    ne: comparison('<>', (_operator, value) => operandOf(value)),
    lt: comparison('<', orderable),
    le: comparison('<=', orderable),
    gt: comparison('>', orderable),
    ge: comparison('>=', orderable),
    in(...values) {
      if (values.length < 1 || values.length > 100)
        refuse(path, table, `The IN operator takes 1 to 100 operands; number of operands: ${values.length}`)
      return { op: 'in', of, among: values.map(operandOf) }
    },
    between(low, high) {
      const bounds = { low: orderable('BETWEEN', low), high: orderable('BETWEEN', high) }
      if (!('value' in bounds.low) || !('value' in bounds.high)) return { op: 'between', of, ...bounds }
      const order = compare(bounds.low.value, bounds.high.value)
      if (order === undefined)
        refuse(path, table, 'The BETWEEN operator requires same data type for lower and upper bounds')
      if (order === 1)
        refuse(path, table, 'The BETWEEN operator requires upper bound to be greater than or equal to lower bound')
      return { op: 'between', of, ...bounds }
    },
    beginsWith: (prefix) => ({ op: 'beginsWith', of, prefix: typed('begins_with', prefix, 'S', 'B') }),
    contains: (part) => ({ op: 'contains', of, part: operandOf(part) }),
  }
}

function isSame(left: Operand, right: Operand): boolean {
  if ('path' in left) return 'path' in right && JSON.stringify(left.path) === JSON.stringify(right.path)
  return 'size' in left && 'size' in right && JSON.stringify(left.size) === JSON.stringify(right.size)
}

function refuse(path: Path, table: string, message: string): never {
  throw new ValidationException(`Invalid condition on ${path.join('.')}: ${message}`, { table })
}
