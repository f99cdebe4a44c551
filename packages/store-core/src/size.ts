import { numberSize, type NumberValue } from './decimal.ts'
import { type ErrorDetails, ValidationException } from './errors.ts'
import { type Item, typeOf, type Value } from './value.ts'

/** The largest item, in bytes, names included (rule 3.1). */
export const maxItemSize = 409_600

/** Bytes of an item as DynamoDB counts them: names and values (rules 3.2 and 3.3). */
export function itemSize(item: Item): number {
  return Object.entries(item).reduce((total, [name, value]) => total + textSize(name) + valueSize(value), 0)
}

/** True if an item is larger than DynamoDB takes. */
export function isTooLarge(item: Item): boolean {
  return itemBound(item) > maxItemSize && itemSize(item) > maxItemSize
}

/** Refuses an item that is to be put and is larger than DynamoDB takes (rule 3.1). */
export function checkItemSize(item: Item, details: ErrorDetails = {}): void {
  if (isTooLarge(item)) throw new ValidationException('Item size has exceeded the maximum allowed size', details)
}

/** More bytes than the item can have, by the lengths of its texts: cheap, and enough to know for most items. */
function itemBound(item: Item): number {
  let bound = 0
  for (const name in item) bound += name.length * 3 + valueBound(item[name]!) + 1
  return bound
}

/** UTF-8 takes 3 bytes at most for one of UTF-16's units, and a number 22. */
function valueBound(value: Value): number {
  if (typeof value === 'string') return value.length * 3
  if (typeof value !== 'object' || value === null) return 22
  if (value.constructor === Object) return 3 + itemBound(value as Item)
  if (!Array.isArray(value)) return valueSize(value)
  let bound = 3
  for (let index = 0; index < value.length; index++) bound += valueBound(value[index] as Value) + 1
  return bound
}

/** UTF-8 bytes of a string. */
export function textSize(text: string): number {
  return Buffer.byteLength(text)
}

/** Bytes of a value. */
export function valueSize(value: Value): number {
  switch (typeOf(value)) {
    case 'S':
      return textSize(value as string)
    case 'N':
      return numberSize(value as NumberValue)
    case 'B':
      return (value as Uint8Array).length
    case 'BOOL':
    case 'NULL':
      return 1
    case 'SS':
    case 'NS':
    case 'BS':
      return sum([...(value as Set<Value>)].map(valueSize))
    case 'L':
      return 3 + sum((value as readonly Value[]).map((each) => 1 + valueSize(each)))
    case 'M':
      return 3 + sum(Object.entries(value as Item).map(([name, each]) => 1 + textSize(name) + valueSize(each)))
  }
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0)
}
