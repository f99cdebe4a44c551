import { isObject, type Json, type JsonObject } from './json.ts'
import type { WireAnswer } from './wire-request.ts'

/** An answer without what may differ between two servers that are both right. */
export interface NormalAnswer {
  readonly status: number
  /** The name of the error: `__type` after the `#`. */
  readonly error?: string
  readonly message?: string
  readonly body: Json
}

/** Puts an answer into the form that is compared; what is no JSON stays text. */
export function normalAnswer({ status, body }: WireAnswer): NormalAnswer {
  let parsed: Json
  try {
    parsed = JSON.parse(body) as Json
  } catch {
    return { status, body }
  }
  if (!isObject(parsed) || typeof parsed['__type'] !== 'string') return { status, body: normalBody(parsed) }
  const { __type, message, Message, CancellationReasons, ...rest } = parsed
  const error = __type.split('#').at(-1)!
  const text = message ?? Message
  return {
    status,
    error,
    ...(typeof text === 'string' && !wordsAreFree.has(error) && { message: normalMessage(text) }),
    body: normalBody({
      ...rest,
      ...(Array.isArray(CancellationReasons) && { CancellationReasons: CancellationReasons.map(normalReason) }),
    }),
  }
}

/** Errors of which the rules tell the class only; their words follow the parser at hand. */
const wordsAreFree: ReadonlySet<string> = new Set(['SerializationException', 'UnknownOperationException'])

function normalReason(reason: Json): Json {
  if (!isObject(reason) || typeof reason['Message'] !== 'string') return reason
  return { ...reason, Message: normalMessage(reason['Message']) }
}

/** Strips what differs between regions and parsers of AWS itself, and orders what has no order. */
export function normalMessage(text: string): string {
  const errors = /^\d+ validation errors? detected: /.exec(text)
  const bare = errors === null ? text : text.slice(errors[0].length)
  const parts = errors === null ? [bare] : bare.split(/; (?=Value )/)
  return parts.map(normalPart).toSorted().join('; ')
}

function normalPart(text: string): string {
  return text
    .replace(/^Value .*?\bat '(?=[\w.-]+' failed)/s, "at '")
    .replace(/^Value at '/, "at '")
    .replace(/(?<=The BETWEEN operator requires [^;]*;).*$/s, '') // the values
    .replace(/^at '[A-Z]/, (start) => start.toLowerCase()) // rule 7.14
    .replace(/^ExpressionAttributeValues contains invalid value: (.*) for key :\w+$/s, '$1') // rule 1.16
    .replaceAll(/\{([^{}]*)\}/g, (_match, names: string) => `{${names.split(', ').toSorted().join(', ')}}`)
}

/** Orders sets and the members of objects; strips ids, dates and names of resources (rules 1.18, 12.13 and 12.14). */
export function normalBody(json: Json): Json {
  if (Array.isArray(json)) return json.map(normalBody)
  if (!isObject(json)) return json
  const normal: JsonObject = {}
  for (const name of Object.keys(json).toSorted()) {
    if (varying.has(name) && !isTagged(json[name]!)) continue
    if (name === 'DeletionProtectionEnabled' && json[name] === false) continue // the default, told or not
    const value = json[name]!
    const order = unordered[name]
    const inside = normalBody(value)
    put(normal, name, Array.isArray(inside) && order !== undefined ? sortedBy(inside, order) : inside)
  }
  return normal
}

/** What one server counts or makes up. */
const varying: ReadonlySet<string> = new Set([
  'CreationDateTime',
  'TableId',
  'TableArn',
  'IndexArn',
  'ItemCount',
  'TableSizeBytes',
  'IndexSizeBytes',
  'LastDecreaseDateTime',
  'LastIncreaseDateTime',
  'LastUpdateToPayPerRequestDateTime',
  'SizeEstimateRangeGB',
  // rules 12.8 and 16.3
  'TableStatus',
  'IndexStatus',
  'WarmThroughput',
  'Backfilling',
])

/** Lists that have no order, and what they are put in order by. */
const unordered: Readonly<Record<string, (member: Json) => string>> = {
  SS: String,
  NS: String,
  BS: String,
  AttributeDefinitions: JSON.stringify,
  GlobalSecondaryIndexes: JSON.stringify,
  LocalSecondaryIndexes: JSON.stringify,
  NonKeyAttributes: String,
  Tags: JSON.stringify,
}

/** True for a value of an item, whose attributes may have any name. */
function isTagged(json: Json): boolean {
  if (!isObject(json)) return false
  const names = Object.keys(json)
  return names.length === 1 && /^(?:S|N|B|BOOL|NULL|SS|NS|BS|L|M)$/.test(names[0]!)
}

export function sortedBy(list: readonly Json[], order: (member: Json) => string): Json[] {
  return [...list].toSorted((one, other) => (order(one) < order(other) ? -1 : 1))
}

/** Also for the name `__proto__`. */
function put(target: JsonObject, name: string, value: Json): void {
  if (name !== '__proto__') target[name] = value
  else Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
}
