import { Decimal, type Item, numberText, parseNumber, setOwn, typeOf, type Value } from '@cmz/store-core'
import { holdsTag, isPlainItem, onlyTag } from './plain-json.ts'

/**
 * The JSON text of an item, on one line. JSON's types stand as themselves; what JSON lacks is tagged:
 * `{"$ss":["a"]}`, `{"$ns":["1"]}`, `{"$bs":["…"]}`, `{"$b":"base64"}`, `{"$n":"1e100"}`, and a map whose only
 * key begins with `$` is escaped as `{"$m":{…}}`. `decodeItem(parseJson(encodeItem(item)))` equals `item`.
 */
export function encodeItem(item: Item): string {
  return JSON.stringify(isPlainItem(item) ? item : encodeMembers(item))
}

/** The item that parsed JSON describes. Throws a TypeError that says what is wrong where the JSON is no item. */
export function decodeItem(json: unknown): Item {
  if (!isObject(json))
    throw new TypeError(`an item is a JSON object, not ${Array.isArray(json) ? 'an array' : shown(json)}`)
  return holdsTag(json) ? decodeMembers(json) : (json as Item)
}

/** `decodeItem(parseJson(text))`, sooner. */
export function parseItem(text: string): Item {
  const json = parseJson(text)
  return isObject(json) && !mayHoldTag(text) ? (json as Item) : decodeItem(json)
}

/** One character is found much sooner than several. */
function mayHoldTag(text: string): boolean {
  return text.includes('$') || (text.includes('\\') && text.includes(String.raw`\u0024`))
}

/** Parses JSON without rounding: a number beyond double precision becomes a bigint or a Decimal. SyntaxError as JSON.parse. */
export function parseJson(text: string): unknown {
  if (mayHoldInexactNumber.test(text)) return JSON.parse(text, exactNumber as Parameters<typeof JSON.parse>[1])
  const json: unknown = JSON.parse(text)
  return typeof json === 'number' ? parseNumber(text.trim()) : json
}

/** Up to 15 digits and no exponent are always exact; finding more, such as text in quotes, only costs time. */
const mayHoldInexactNumber = /[[:,\s]-?\d(?:[\d.]{15}|[\d.]*[eE])/

function exactNumber(_name: string, value: unknown, context: { readonly source?: string }): unknown {
  return typeof value === 'number' && context.source !== undefined ? parseNumber(context.source) : value
}

function encodeMembers(map: Item): Record<string, unknown> {
  const encoded: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(map)) setOwn(encoded, name, encodeValue(value))
  return encoded
}

function encodeValue(value: Value): unknown {
  switch (typeOf(value)) {
    case 'S':
    case 'BOOL':
    case 'NULL':
      return value
    case 'N':
      return typeof value === 'number' ? value : { $n: numberText(value as bigint | Decimal) }
    case 'B':
      return { $b: base64(value as Uint8Array) }
    case 'SS':
      return { $ss: [...(value as Set<string>)] }
    case 'NS':
      return { $ns: [...(value as Set<number>)].map(String) }
    case 'BS':
      return { $bs: [...(value as Set<Uint8Array>)].map(base64) }
    case 'L':
      return (value as readonly Value[]).map(encodeValue)
    case 'M': {
      const members = encodeMembers(value as Item)
      return onlyTag(members) === undefined ? members : { $m: members }
    }
  }
}

function decodeMembers(map: Readonly<Record<string, unknown>>): Item {
  const decoded: Record<string, Value> = {}
  for (const [name, value] of Object.entries(map)) setOwn(decoded, name, decodeValue(value))
  return decoded
}

function decodeValue(json: unknown): Value {
  if (Array.isArray(json)) return json.map(decodeValue)
  if (!isObject(json)) return json as Value
  const tag = onlyTag(json)
  return tag === undefined ? decodeMembers(json) : decodeTagged(tag, json[tag])
}

function decodeTagged(tag: string, content: unknown): Value {
  switch (tag) {
    case '$n':
      return parseNumber(textOf(tag, content))
    case '$b':
      return bytes(tag, content)
    case '$ss':
      return new Set(list(tag, content).map((member) => textOf(tag, member)))
    case '$ns':
      return new Set(list(tag, content).map((member) => parseNumber(textOf(tag, member))))
    case '$bs':
      return new Set(list(tag, content).map((member) => bytes(tag, member)))
    case '$m':
      if (isObject(content)) return decodeMembers(content)
      throw new TypeError('"$m" holds an object')
    default:
      throw new TypeError(
        `unknown tag ${JSON.stringify(tag)}: a map with this one key is written {"$m":{${JSON.stringify(tag)}:…}}`,
      )
  }
}

function textOf(tag: string, content: unknown): string {
  if (typeof content === 'string') return content
  throw new TypeError(`"${tag}" holds text in quotes, not ${shown(content)}`)
}

function list(tag: string, content: unknown): readonly unknown[] {
  if (!Array.isArray(content) || content.length === 0)
    throw new TypeError(`"${tag}" holds an array with at least one member`)
  if (new Set(content).size < content.length) throw new TypeError(`"${tag}" holds the same member twice`)
  return content
}

function bytes(tag: string, content: unknown): Uint8Array {
  const encoded = textOf(tag, content)
  const decoded = Buffer.from(encoded, 'base64')
  if (base64(decoded).replace(/=+$/, '') !== encoded.replace(/=+$/, ''))
    throw new TypeError(`"${tag}" holds base64, not ${JSON.stringify(encoded)}`)
  return Uint8Array.from(decoded)
}

function base64(value: Uint8Array): string {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
}

function shown(json: unknown): string {
  return typeof json === 'bigint' || json instanceof Decimal ? json.toString() : JSON.stringify(json)
}

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json) && !(json instanceof Decimal)
}
