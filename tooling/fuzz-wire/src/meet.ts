import type { Meeting } from './difference.ts'
import { exchange } from './exchange.ts'
import type { TableSchema } from './generate/schemas.ts'
import type { Pair } from './pair.ts'
import { planOf } from './plan.ts'
import { stateOf, type TableState } from './table-state.ts'
import type { WireAnswer, WireRequest } from './wire-request.ts'

/** A meeting, with the answers as they came. */
export interface Met {
  readonly meeting: Meeting
  readonly raw: { readonly ours: WireAnswer; readonly theirs: WireAnswer }
}

const writes: ReadonlySet<string> = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
])

/** Sends one request to both sides, and looks at what the tables hold then. */
export async function meet(
  pair: Pair,
  request: WireRequest,
  tables: readonly TableSchema[],
  before: ReadonlyMap<string, TableState>,
): Promise<Met> {
  const schema = tables.find(({ name }) => name === request.input['TableName'])
  const plan = planOf(request, schema, (schema && before.get(schema.name)) ?? new Map())
  const [ours, theirs] = await Promise.all([exchange(pair.ours, request, plan), exchange(pair.theirs, request, plan)])
  const changed = writes.has(request.operation) && (ours.normal.status === 200 || theirs.normal.status === 200)
  const text = changed ? JSON.stringify(request.input) : ''
  const touched = tables.filter(({ name }) => text.includes(`"${name}"`))
  const after = await Promise.all(
    touched.map(async (each) => {
      const [one, other] = await Promise.all([stateOf(pair.ours, each), stateOf(pair.theirs, each)])
      return { table: each.name, ours: one, theirs: other }
    }),
  )
  const meeting = { request, ours: ours.normal, theirs: theirs.normal, tables, before, after }
  return { meeting, raw: { ours: ours.raw, theirs: theirs.raw } }
}
