import { createTableInput, type TableSchema } from './generate/schemas.ts'
import type { JsonObject } from './json.ts'
import { stateOf, stateText, type TableState } from './table-state.ts'
import type { Party } from './wire-request.ts'

/** The two sides, with the same tables. */
export interface Pair {
  readonly ours: Party
  readonly theirs: Party
}

/** Deletes all tables on both sides and makes these. */
export async function makeTables(pair: Pair, schemas: readonly TableSchema[]): Promise<void> {
  await Promise.all([makeOn(pair.ours, schemas), makeOn(pair.theirs, schemas)])
}

async function makeOn(party: Party, schemas: readonly TableSchema[]): Promise<void> {
  await clear(party)
  for (const schema of schemas) await succeed(party, 'CreateTable', createTableInput(schema))
}

/** Deletes all tables. */
async function clear(party: Party): Promise<void> {
  for (;;) {
    const { TableNames } = await succeed(party, 'ListTables', {})
    const names = TableNames as string[]
    if (names.length === 0) return
    for (const TableName of names) {
      const answer = await party.answer('DeleteTable', JSON.stringify({ TableName }))
      if (answer.status === 200) continue
      await succeed(party, 'UpdateTable', { TableName, DeletionProtectionEnabled: false })
      await succeed(party, 'DeleteTable', { TableName })
    }
  }
}

/** Makes their table hold what ours holds; false where it will not. */
export async function repair(pair: Pair, schema: TableSchema, ours: TableState, theirs: TableState): Promise<boolean> {
  for (const [text, item] of theirs) {
    if (ours.has(text)) continue
    await pair.theirs.answer('DeleteItem', JSON.stringify({ TableName: schema.name, Key: keyOfItem(schema, item) }))
  }
  for (const [text, item] of ours) {
    if (JSON.stringify(theirs.get(text)) === JSON.stringify(item)) continue
    await pair.theirs.answer('PutItem', JSON.stringify({ TableName: schema.name, Item: item }))
  }
  return stateText(await stateOf(pair.theirs, schema)) === stateText(ours)
}

/** Puts items into a table on both sides. */
export async function fill(pair: Pair, schema: TableSchema, items: Iterable<JsonObject>): Promise<void> {
  for (const Item of items) {
    const input = { TableName: schema.name, Item }
    await Promise.all([succeed(pair.ours, 'PutItem', input), succeed(pair.theirs, 'PutItem', input)])
  }
}

export function keyOfItem({ hash, range }: TableSchema, item: JsonObject): JsonObject {
  return { [hash.name]: item[hash.name]!, ...(range && { [range.name]: item[range.name]! }) }
}

async function succeed(party: Party, operation: string, input: JsonObject): Promise<JsonObject> {
  const { status, body } = await party.answer(operation, JSON.stringify(input))
  if (status !== 200) throw new Error(`${operation} ${JSON.stringify(input).slice(0, 500)}: ${body}`)
  return JSON.parse(body) as JsonObject
}
