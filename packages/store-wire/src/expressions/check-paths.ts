import {
  attributesOf,
  type Condition,
  type IndexDefinition,
  type Keys,
  keyAttributes,
  notHeld,
  type TableDefinition,
  ValidationException,
} from '@cmz/store-core'
import { invalid, invalidParameters } from '../wire-error.ts'
import type { RequestExpressions } from './read-expressions.ts'

/** Refuses paths that lead into a key of the table or of an index: these are whole values (rule 2.14). */
export function checkNested(table: TableDefinition, { nested }: RequestExpressions): void {
  if (nested === undefined) return // nearly always
  const refuse = (names: readonly string[], kind: string): void => {
    const name = names.find((each) => nested.includes(each))
    if (name === undefined) return
    throw new ValidationException(
      `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${kind}: ${name}`,
    )
  }
  refuse(namesOf(table), 'Key')
  refuse(Object.values(table.indexes).flatMap(namesOf), 'IndexKey')
}

/** Refuses a filter of a query on the keys by which it is made (rule 4.29). A scan has no such rule. */
export function checkFilterKeys(keys: Keys, { filter, isLegacy }: RequestExpressions): void {
  if (filter === undefined) return
  const filtered = attributesOf(filter)
  const name = namesOf(keys).find((each) => filtered.has(each))
  if (name === undefined) return
  throw invalid(
    `${isLegacy === true ? 'QueryFilter' : 'Filter Expression'} can only contain non-primary key attributes: Primary key attribute: ${name}`,
  )
}

/**
 * Refuses a filter on what an index does not hold (rule 7.22). A local one fetches what is asked for, but not what is
 * filtered by: a query is refused, and a scan finds nothing.
 */
export function checkFilterProjected(
  table: TableDefinition,
  index: (IndexDefinition & { readonly name: string }) | undefined,
  filter: Condition | undefined,
  isQuery: boolean,
): void {
  if (filter === undefined || index === undefined || index.projection === 'ALL') return
  if (index.kind === 'local' && !isQuery) return
  const missing = notHeld(table, index, [...attributesOf(filter)])
  if (missing.length === 0) return
  throw invalidParameters(
    `Secondary index ${index.name} does not project one or more filter attributes: [${missing.toSorted().join(', ')}]`,
  )
}

function namesOf(keys: Keys): readonly string[] {
  return keyAttributes(keys).map(({ name }) => name)
}
