import { compareNumbers, type NumberValue } from './decimal.ts'
import { type Item, typeOf, type Value } from './value.ts'

export type Order = -1 | 0 | 1

/** Orders strings, numbers and binaries as DynamoDB does; `undefined` where types differ or have no order (rule 4.3). */
export function compare(left: Value, right: Value): Order | undefined {
  const type = typeOf(left)
  if (type !== typeOf(right)) return undefined
  switch (type) {
    case 'S':
      return compareText(left as string, right as string)
    case 'N':
      return compareNumbers(left as NumberValue, right as NumberValue)
    case 'B':
      return compareBytes(left as Uint8Array, right as Uint8Array)
    default:
      return undefined
  }
}

/** Orders strings by their UTF-8 bytes (rule 2.1), which differs from JavaScript's UTF-16 order beyond U+D800. */
export function compareText(left: string, right: string): Order {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index)
    const b = right.charCodeAt(index)
    if (a !== b) return rank(a) < rank(b) ? -1 : 1
  }
  return sign(left.length - right.length)
}

/** A surrogate stands for a character beyond U+FFFF, so it ranks above every other code unit. */
function rank(codeUnit: number): number {
  return codeUnit >= 0xd800 && codeUnit <= 0xdfff ? codeUnit + 0x10000 : codeUnit
}

/** Orders binaries by unsigned bytes, the shorter prefix first (rule 2.3). */
export function compareBytes(left: Uint8Array, right: Uint8Array): Order {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) {
    if (left[index] !== right[index]) return left[index]! < right[index]! ? -1 : 1
  }
  return sign(left.length - right.length)
}

function sign(difference: number): Order {
  return difference < 0 ? -1 : difference > 0 ? 1 : 0
}

/** Equality by value: numbers by magnitude, sets without order, at every depth (rules 1.8 and 4.15). */
export function equal(left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || right === undefined) return false
  if (left === right) return true
  const type = typeOf(left)
  if (type !== typeOf(right)) return false
  switch (type) {
    case 'S':
    case 'BOOL':
    case 'NULL':
      return false // they are not the same
    case 'N':
    case 'B':
      return compare(left, right) === 0
    case 'L':
      return equalLists(left as readonly Value[], right as readonly Value[])
    case 'M':
      return equalMaps(left as Item, right as Item)
    case 'SS':
    case 'NS':
    case 'BS':
      return equalSets(left as Set<Value>, right as Set<Value>)
  }
}

function equalLists(left: readonly Value[], right: readonly Value[]): boolean {
  return left.length === right.length && left.every((each, index) => equal(each, right[index]))
}

function equalMaps(left: Item, right: Item): boolean {
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && equal(left[name], right[name]))
  )
}

function equalSets(left: ReadonlySet<Value>, right: ReadonlySet<Value>): boolean {
  return left.size === right.size && [...left].every((member) => hasMember(right, member))
}

/** True if a set holds a value equal to `member`. */
export function hasMember(set: ReadonlySet<Value>, member: Value): boolean {
  return set.has(member) || (typeof member !== 'string' && [...set].some((each) => equal(each, member)))
}
