import type { IndexDefinition } from '@cmz/store-core'
import { invalidParameters } from '../wire-error.ts'
import { type AttributeTypes, checkDefined } from './attribute-definitions.ts'
import { checkGlobalKeySchema, checkKeySchema, keysOf } from './key-schema.ts'
import { projectionOf } from './projection.ts'
import type { BillingMode, GlobalIndexInput, KeySchema, LocalIndexInput } from './table-input.ts'
import { checkIndexCapacity } from './throughput.ts'

/** Rule 12.6. */
export const mostGlobal = 20
const mostLocal = 5
const mostProjected = 100

/** The indexes that a new table is given. */
export interface IndexLists {
  readonly local: readonly LocalIndexInput[] | undefined
  readonly global: readonly GlobalIndexInput[] | undefined
}

/** Refuses keys of indexes that cannot be (rules 12.3, 12.4 and 12.6). */
export function checkIndexKeys({ local = [], global = [] }: IndexLists, table: KeySchema, types: AttributeTypes): void {
  for (const index of local) {
    checkDefined(index.KeySchema, types)
    checkLocalKeys(index, table)
  }
  for (const { IndexName, KeySchema } of global) {
    checkDefined(KeySchema, types)
    checkGlobalKeySchema(IndexName, KeySchema)
  }
}

/** Refuses lists that are there and have no index, and local indexes of a table that can have none. */
export function checkIndexLists({ local, global }: IndexLists, table: KeySchema): void {
  if (local !== undefined) {
    checkNotEmpty('LocalSecondaryIndexes', local)
    if (table.length < 2) {
      throw invalidParameters(
        `Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex`,
      )
    }
  }
  if (global !== undefined) checkNotEmpty('GlobalSecondaryIndexes', global)
}

function checkLocalKeys({ IndexName: name, KeySchema: schema }: LocalIndexInput, table: KeySchema): void {
  checkKeySchema(schema)
  const hash = schema[0].AttributeName
  if (schema.length < 2) throw invalidParameters(`Index KeySchema does not have a range key for index: ${name}`)
  if (hash !== table[0].AttributeName) {
    throw invalidParameters(
      `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${name}. ` +
        `index hash key: ${hash}, table hash key: ${table[0].AttributeName}`,
    )
  }
}

/** The indexes of a new table, whose keys were checked (rules 12.5 to 12.7). */
export function newIndexes(
  { local = [], global = [] }: IndexLists,
  types: AttributeTypes,
  mode: BillingMode,
): Record<string, IndexDefinition> {
  const indexes = new Map<string, IndexDefinition>()
  const add = (name: string, index: IndexDefinition): void => {
    checkNewName(indexes.has(name), name)
    indexes.set(name, index)
  }
  for (const index of local) add(index.IndexName, indexOf('local', index, types))
  if (local.length > mostLocal) {
    throw invalidParameters(`Number of LocalSecondaryIndexes exceeds per-table limit of ${mostLocal}`)
  }
  for (const index of global) {
    add(index.IndexName, indexOf('global', index, types))
    checkIndexCapacity(mode, index.IndexName, index)
  }
  if (global.length > mostGlobal) {
    throw invalidParameters(`GlobalSecondaryIndex count exceeds the per-table limit of ${mostGlobal}`)
  }
  checkProjected([...indexes.values()])
  return Object.fromEntries(indexes)
}

function checkNotEmpty(list: string, indexes: readonly unknown[]): void {
  if (indexes.length === 0) throw invalidParameters(`List of ${list} is empty`)
}

function checkNewName(isTaken: boolean, name: string): void {
  if (isTaken) throw invalidParameters(`Duplicate index name: ${name}`)
}

/** An index whose keys were checked. */
export function indexOf(kind: IndexDefinition['kind'], input: LocalIndexInput, types: AttributeTypes): IndexDefinition {
  checkIndexName(input.IndexName)
  return { kind, ...keysOf(input.KeySchema, types), projection: projectionOf(input.Projection) }
}

function checkIndexName(name: string): void {
  if (name === '__proto__') throw invalidParameters(`This endpoint cannot have an index of the name ${name}`)
}

/** Refuses more attributes in the projections of a table than DynamoDB takes (rule 12.6). */
export function checkProjected(indexes: readonly IndexDefinition[]): void {
  const count = indexes.reduce(
    (sum, { projection }) => sum + (typeof projection === 'string' ? 0 : projection.length),
    0,
  )
  if (count <= mostProjected) return
  throw invalidParameters(`Number of NonKeyAttributes of all indexes exceeds the per-table limit of ${mostProjected}`)
}
