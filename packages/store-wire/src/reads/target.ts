import { type IndexDefinition, type Keys, notHeld, type Path, type TableDefinition } from '@cmz/store-core'
import { invalid, invalidParameters } from '../wire-error.ts'
import type { ReadParameters } from './read-parameters.ts'

/** What a Query or Scan reads: a table, or one of its indexes. */
export interface Target {
  readonly table: TableDefinition
  readonly index: (IndexDefinition & { readonly name: string }) | undefined
  /** The keys of the index; of the table where there is none. */
  readonly keys: Keys
}

/** The target that parameters name (rules 7.23 and 7.24). */
export function targetOf(table: TableDefinition, { IndexName, ConsistentRead }: ReadParameters): Target {
  if (IndexName === undefined) return { table, index: undefined, keys: table }
  const index = Object.hasOwn(table.indexes, IndexName) ? table.indexes[IndexName] : undefined
  if (index === undefined) throw invalid(`The table does not have the specified index: ${IndexName}`)
  if (index.kind === 'global' && ConsistentRead === true) {
    throw invalid('Consistent reads are not supported on global secondary indexes')
  }
  return { table, index: { ...index, name: IndexName }, keys: index }
}

/**
 * Whether items have to be fetched from the table, since a local index does not hold all that is asked for. A global
 * index cannot (rules 7.21 and 7.22).
 */
export function fetches(
  { table, index }: Target,
  { Select }: ReadParameters,
  projection: readonly Path[] | undefined,
): boolean {
  if (index === undefined || index.projection === 'ALL') return false
  if (Select === 'ALL_ATTRIBUTES') {
    if (index.kind === 'local') return true
    throw invalidParameters(
      'Select type ALL_ATTRIBUTES is not supported for global secondary index ' +
        `${index.name} because its projection type is not ALL`,
    )
  }
  if (projection === undefined) return false
  const missing = notHeld(table, index, [...new Set(projection.map(([name]) => name))])
  if (missing.length === 0) return false
  if (index.kind === 'local') return true
  throw invalidParameters(`Global secondary index ${index.name} does not project [${missing.join(', ')}]`)
}
