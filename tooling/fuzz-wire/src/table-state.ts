import type { TableSchema } from './generate/schemas.ts'
import { isObject, type Json, type JsonObject } from './json.ts'
import { normalBody } from './normalise.ts'
import type { Party } from './wire-request.ts'

/** What a table holds, by the text of the key; numbers are in normal form, sets in order. */
export type TableState = ReadonlyMap<string, JsonObject>

/** Reads a whole table, or an index. */
export async function stateOf(party: Party, schema: TableSchema, index?: string): Promise<TableState> {
  const state = new Map<string, JsonObject>()
  let start: Json | undefined
  do {
    const input: JsonObject = {
      TableName: schema.name,
      ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
      ...(start !== undefined && { ExclusiveStartKey: start }),
    }
    const { status, body } = await party.answer('Scan', JSON.stringify(input))
    if (status !== 200) throw new Error(`${schema.name} cannot be scanned: ${body}`)
    const page = JSON.parse(body) as JsonObject
    for (const item of page['Items'] as JsonObject[]) state.set(keyTextOf(schema, item), normalBody(item) as JsonObject)
    start = page['LastEvaluatedKey']
  } while (isObject(start))
  return state
}

export function keyTextOf({ hash, range }: TableSchema, item: JsonObject): string {
  return JSON.stringify([item[hash.name], range && item[range.name]])
}

/** The text of a state, the same for equal states. */
export function stateText(state: TableState): string {
  return JSON.stringify([...state].toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
