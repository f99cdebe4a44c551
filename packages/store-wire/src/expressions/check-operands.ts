import {
  type Comparator,
  compare,
  numberText,
  type NumberValue,
  type Operand,
  typeOf,
  type Value,
} from '@cmz/store-core'
import { encodeValue } from '../values/encode.ts'
import { type Expression, rankOf } from './expression.ts'
import { pathText } from './parse-path.ts'

const ordered: readonly string[] = ['S', 'N', 'B']
const maxAmong = 100

/** Rules 4.6 and 4.9. */
export function checkComparison(expression: Expression, op: Comparator, left: Operand, right: Operand): void {
  checkDistinct(expression, op, left, right)
  if (op !== '=' && op !== '<>') checkTypes(expression, op, ordered, left, right)
}

/** Rules 4.7 and 4.9. */
export function checkBetween(expression: Expression, of: Operand, low: Operand, high: Operand): void {
  checkDistinct(expression, 'BETWEEN', of, low, high)
  const bounds = 'value' in low && 'value' in high ? ([low.value, high.value] as const) : undefined
  if (bounds !== undefined && typeOf(bounds[0]) !== typeOf(bounds[1])) {
    noteBounds(expression, 'same data type for lower and upper bounds', ...bounds)
  }
  checkTypes(expression, 'BETWEEN', ordered, of, low, high)
  if (bounds !== undefined && compare(...bounds) === 1) {
    noteBounds(expression, 'upper bound to be greater than or equal to lower bound', ...bounds)
  }
}

function noteBounds(expression: Expression, rule: string, low: Value, high: Value): void {
  expression.note(
    expression.nameRank + rankOf.types,
    `The BETWEEN operator requires ${rule}; lower bound operand: AttributeValue: ${boundText(low)}, upper bound operand: AttributeValue: ${boundText(high)}`,
  )
}

/** Rules 4.8 and 4.9. */
export function checkIn(expression: Expression, of: Operand, among: readonly Operand[]): void {
  if (among.length > maxAmong) {
    expression.note(
      expression.nameRank + rankOf.count,
      `The IN operator is provided with too many operands; number of operands: ${among.length}`,
    )
  }
  checkDistinct(expression, 'IN', of, ...among)
}

/** The first operand may not be the same path as another one (rule 4.9). */
export function checkDistinct(
  expression: Expression,
  name: string,
  first: Operand,
  ...others: readonly Operand[]
): void {
  if (!('path' in first)) return
  const { path } = first
  for (const other of others) {
    if (!('path' in other) || other.path.length !== path.length) continue
    if (!other.path.every((step, depth) => step === path[depth])) continue
    expression.note(
      expression.nameRank + rankOf.distinct,
      `The first operand must be distinct from the remaining operands for this operator or function; operator: ${name}, first operand: ${pathText(path)}`,
    )
  }
}

/** A given value has to be of a type that the operator or function takes; what the item holds may be anything (rule 4.6). */
export function checkTypes(
  expression: Expression,
  name: string,
  types: readonly string[],
  ...operands: readonly Operand[]
): void {
  for (const each of operands) {
    const type = typeOfOperand(each)
    if (type === undefined || types.includes(type)) continue
    expression.note(expression.nameRank + rankOf.types, typeFault(name, type))
    return
  }
}

/** The type that an operand has whatever the item holds. */
export function typeOfOperand(operand: Operand): string | undefined {
  if ('value' in operand) return typeOf(operand.value)
  return 'size' in operand ? 'N' : undefined
}

export function typeFault(name: string, type: string): string {
  return `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`
}

function boundText(value: Value): string {
  const type = typeOf(value)
  switch (type) {
    case 'N':
      return `{N:${numberText(value as NumberValue)}}`
    case 'B': {
      const { length } = value as Uint8Array
      return `{B:java.nio.HeapByteBuffer[pos=0 lim=${length} cap=${length}]}`
    }
    default:
      return `{${type}:${typeof value === 'string' ? value : encodeValue(value)}}`
  }
}
