import { numberText, typeOf, type Value } from '@cmz/store-core'
import type { NumberValue } from '@cmz/store-core'
import type { Command } from './command.ts'

/** A value, a request or an answer as one line of text: equal for what is equal. Tables are shown by their names. */
export function showValue(value: unknown): string {
  if (value === undefined) return 'undefined'
  if (Array.isArray(value)) return `[${value.map(showValue).join(', ')}]`
  if (isObject(value)) {
    const members = Object.entries(value).filter(([, each]) => each !== undefined)
    const shown = members.map(
      ([name, each]) => `${JSON.stringify(name)}: ${isTable(each) ? JSON.stringify(each.name) : showValue(each)}`,
    )
    return `{ ${shown.toSorted().join(', ')} }`
  }
  const scalar = value as Value
  switch (typeOf(scalar)) {
    case 'N':
      return numberText(scalar as NumberValue)
    case 'B':
      return `bytes(${[...(scalar as Uint8Array)].join(' ')})`
    case 'SS':
    case 'NS':
    case 'BS':
      return `set(${[...(scalar as Set<Value>)].map(showValue).join(', ')})`
    default:
      return JSON.stringify(scalar)
  }
}

/** A command as one line of text. */
export function showCommand({ call, ...rest }: Command): string {
  return `${call} ${showValue(rest)}`
}

function isObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function isTable(value: unknown): value is { readonly name: string } {
  return isObject(value) && 'partitionKey' in value && 'name' in value
}
