import { numberSize, type NumberValue } from './decimal.ts'
import { type Item, typeOf, type Value } from './value.ts'

/** The largest item, in bytes, names included (rule 3.1). */
export const maxItemSize = 409_600

/** Bytes of an item as DynamoDB counts them: names and values (rules 3.2 and 3.3). */
export function itemSize(item: Item): number {
  return Object.entries(item).reduce((total, [name, value]) => total + textSize(name) + valueSize(value), 0)
}

/** UTF-8 bytes of a string. */
export function textSize(text: string): number {
  return Buffer.byteLength(text)
}

function valueSize(value: Value): number {
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
