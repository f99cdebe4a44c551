import { randomUUID } from 'node:crypto'
import { type KnownDifference, signatureOf } from './difference.ts'
import type { TableSchema } from './generate/schemas.ts'
import { slotsOf } from './generate/mutate.ts'
import type { JsonObject } from './json.ts'
import { type Met, meet } from './meet.ts'
import { fill, makeTables, type Pair } from './pair.ts'
import { stateOf, type TableState } from './table-state.ts'
import type { WireRequest } from './wire-request.ts'

const mostTries = 250

interface Case {
  readonly request: WireRequest
  readonly items: ReadonlyMap<string, readonly JsonObject[]>
}

/**
 * Sends one request again, to tables that hold what they held before, and leaves out of both what the difference does
 * not need. Undefined where the request alone does not show it again.
 */
export async function shrink(
  pair: Pair,
  { meeting }: Met,
  differences: readonly KnownDifference[],
): Promise<Met | undefined> {
  const signature = signatureOf(meeting)
  const text = JSON.stringify(meeting.request.input)
  const tables = meeting.tables.filter(({ name }) => text.includes(`"${name}"`))
  const items = new Map(
    tables.map(({ name }) => [name, [...(meeting.before.get(name) ?? new Map<string, JsonObject>()).values()]]),
  )
  let tries = 0
  const shows = async (candidate: Case): Promise<Met | undefined> => {
    if (tries++ >= mostTries) return undefined
    const met = await replay(pair, tables, candidate).catch(() => undefined)
    if (met === undefined || signatureOf(met.meeting) !== signature) return undefined
    return differences.some(({ isMetBy }) => isMetBy(met.meeting)) ? undefined : met
  }

  let smallest: Case = { request: meeting.request, items }
  let best = await shows(smallest)
  for (let found = best; found !== undefined;) {
    found = undefined
    for (const candidate of smaller(smallest)) {
      found = await shows(candidate)
      if (found === undefined) continue
      smallest = candidate
      best = found
      break
    }
  }
  return best
}

async function replay(pair: Pair, tables: readonly TableSchema[], { request, items }: Case): Promise<Met> {
  await makeTables(pair, tables)
  const before = new Map<string, TableState>()
  for (const schema of tables) {
    await fill(pair, schema, items.get(schema.name) ?? [])
    before.set(schema.name, await stateOf(pair.ours, schema))
  }
  return meet(pair, withFreshToken(request), tables, before)
}

/** A token that was sent before would answer what it answered then (rule 10.10). */
function withFreshToken({ operation, input }: WireRequest): WireRequest {
  if (typeof input['ClientRequestToken'] !== 'string' || input['ClientRequestToken'].length > 36)
    return { operation, input }
  return { operation, input: { ...input, ClientRequestToken: randomUUID() } }
}

function* smaller({ request, items }: Case): Generator<Case> {
  for (const [table, list] of items) {
    if (list.length > 1) yield { request, items: new Map([...items, [table, []]]) }
    for (let index = 0; index < list.length; index++)
      yield { request, items: new Map([...items, [table, list.toSpliced(index, 1)]]) }
  }
  for (const [table, list] of items) {
    for (let at = 0; at < list.length; at++) {
      for (const name of Object.keys(list[at]!)) {
        const { [name]: _, ...item } = list[at]!
        yield { request, items: new Map([...items, [table, list.with(at, item)]]) }
      }
    }
  }
  const count = slotsOf(request.input).length
  for (let index = 0; index < count; index++) {
    const input = structuredClone(request.input)
    const [parent, name] = slotsOf(input)[index]! as [JsonObject, string]
    if (Array.isArray(parent)) parent.splice(Number(name), 1)
    else delete parent[name]
    yield { request: { ...request, input }, items }
  }
}
