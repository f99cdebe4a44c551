import { Decimal } from '@cmz/store-core'

type Members = Readonly<Record<string, unknown>>

const dollar = 0x24

/** Whether JSON.stringify writes an item as it is to be written: it holds only JSON's own types, and no map like a tag. */
export function isPlainItem(item: Members): boolean {
  for (const name in item) if (!isPlainValue(item[name])) return false
  return true
}

function isPlainValue(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return true
    case 'object':
      if (value === null) return true
      if (Array.isArray(value)) return isPlainList(value)
      return Object.getPrototypeOf(value) === Object.prototype && isPlainMap(value as Members)
    default:
      return false
  }
}

function isPlainList(list: readonly unknown[]): boolean {
  for (const value of list) if (!isPlainValue(value)) return false
  return true
}

function isPlainMap(map: Members): boolean {
  let count = 0
  let tagged = false
  for (const name in map) {
    if (!isPlainValue(map[name])) return false
    if (name.charCodeAt(0) === dollar) tagged = true
    count++
  }
  return !tagged || count > 1
}

/** Whether a member of parsed JSON, at any depth, is a map like a tag. */
export function holdsTag(map: Members): boolean {
  for (const name in map) if (isOrHoldsTag(map[name])) return true
  return false
}

function isOrHoldsTag(json: unknown): boolean {
  if (typeof json !== 'object' || json === null || json instanceof Decimal) return false
  if (Array.isArray(json)) return json.some(isOrHoldsTag)
  return onlyTag(json) !== undefined || holdsTag(json as Members)
}

/** The name of the only member, if it looks like a tag. */
export function onlyTag(map: object): string | undefined {
  let tag: string | undefined
  for (const name in map) {
    if (tag !== undefined || name.charCodeAt(0) !== dollar) return undefined
    tag = name
  }
  return tag
}
