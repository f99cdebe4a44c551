import { type Item, maxLevel, nestingFault, setOwn, sortedSet, type Value } from '@cmz/store-core'
import type { Json, JsonObject } from '../input/json.ts'
import { invalid, invalidParameters, type WireError } from '../wire-error.ts'
import { decodeNumber } from './decode-number.ts'
import { checkMembersDistinct } from './distinct-members.ts'
import { nameFault } from './name-fault.ts'

/** An item from `{"name": {"S": "a"}}`, whose JSON was checked; ValidationException by rules 1.1 to 1.21. */
export function decodeItem(json: JsonObject): Item {
  return decodeMap(json, 1)
}

/** One value from `{"S": "a"}`. */
export function decodeValue(json: Json): Value {
  return decode(json as JsonObject, 1)
}

function decodeMap(json: JsonObject, level: number): Item {
  const item: Record<string, Value> = {}
  for (const name in json) {
    if (level === 1) checkName(name)
    setOwn(item, name, decode(json[name] as JsonObject, level))
  }
  return item
}

/** Refuses a name that no attribute can have (rule 1.21). */
export function checkName(name: string): void {
  const fault = nameFault(name)
  if (fault !== undefined) throw invalid(fault)
}

function decode(json: JsonObject | null, level: number): Value {
  const tag = tagOf(json, level)
  return decodeTagged(tag, json![tag]!, level)
}

function decodeTagged(tag: string, value: Json, level: number): Value {
  if (level > maxLevel) throw invalid(nestingFault)
  switch (tag) {
    case 'S':
      return value as string
    case 'N':
      return decodeNumber(value as string)
    case 'BOOL':
      return value as boolean
    case 'NULL':
      if (value === false) throw invalidParameters(`Null attribute value types must have the value of true`)
      return null
    case 'B':
      return fromBase64(value)
    case 'L': {
      const list = value as readonly JsonObject[]
      const values: Value[] = []
      for (let index = 0; index < list.length; index++) values.push(decode(list[index]!, level + 1))
      return values
    }
    case 'M':
      return decodeMap(value as JsonObject, level + 1)
    case 'SS':
      return decodeSet(value as readonly string[], 'An string set  may not be empty', tag, (each) => each)
    case 'NS':
      return decodeSet(value as readonly string[], 'An number set  may not be empty', tag, decodeNumber)
    default:
      return decodeSet(value as readonly string[], 'Binary sets should not be empty', 'BS', fromBase64)
  }
}

const tags: ReadonlySet<string> = new Set(['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M'])

/** The one type of a value (rule 1.14). */
function tagOf(json: JsonObject | null, level: number): string {
  let found: string | undefined
  if (json !== null) {
    for (const tag in json) {
      if (json[tag] === null || !tags.has(tag)) continue
      if (found !== undefined) throw severalTypes(json, level)
      found = tag
    }
  }
  if (found !== undefined) return found
  throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes')
}

/** What is wrong with one of the values comes first. */
function severalTypes(json: JsonObject, level: number): WireError {
  for (const tag in json) if (json[tag] !== null && tags.has(tag)) decodeTagged(tag, json[tag]!, level)
  return invalid(
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
  )
}

function fromBase64(json: Json): Uint8Array {
  return Uint8Array.from(Buffer.from(json as string, 'base64')) // a Buffer shares its memory with others
}

function decodeSet(
  members: readonly string[],
  fault: string,
  type: 'SS' | 'NS' | 'BS',
  decodeMember: (member: string) => Value,
): Value {
  if (members.length === 0) throw invalidParameters(fault)
  const values = members.map(decodeMember)
  checkMembersDistinct(type, values, members)
  return sortedSet(values)
}
