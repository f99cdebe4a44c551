import { nameFault } from './attribute-name.ts'
import { equal } from './compare.ts'
import { Decimal, numberFault, parseNumber } from './decimal.ts'
import { describeType } from './describe.ts'
import { type ErrorDetails, ValidationException } from './errors.ts'
import { maxLevel, nestingFault } from './nesting.ts'
import { checkItemSize, maxItemSize } from './size.ts'
import { sortedSet } from './sorted-set.ts'
import type { Item, Value } from './value.ts'

/** What a number, a list or a map takes besides its members, at most. */
const maxOverhead = 25
/** UTF-8 takes so many bytes at most for one of UTF-16's units. */
const maxBytesOfUnit = 3

/**
 * Copies what a caller hands in into an item that every driver can hold, or throws a ValidationException
 * naming the attribute. `undefined` members are left out; numbers and sets get DynamoDB's normal form.
 */
export function toItem(input: object, details: ErrorDetails): Item {
  if (!isPlainObject(input))
    throw new ValidationException(`An item is a plain object, not ${describeType(input)}`, details)
  const reader = new ValueReader(details, [])
  return sized(reader.map(input, 0), reader, details)
}

/** The item that was read, or a ValidationException if it is too large. */
export function sized(item: Item, { bound }: ValueReader, details: ErrorDetails): Item {
  if (bound > maxItemSize) checkItemSize(item, details)
  return item
}

/** Copies and checks one value, as `toItem` does; `path` names it in errors, and `level` says how deep it is to lie. */
export function toValue(input: unknown, path: Path, details: ErrorDetails, level = 1): Value {
  return new ValueReader(details, path).value(input, level)
}

type Path = readonly (string | number)[]

/** Copies and checks values, and notes how large they are at most. */
export class ValueReader {
  readonly #details: ErrorDetails
  /** Where the value is that is looked at. */
  readonly #path: (string | number)[]
  /** More bytes than what was read so far can have. */
  bound: number

  constructor(details: ErrorDetails, path: Path, bound = 0) {
    this.#details = details
    this.#path = [...path]
    this.bound = bound
  }

  value(input: unknown, level: number): Value {
    this.bound += maxOverhead
    if (level > maxLevel) throw this.#fault(nestingFault)
    switch (typeof input) {
      case 'string':
        return this.#text(input)
      case 'boolean':
        return input
      case 'number':
      case 'bigint':
        return this.#number(input)
      default:
    }
    if (input === null) return null
    if (Array.isArray(input)) return this.#list(input, level)
    if (input instanceof Decimal) return this.#number(input)
    if (input instanceof Uint8Array) return this.#bytes(input)
    if (input instanceof Set) return this.#set([...input])
    if (isPlainObject(input)) return this.map(input, level)
    throw this.#fault(
      `A value of DynamoDB is a string, number, boolean, null, Uint8Array, Set, array or plain object, not ${describeType(input)}`,
    )
  }

  map(input: Readonly<Record<string, unknown>>, level: number): Item {
    const map: Record<string, Value> = {}
    for (const name of Object.keys(input)) {
      const member = input[name]
      if (member === undefined) continue
      this.#name(name)
      this.#path.push(name)
      map[name] = this.value(member, level + 1)
      this.#path.pop()
    }
    return map
  }

  #list(input: readonly unknown[], level: number): Value {
    const list: Value[] = []
    for (let index = 0; index < input.length; index++) {
      this.#path.push(index)
      list.push(this.value(input[index], level + 1))
      this.#path.pop()
    }
    return list
  }

  #bytes(input: Uint8Array): Value {
    this.bound += input.length
    return Uint8Array.from(input)
  }

  #name(name: string): void {
    if (name === '' && this.#path.length === 0) throw this.#fault('Empty attribute name')
    const fault = nameFault(name)
    if (fault !== undefined) throw this.#fault(fault)
    this.#text(name)
  }

  #text(text: string): string {
    this.bound += text.length * maxBytesOfUnit
    if (!text.isWellFormed()) throw this.#fault('A string must be well-formed Unicode: it holds half a surrogate pair')
    return text
  }

  #number(value: number | bigint | Decimal): Value {
    const fault = numberFault(value)
    if (fault !== undefined) throw this.#fault(fault)
    return typeof value === 'number' ? value + 0 : parseNumber(value.toString())
  }

  #set(input: readonly unknown[]): Value {
    const kinds = new Set(input.map(setMemberKind))
    const [kind] = kinds
    if (kind === undefined) throw this.#fault('One or more parameter values were invalid: An set may not be empty')
    if (kinds.size > 1 || kind === 'other') {
      throw this.#fault('The members of a set are all strings, all numbers or all Uint8Arrays')
    }
    const set = sortedSet(input.map((member) => this.value(member, 1)))
    const members = [...(set as Set<Value>)]
    if (members.length < input.length || members.some((member, index) => equal(member, members[index - 1]))) {
      throw this.#fault('Input collection contains duplicates')
    }
    return set
  }

  #fault(message: string): ValidationException {
    const path = [...this.#path]
    const attribute = path
      .map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`))
      .join('')
    return new ValidationException(attribute ? `${message}: attribute ${attribute}` : message, {
      ...this.#details,
      issues: [{ path, message }],
    })
  }
}

/** True for `{ … }`, also one from another realm; false for arrays and instances of classes. */
export function isPlainObject(input: unknown): input is Readonly<Record<string, unknown>> {
  if (typeof input !== 'object' || input === null) return false
  const prototype: unknown = Object.getPrototypeOf(input)
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null
}

function setMemberKind(member: unknown): 'string' | 'number' | 'binary' | 'other' {
  if (typeof member === 'string') return 'string'
  if (typeof member === 'number' || typeof member === 'bigint' || member instanceof Decimal) return 'number'
  return member instanceof Uint8Array ? 'binary' : 'other'
}
