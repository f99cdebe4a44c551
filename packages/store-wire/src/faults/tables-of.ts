import { isObject, type Json, type JsonObject } from '../input/json.ts'
import { tableNameOf } from '../tables/arn.ts'

/** The tables that the parameters of a call name, each once; they are not checked yet. */
export function tablesOf({ TableName, RequestItems, TransactItems }: JsonObject): readonly string[] {
  const names: (Json | undefined)[] = [TableName]
  if (isObject(RequestItems)) names.push(...Object.keys(RequestItems))
  for (const action of Array.isArray(TransactItems) ? (TransactItems as readonly Json[]) : []) {
    if (!isObject(action)) continue
    for (const part of Object.values(action)) if (isObject(part)) names.push(part['TableName'])
  }
  return [...new Set(names.filter((name) => typeof name === 'string').map(tableNameOf))]
}
