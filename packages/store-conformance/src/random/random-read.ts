import {
  type IndexDefinition,
  keyAttributes,
  overlapOf,
  type Path,
  projects,
  type QueryRequest,
  type ScanRequest,
  type SortCondition,
  type TableDefinition,
} from '@cmz/store-core'
import * as fc from 'fast-check'
import type { Command } from './command.ts'
import { randomCondition } from './random-condition.ts'
import { filterable, pathsIn } from './random-path.ts'
import { keyValuesOf } from './tables.ts'

/** Paths of which none overlap. */
export function randomProjection(paths: readonly Path[]): fc.Arbitrary<readonly Path[]> {
  return fc
    .uniqueArray(fc.constantFrom(...paths), { minLength: 1, maxLength: 4, selector: (path) => JSON.stringify(path) })
    .filter((chosen) => overlapOf(chosen) === undefined)
}

/** All pages of one partition of the table or of an index. */
export function randomQuery(table: TableDefinition): fc.Arbitrary<Command> {
  return randomIndex(table).chain((index) => {
    const { partitionKey, sortKey } = keysOfIndex(table, index)
    const partition = fc
      .constantFrom(...keyValuesOf(table, partitionKey.name))
      .map((value): QueryRequest['partition'] => ({ ...partitionKey, value }))
    const sort = sortKey && sortCondition(table, sortKey.name).map((condition) => ({ ...sortKey, condition }))
    const parts: Record<string, fc.Arbitrary<unknown>> = {
      ...readOf(table, index),
      partition,
      descending: fc.boolean(),
    }
    if (sort !== undefined) parts['sort'] = sort
    const request = fc.record(parts, requiring(index, 'table', 'partition', 'descending'))
    return request.map((each) => ({ call: 'query', request: each as unknown as QueryRequest }) as const)
  })
}

/** All pages of the table or of an index, or of all its segments. */
export function randomScan(table: TableDefinition): fc.Arbitrary<Command> {
  return randomIndex(table).chain((index) => {
    const request = fc.record(readOf(table, index), requiring(index, 'table'))
    const segments = fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined })
    return fc.tuple(request, segments).map(([each, count]): Command => ({
      call: 'scan',
      request: each as unknown as ScanRequest,
      ...(count !== undefined && { segments: count }),
    }))
  })
}

function requiring(index: string | undefined, ...names: readonly string[]): { readonly requiredKeys: string[] } {
  return { requiredKeys: [...names, ...(index === undefined ? [] : ['index'])] }
}

function randomIndex(table: TableDefinition): fc.Arbitrary<string | undefined> {
  return fc.constantFrom(undefined, ...Object.keys(table.indexes))
}

function keysOfIndex(
  table: TableDefinition,
  index: string | undefined,
): Pick<IndexDefinition, 'partitionKey' | 'sortKey'> {
  return index === undefined ? table : table.indexes[index]!
}

/** What queries and scans have in common. The keys are always read, as the store does: without them equals cannot be told apart. */
function readOf(table: TableDefinition, index: string | undefined): Record<string, fc.Arbitrary<unknown>> {
  const definition = index === undefined ? undefined : table.indexes[index]!
  const keys = [...new Set([...keyAttributes(table), ...keyAttributes(definition ?? table)].map(({ name }) => name))]
  const own = keys.map((name): Path => [name])
  const others = pathsIn(table).filter(
    ([name]) => !keys.includes(name) && (definition === undefined || projects(definition, name)),
  )
  const projection =
    others.length === 0 ? fc.constant(own) : randomProjection(others).map((paths) => [...paths, ...own])
  const paths = filterable(table, index)
  return {
    table: fc.constant(table),
    ...(index !== undefined && { index: fc.constant(index) }),
    limit: fc.integer({ min: 1, max: 4 }),
    ...(paths.length > 0 && { filter: randomCondition(paths) }),
    projection,
    countOnly: fc.constant(true),
  }
}

function sortCondition(table: TableDefinition, name: string): fc.Arbitrary<SortCondition> {
  const values = keyValuesOf(table, name)
  const value = fc.constantFrom(...values)
  const conditions: fc.Arbitrary<SortCondition>[] = [
    fc.record({ op: fc.constantFrom('=', '<', '<=', '>', '>='), value }),
    fc.tuple(fc.nat(values.length - 1), fc.nat(values.length - 1)).map(([one, other]): SortCondition => ({
      op: 'between',
      low: values[Math.min(one, other)]!,
      high: values[Math.max(one, other)]!,
    })),
  ]
  if (typeof values[0] !== 'number') {
    conditions.push(fc.record({ op: fc.constant('beginsWith'), prefix: value }))
  }
  return fc.oneof(...conditions)
}
