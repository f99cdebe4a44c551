import { Decimal } from '@cmz/store-core'
import { onlyTag } from './plain-json.ts'

/** DynamoDB's limits, or less, so that whoever is within them needs no closer look. */
const largestSize = 400_000
const longestName = 20_000
const deepestLevel = 32
const largestNumber = 1e125
const smallestNumber = 1e-129

/** UTF-8 bytes of a UTF-16 code unit, and bytes of a double, at most. */
const unitSize = 3
const numberSize = 20

/**
 * Whether parsed JSON is, as it is, the item that `toItem(decodeItem(json))` would copy from it; false where it takes
 * a closer look to be sure.
 */
export function isSoundItem(json: unknown): boolean {
  return typeof json === 'object' && json !== null && !Array.isArray(json) && mapSize(json, 0) <= largestSize
}

/** At most so many bytes has a value; Infinity where it is not sure to be one. */
function valueSize(json: unknown, level: number): number {
  if (level > deepestLevel) return Infinity
  switch (typeof json) {
    case 'string':
      return json.isWellFormed() ? json.length * unitSize : Infinity
    case 'number':
      return isSoundNumber(json) ? numberSize : Infinity
    case 'boolean':
      return 1
    case 'object':
      if (json === null) return 1
      if (Array.isArray(json)) return listSize(json, level)
      return onlyTag(json) === undefined ? mapSize(json, level) : Infinity
    default:
      return Infinity
  }
}

function listSize(list: readonly unknown[], level: number): number {
  let size = 3
  for (const each of list) size += 1 + valueSize(each, level + 1)
  return size
}

function mapSize(map: object, level: number): number {
  if (map instanceof Decimal) return Infinity
  const members = map as Readonly<Record<string, unknown>>
  let size = 3
  for (const name in members) {
    if (name === '' || name === '__proto__' || name.length > longestName || !name.isWellFormed()) return Infinity
    size += 1 + name.length * unitSize + valueSize(members[name], level + 1)
  }
  return size
}

function isSoundNumber(value: number): boolean {
  if (value === 0) return !Object.is(value, -0)
  const magnitude = Math.abs(value)
  return magnitude <= largestNumber && magnitude >= smallestNumber
}
