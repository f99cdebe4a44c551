import { isObject, type Json, type JsonObject } from '../json.ts'
import type { Random } from '../random.ts'
import { slotsOf } from './mutate.ts'

/** A fault in a value of an item or of an expression (rules 1.1 to 1.22 and 3.1). */
export function mutateValue(random: Random, input: JsonObject): void {
  const slots = slotsOf(input).filter(([parent, name]) => isValue((parent as JsonObject)[name as string]))
  if (slots.length === 0) return
  const [parent, name] = random.pick(slots) as [JsonObject, string]
  if (random.chance(0.08)) return fill(random, input)
  parent[name] = random.chance(0.15)
    ? nested(random.pick([30, 31, 32, 33]), parent[name]!)
    : structuredClone(random.pick(faulty))
}

function isValue(json: Json | undefined): json is JsonObject {
  if (!isObject(json)) return false
  const names = Object.keys(json)
  return names.length === 1 && /^(?:S|N|B|BOOL|NULL|SS|NS|BS|L|M)$/.test(names[0]!)
}

/** Without exponents beyond 32 bits, on which dynoxide hangs: see garbage. */
const numbers = [
  'abc',
  'NaN',
  'Infinity',
  '0x10',
  '1_000',
  '1e',
  ' 1',
  '1 ',
  '',
  '1+2',
  '1.2.3',
  '+e2',
  '.',
  '+',
  '-',
  'e5',
  '١',
  '1e126',
  '-1e126',
  '1e-131',
  '9.99e125',
  '0e1000',
  '0.0',
  '-0.0e5',
  '5.',
  '1.e5',
  '123456789012345678901234567890123456789',
  '1234567890123456789012345678901234567800',
  '0.000000000000000000000000000000000000000000000000000012345678901234567890123456789012345678',
]

const faulty: readonly Json[] = [
  ...numbers.map((N) => ({ N })),
  { NS: ['1', '1.0'] },
  { NS: ['1', 'x'] },
  { NS: ['1', '1e200'] },
  { NS: [] },
  { SS: [] },
  { BS: [] },
  { SS: ['a', 'a'] },
  { SS: ['b', 'a', 'b', 'a'] },
  { BS: ['AA==', 'AA=='] },
  { SS: [''] },
  { L: [{ SS: [] }] },
  { M: { a: { NS: ['1', '1'] } } },
  { M: { '': { S: 'a' } } },
  { L: [{}] },
  { L: [{ N: 'x' }] },
  { NULL: false },
  { L: [{ NULL: false }] },
  {},
  { X: 'a' },
  { S: 'a', N: '1' },
  { S: null },
  { S: 'a', N: null },
  { N: 5 },
  { S: 5 },
  { S: { a: 'b' } },
  { S: ['a'] },
  { SS: 'a' },
  { SS: [5] },
  { SS: [null] },
  { L: {} },
  { L: [null] },
  { M: [] },
  { M: { a: null } },
  { BOOL: 'true' },
  { BOOL: 1 },
  { NULL: 'true' },
  { B: 'a' },
  { B: 'AAA' },
  { B: '!!!!' },
  { B: 'AB==' },
  { B: 5 },
]

function nested(levels: number, value: Json): Json {
  let json = value
  for (let level = 0; level < levels; level++) json = level % 2 === 0 ? { L: [json] } : { M: { a: json } }
  return json
}

const limit = 409_600

/** Makes an item as large as may be, or one byte more (rule 3.1). */
function fill(random: Random, input: JsonObject): void {
  const items = slotsOf(input)
    .filter(([, name]) => name === 'Item')
    .map(([parent, name]) => (parent as JsonObject)[name as string])
    .filter(isObject)
  if (items.length === 0) return
  const item = random.pick(items)
  for (const name of Object.keys(item)) {
    const value = item[name]!
    if (name === 'pad' || !isObject(value) || typeof value['S'] !== 'string') delete item[name]
  }
  const size = Object.entries(item).reduce(
    (sum, [name, value]) => sum + bytes(name) + bytes((value as { S: string }).S),
    0,
  )
  const left = limit - size - 3 + random.from(-1, 1)
  if (left > 0) item['pad'] = { S: 'x'.repeat(left) }
}

function bytes(text: string): number {
  return Buffer.byteLength(text)
}
