import { keyOfSchema, type TableSchema } from './generate/schemas.ts'
import { isObject, type JsonObject } from './json.ts'
import type { TableState } from './table-state.ts'
import type { WireRequest } from './wire-request.ts'

/**
 * How a request is sent so that answers can be compared. Order is promised inside a partition only (rule 8.1), and not
 * between equal keys of an index (rule 2.16): where it decides what is on a page, all pages are read and compared as one.
 */
export type Plan =
  | { readonly kind: 'once'; readonly ordered: boolean }
  /** Follows LastEvaluatedKey to the end. */
  | { readonly kind: 'pages' }
  /** Reads every segment to its end. */
  | { readonly kind: 'segments'; readonly count: number }
  /** Only whether it succeeds is compared, and how it fails. */
  | { readonly kind: 'outcome' }

const once: Plan = { kind: 'once', ordered: true }

export function planOf({ operation, input }: WireRequest, schema: TableSchema | undefined, state: TableState): Plan {
  if ((operation !== 'Query' && operation !== 'Scan') || schema === undefined) return once
  const start = input['ExclusiveStartKey']
  const items = isObject(start) ? [...state.values(), start] : [...state.values()]
  const isFree = operation === 'Scan' || hasTies(schema, input['IndexName'], items)
  if (!isFree) return once
  const { TotalSegments: segments, Limit: limit } = input
  if (start !== undefined) return { kind: 'outcome' }
  if (operation === 'Scan' && isSmall(segments) && segments > 1) return { kind: 'segments', count: segments }
  if (isSmall(limit) && limit <= state.size) return { kind: 'pages' }
  return { kind: 'once', ordered: false }
}

/** True if two items have the same key in the index; what a query starts from may be one of them. */
function hasTies(schema: TableSchema, indexName: unknown, items: readonly JsonObject[]): boolean {
  const index = schema.indexes.find(({ name }) => name === indexName)
  if (index === undefined) return false
  const seen = new Set<string>()
  for (const item of items) {
    const key = keyOfSchema(index).map(({ name }) => item[name])
    if (key.some((value) => value === undefined)) continue
    const text = JSON.stringify(key)
    if (seen.has(text)) return true
    seen.add(text)
  }
  return false
}

function isSmall(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1000
}
