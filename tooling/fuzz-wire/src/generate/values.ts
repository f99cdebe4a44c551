import type { JsonObject } from '../json.ts'
import type { Random } from '../random.ts'
import { keyAttributes, keyOfSchema, type KeyType, type TableSchema } from './schemas.ts'

export type ValueType = KeyType | 'BOOL' | 'NULL' | 'SS' | 'NS' | 'BS' | 'L' | 'M'

export const valueTypes: readonly ValueType[] = ['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M']

/** Attributes by the type that they have most of the time; some names need an alias (rules 4.19, 4.20 and 4.33). */
export const attributes: Readonly<Record<string, ValueType>> = {
  t: 'S',
  u: 'S',
  name: 'S',
  n: 'N',
  k: 'N',
  'a.b': 'N',
  b: 'B',
  f: 'BOOL',
  z: 'NULL',
  ss: 'SS',
  ns: 'NS',
  bs: 'BS',
  l: 'L',
  m: 'M',
  _u: 'S',
}

/** What the map `m` holds, by type. */
export const members: Readonly<Record<string, ValueType>> = { x: 'N', y: 'S', size: 'M', l: 'L' }

const texts = ['a', 'b', 'ab', 'abc', 'B', 'é', '\uFF5E', '\u{1F600}', 'a\u0000', '"\\', '1']
const numbers = ['0', '1', '2', '3', '-1', '1.5', '10', '-0', '+5', '007', '1e3', '0.1', '.5', '1E-2', '1.0']
const extremes = [
  '12345678901234567890123456789012345678',
  '1E-130',
  '-9.9E125',
  '9007199254740993',
  '0.00000000000000000001',
  '1e125',
]
const binaries = ['AA==', 'AQ==', 'AAE=', '/w==', 'AQID']

/** Few of each, so that keys meet. */
const keyTexts = ['a', 'b', 'ab', 'é']
const keyNumbers = ['1', '2', '-3', '1.5', '10']
const keyBinaries = ['AA==', 'AAE=', '/w==']

export function keyValue(random: Random, type: KeyType): JsonObject {
  switch (type) {
    case 'S':
      return { S: random.pick(keyTexts) }
    case 'N':
      return { N: random.chance(0.05) ? random.pick(['1.0', '1e1', '+2']) : random.pick(keyNumbers) }
    case 'B':
      return { B: random.pick(keyBinaries) }
  }
}

/** A whole key of the table. */
export function keyFor(random: Random, schema: TableSchema): JsonObject {
  return Object.fromEntries(keyOfSchema(schema).map(({ name, type }) => [name, keyValue(random, type)]))
}

export function valueOf(random: Random, type: ValueType, depth = 0): JsonObject {
  switch (type) {
    case 'S':
      return { S: random.chance(0.04) ? '' : random.pick(texts) }
    case 'N':
      return { N: numberText(random) }
    case 'B':
      return { B: random.chance(0.04) ? '' : random.pick(binaries) }
    case 'BOOL':
      return { BOOL: random.chance(0.5) }
    case 'NULL':
      return { NULL: true }
    case 'SS':
      return { SS: random.some(texts, 1, 3) }
    case 'NS':
      return { NS: random.some(['1', '2', '-3', '1.5', '100', '0'], 1, 3) }
    case 'BS':
      return { BS: random.some(binaries, 1, 3) }
    case 'L':
      return { L: Array.from({ length: random.below(4) }, () => valueOf(random, inner(random, depth), depth + 1)) }
    case 'M': {
      const names = random.some(Object.keys(members), 0, 4)
      return {
        M: Object.fromEntries(
          names.map((name) => {
            const memberType = members[name]!
            const nested = memberType === 'M' || memberType === 'L'
            return [name, valueOf(random, nested && depth > 1 ? 'N' : memberType, depth + 1)]
          }),
        ),
      }
    }
  }
}

function inner(random: Random, depth: number): ValueType {
  if (random.chance(0.6)) return 'N'
  return random.pick(depth > 1 ? valueTypes.slice(0, 8) : valueTypes)
}

function numberText(random: Random): string {
  return random.chance(0.04) ? random.pick(extremes) : random.pick(numbers)
}

/** An item of the table; now and then an attribute has another type than usual, which an index may refuse (rule 2.11). */
export function itemFor(random: Random, schema: TableSchema): JsonObject {
  const item = keyFor(random, schema)
  for (const { name, type } of keyAttributes(schema)) {
    if (item[name] === undefined && random.chance(0.75)) item[name] = keyValue(random, type)
  }
  for (const name of random.some(Object.keys(attributes), 0, 8)) {
    const type = random.chance(0.08) ? random.pick(valueTypes) : attributes[name]!
    item[name] ??= valueOf(random, type)
  }
  if (random.chance(0.01)) item['pad'] = { S: 'x'.repeat(random.pick([1000, 3000, 5000, 20_000])) }
  return item
}
