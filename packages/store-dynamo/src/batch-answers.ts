import type { BatchGetItemCommandOutput, BatchWriteItemCommandOutput } from '@aws-sdk/client-dynamodb'
import {
  type BatchGetAnswer,
  type BatchWriteRequest,
  type GetRequest,
  keyOfRequest,
  placeOf,
  type TableDefinition,
} from '@cmz/store-core'
import { type AttributeValues, fromAttributeValues } from './attribute-value.ts'

/** The items that were found, and the requests that were not looked at (rule 9.7). */
export function toBatchGetAnswer(
  requests: readonly GetRequest[],
  { Responses = {}, UnprocessedKeys = {} }: Pick<BatchGetItemCommandOutput, 'Responses' | 'UnprocessedKeys'>,
): BatchGetAnswer {
  const table = tablesOf(requests)
  const left = new Set<string>()
  for (const [name, { Keys = [] }] of Object.entries(UnprocessedKeys)) {
    for (const key of Keys) left.add(placeOf(table.get(name)!, fromAttributeValues(key)))
  }
  return {
    items: Object.values(Responses).flatMap((items) => items.map(fromAttributeValues)),
    unprocessed: requests.filter((request) => left.has(placeOf(request.table, request.key))),
  }
}

/** The requests that were not done (rule 9.7). */
export function unprocessedWrites(
  requests: readonly BatchWriteRequest[],
  { UnprocessedItems = {} }: Pick<BatchWriteItemCommandOutput, 'UnprocessedItems'>,
): readonly BatchWriteRequest[] {
  const table = tablesOf(requests)
  const left = new Set<string>()
  for (const [name, members] of Object.entries(UnprocessedItems)) {
    for (const { PutRequest, DeleteRequest } of members) {
      const item = (PutRequest?.Item ?? DeleteRequest?.Key) as AttributeValues
      left.add(placeOf(table.get(name)!, fromAttributeValues(item)))
    }
  }
  return requests.filter((request) => left.has(placeOf(request.table, keyOfRequest(request))))
}

function tablesOf(requests: readonly { readonly table: TableDefinition }[]): ReadonlyMap<string, TableDefinition> {
  return new Map(requests.map(({ table }) => [table.name, table]))
}
