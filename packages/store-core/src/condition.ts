import { compare, equal, hasMember } from './compare.ts'
import { valueAt, type Path } from './path.ts'
import { textSize } from './size.ts'
import { type Item, type TypeName, typeOf, type Value } from './value.ts'

/** What an operator compares: the value at a path of the item, a given value, or how large what stands at a path is. */
export type Operand = ValueOperand | { readonly size: Path }

/** The value at a path of the item, or a given value. */
export type ValueOperand = { readonly path: Path } | { readonly value: Value }

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>='

/** A condition or filter as data: interpreted here, printed by the DynamoDB driver. */
export type Condition =
  | { readonly op: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly op: 'between'; readonly of: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly op: 'in'; readonly of: Operand; readonly among: readonly Operand[] }
  | { readonly op: 'exists' | 'notExists'; readonly path: Path }
  | { readonly op: 'type'; readonly path: Path; readonly type: TypeName }
  | { readonly op: 'beginsWith'; readonly of: Operand; readonly prefix: Operand }
  | { readonly op: 'contains'; readonly of: Operand; readonly part: Operand }
  | { readonly op: 'and' | 'or'; readonly all: readonly Condition[] }
  | { readonly op: 'not'; readonly of: Condition }

/** Whether an item meets a condition, as DynamoDB decides it (rules 4.3 to 4.15). */
export function matches(condition: Condition, item: Item | undefined): boolean {
  switch (condition.op) {
    case '=':
      return equal(operand(condition.left, item), operand(condition.right, item))
    case '<>':
      return !equal(operand(condition.left, item), operand(condition.right, item))
    case '<':
    case '<=':
    case '>':
    case '>=':
      return ordered(condition.op, operand(condition.left, item), operand(condition.right, item))
    case 'between': {
      const value = operand(condition.of, item)
      return ordered('>=', value, operand(condition.low, item)) && ordered('<=', value, operand(condition.high, item))
    }
    case 'in':
      return condition.among.some((each) => equal(operand(condition.of, item), operand(each, item)))
    case 'exists':
      return valueAt(item, condition.path) !== undefined
    case 'notExists':
      return valueAt(item, condition.path) === undefined
    case 'type': {
      const value = valueAt(item, condition.path)
      return value !== undefined && typeOf(value) === condition.type
    }
    case 'beginsWith':
      return beginsWith(operand(condition.of, item), operand(condition.prefix, item))
    case 'contains':
      return contains(operand(condition.of, item), operand(condition.part, item))
    case 'and':
      return condition.all.every((each) => matches(each, item))
    case 'or':
      return condition.all.some((each) => matches(each, item))
    case 'not':
      return !matches(condition.of, item)
  }
}

/** Both conditions; either may be missing. */
export function both(left: Condition | undefined, right: Condition | undefined): Condition | undefined {
  if (left === undefined || right === undefined) return left ?? right
  return { op: 'and', all: [left, right] }
}

/** Every attribute name at the start of a path of the condition. */
export function attributesOf(condition: Condition): ReadonlySet<string> {
  return new Set(pathsOf(condition).map(([attribute]) => attribute))
}

/** True if `value` starts with `prefix`; both strings, or both binaries (rule 4.12). */
export function beginsWith(value: Value | undefined, prefix: Value | undefined): boolean {
  if (typeof value === 'string' && typeof prefix === 'string') return value.startsWith(prefix)
  if (!(value instanceof Uint8Array && prefix instanceof Uint8Array)) return false
  return compare(value.subarray(0, prefix.length), prefix) === 0
}

/** An ordering between values of one type; anything else is false (rules 4.3 and 4.4). */
export function ordered(op: '<' | '<=' | '>' | '>=', left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || right === undefined) return false
  const order = compare(left, right)
  if (order === undefined) return false
  switch (op) {
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}

function operand(given: Operand, item: Item | undefined): Value | undefined {
  if ('size' in given) return sizeOf(valueAt(item, given.size))
  return 'path' in given ? valueAt(item, given.path) : given.value
}

/** Bytes of a text or a binary, members of anything else that has some; other values have no size (rule 4.14). */
export function sizeOf(value: Value | undefined): number | undefined {
  if (value === undefined) return undefined
  switch (typeOf(value)) {
    case 'S':
      return textSize(value as string)
    case 'B':
    case 'L':
      return (value as Uint8Array | readonly Value[]).length
    case 'SS':
    case 'NS':
    case 'BS':
      return (value as Set<Value>).size
    case 'M':
      return Object.keys(value as Item).length
    case 'N':
    case 'BOOL':
    case 'NULL':
      return undefined
  }
}

/** A substring, a run of bytes, a member of a set or of a list (rule 4.13). */
function contains(whole: Value | undefined, part: Value | undefined): boolean {
  if (whole === undefined || part === undefined) return false
  switch (typeOf(whole)) {
    case 'S':
      return typeof part === 'string' && (whole as string).includes(part)
    case 'B':
      return part instanceof Uint8Array && Buffer.from(whole as Uint8Array).includes(part)
    case 'SS':
    case 'NS':
    case 'BS':
      return hasMember(whole as Set<Value>, part)
    case 'L':
      return (whole as readonly Value[]).some((each) => equal(each, part))
    default:
      return false
  }
}

/** Every path of the condition. */
export function pathsOf(condition: Condition): readonly Path[] {
  switch (condition.op) {
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return paths(condition.left, condition.right)
    case 'between':
      return paths(condition.of, condition.low, condition.high)
    case 'in':
      return paths(condition.of, ...condition.among)
    case 'exists':
    case 'notExists':
    case 'type':
      return [condition.path]
    case 'beginsWith':
      return paths(condition.of, condition.prefix)
    case 'contains':
      return paths(condition.of, condition.part)
    case 'and':
    case 'or':
      return condition.all.flatMap(pathsOf)
    case 'not':
      return pathsOf(condition.of)
  }
}

function paths(...operands: readonly Operand[]): readonly Path[] {
  return operands.flatMap((each) => ('path' in each ? [each.path] : 'size' in each ? [each.size] : []))
}
