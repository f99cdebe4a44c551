import { compare } from './compare.ts'
import { describeType } from './describe.ts'
import type { QueryRequest, SortCondition } from './driver.ts'
import { ValidationException } from './errors.ts'
import { toKeyValue } from './key.ts'
import type { KeyAttribute } from './key-attribute.ts'
import type { IndexDefinition, TableDefinition } from './table.ts'
import { isPlainObject } from './to-item.ts'
import type { Value } from './value.ts'

/** The partition, and what its sort key must meet, from what a caller names (rules 7.3 to 7.10). */
export function toKeyCondition(
  keys: Pick<IndexDefinition, 'partitionKey' | 'sortKey'>,
  given: unknown,
  table: TableDefinition,
): Pick<QueryRequest, 'partition' | 'sort'> {
  const { partitionKey, sortKey } = keys
  const details = { table: table.name }
  if (!isPlainObject(given)) {
    throw new ValidationException(`A query needs key: { ${partitionKey.name}: … }, not ${describeType(given)}`, details)
  }
  if (given[partitionKey.name] === undefined) {
    throw new ValidationException(`Query condition missed key schema element: ${partitionKey.name}`, details)
  }
  const other = Object.keys(given).find((name) => name !== partitionKey.name && name !== sortKey?.name)
  if (other !== undefined) {
    throw new ValidationException(
      `Query condition missed key schema element: ${sortKey?.name ?? partitionKey.name}; ${other} is no key here, filter it with where`,
      details,
    )
  }
  const partition = { ...partitionKey, value: toKeyValue(partitionKey, given[partitionKey.name], true, details) }
  if (sortKey === undefined || given[sortKey.name] === undefined) return { partition }
  return { partition, sort: { ...sortKey, condition: toSortCondition(sortKey, given[sortKey.name], details) } }
}

const comparators = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' } as const

function toSortCondition(sortKey: KeyAttribute, given: unknown, details: { readonly table: string }): SortCondition {
  const value = (input: unknown): Value => toKeyValue(sortKey, input, false, details)
  const entry = isPlainObject(given) ? Object.entries(given) : undefined
  if (entry === undefined) return { op: '=', value: value(given) }
  const [operator, input] = entry[0] ?? []
  if (entry.length === 1) {
    if (operator === 'beginsWith' && sortKey.type !== 'N') return { op: 'beginsWith', prefix: value(input) }
    if (operator === 'between' && Array.isArray(input) && input.length === 2) {
      const bounds = { low: value(input[0]), high: value(input[1]) }
      if (compare(bounds.low, bounds.high) !== 1) return { op: 'between', ...bounds }
      throw new ValidationException(
        `Invalid condition on sort key ${sortKey.name}: The BETWEEN operator requires upper bound to be greater than or equal to lower bound`,
        details,
      )
    }
    if (operator !== undefined && Object.hasOwn(comparators, operator)) {
      return { op: comparators[operator as keyof typeof comparators], value: value(input) }
    }
  }
  throw new ValidationException(
    `Invalid condition on sort key ${sortKey.name} (type ${sortKey.type}): one of eq, lt, le, gt, ge, between: [low, high], beginsWith (not on numbers); got ${entry.map(([name]) => name).join(', ') || describeType(given)}`,
    details,
  )
}
