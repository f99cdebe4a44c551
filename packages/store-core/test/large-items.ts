import type { Item } from '../src/index.ts'
import { itemSize, maxItemSize } from '../src/size.ts'

const wide = '\u0800' // as many bytes as one of UTF-16's units can take
const times = <V>(count: number, make: (index: number) => V): V[] => Array.from({ length: count }, (_, i) => make(i))
const texts = (count: number): string[] =>
  times(count, (i) => wide.repeat(60) + String.fromCharCode(0x0800 + (i >> 8), 0x0800 + (i & 255)))

/** Items of so many equal parts, of every kind that takes room in its own way. */
const growing: Readonly<Record<string, (parts: number) => Item>> = {
  text: (parts) => ({ a: wide.repeat(parts) }),
  bytes: (parts) => ({ a: new Uint8Array(parts) }),
  'names of attributes': (parts) => Object.fromEntries(texts(parts).map((name) => [name, ''])),
  'names of members': (parts) => ({ a: Object.fromEntries(texts(parts).map((name) => [name, ''])) }),
  'texts in a list': (parts) => ({ a: texts(parts) }),
  'maps in a list': (parts) => ({ a: texts(parts).map((text) => ({ [wide]: text })) }),
  'lists in a list': (parts) => ({ a: texts(parts).map((text) => [text]) }),
  'a set of texts': (parts) => ({ a: new Set(texts(parts)) }),
  'a set of binaries': (parts) => ({ a: new Set(texts(parts).map((text) => Buffer.from(text))) }),
}

/** Of every kind, the largest item that DynamoDB takes, and the next one. */
export const largeItems: readonly (readonly [kind: string, largest: Item, tooLarge: Item])[] = Object.entries(
  growing,
).map(([kind, make]) => {
  const one = itemSize(make(1))
  const parts = 1 + Math.floor((maxItemSize - one) / (itemSize(make(2)) - one))
  return [kind, make(parts), make(parts + 1)]
})
