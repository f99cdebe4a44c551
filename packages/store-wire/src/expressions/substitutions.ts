import type { Value } from '@cmz/store-core'
import type { JsonObject } from '../input/json.ts'
import { decodeValue } from '../values/decode.ts'
import { nameFault } from '../values/name-fault.ts'
import { invalid, WireError } from '../wire-error.ts'

const namesParameter = 'ExpressionAttributeNames'
const valuesParameter = 'ExpressionAttributeValues'
const longestKey = 255

/** What stands for names and values in the expressions of one request, and which of them were used. */
export class Substitutions {
  readonly #names: Readonly<Record<string, string | null | undefined>>
  readonly #values: Readonly<Record<string, Value | undefined>>
  readonly #used = new Set<string>()
  readonly #count: number

  /**
   * Decodes the values. ValidationException for a key that is no placeholder, for empty maps and for values that nothing
   * may hold (rules 4.23, 4.25 and 1.1 to 1.21); `wraps` tells at which key, as reads do (rule 1.16).
   */
  constructor(names: JsonObject | undefined, values: JsonObject | undefined, wraps: boolean) {
    this.#names = (names ?? {}) as Readonly<Record<string, string>>
    this.#count = (names === undefined ? 0 : checkNames(names)) + (values === undefined ? 0 : checkValues(values))
    this.#values = values === undefined ? {} : decodeValues(values, wraps)
  }

  /** The name behind a placeholder such as `#a`; `undefined` where there is none (rule 4.21). */
  name(placeholder: string): string | undefined {
    this.#used.add(placeholder)
    return this.#names[placeholder] ?? undefined // no placeholder is a member of Object.prototype
  }

  /** The value behind a placeholder such as `:a`; `undefined` where there is none (rule 4.21). */
  value(placeholder: string): Value | undefined {
    this.#used.add(placeholder)
    return this.#values[placeholder]
  }

  /** Refuses names and values that no expression uses (rule 4.22). */
  checkAllUsed(): void {
    if (this.#used.size === this.#count) return
    this.#checkUsed(this.#names, namesParameter)
    this.#checkUsed(this.#values, valuesParameter)
  }

  #checkUsed(given: Readonly<Record<string, unknown>>, parameter: string): void {
    const isAbsent = (key: string): boolean => given === this.#names && given[key] === null // a value NULL is there
    const unused = Object.keys(given).filter((key) => !isAbsent(key) && !this.#used.has(key))
    if (unused.length === 0) return
    throw invalid(`Value provided in ${parameter} unused in expressions: keys: {${unused.toSorted().join(', ')}}`)
  }
}

const nameKey = /^#[0-9A-Za-z_]+$/
const valueKey = /^:[0-9A-Za-z_]+$/

/** How many there are. */
function checkNames(names: JsonObject): number {
  const count = checkKeys(names, nameKey, namesParameter)
  for (const key in names) {
    const name = names[key] as string | null
    if (name === null) continue
    const fault = nameFault(name)
    if (fault !== undefined) throw invalid(`${namesParameter} contains invalid value: ${fault} for key ${key}`)
  }
  return count
}

function checkValues(values: JsonObject): number {
  return checkKeys(values, valueKey, valuesParameter)
}

function checkKeys(given: JsonObject, form: RegExp, parameter: string): number {
  let count = 0
  for (const key in given) {
    if (!form.test(key)) throw invalid(`${parameter} contains invalid key: Syntax error; key: "${key}"`)
    if (key.length > longestKey && parameter === namesParameter) {
      throw invalid(
        `${parameter} contains invalid key: The expression attribute map contains a key that is too long; size of key: ${key.length}`,
      )
    }
    if (given[key] !== null) count++
  }
  if (count === 0) throw invalid(`${parameter} must not be empty`)
  return count
}

function decodeValues(json: JsonObject, wraps: boolean): Readonly<Record<string, Value>> {
  const values: Record<string, Value> = {}
  for (const key in json) {
    const value = json[key]
    if (value === null || value === undefined) continue
    try {
      values[key] = decodeValue(value)
    } catch (error) {
      if (!wraps || !(error instanceof WireError)) throw error
      throw invalid(`${valuesParameter} contains invalid value: ${error.message} for key ${key}`)
    }
  }
  return values
}
