import { checkKeyValue, type KeyAttribute, type Keys, type QueryRequest, typeOf, type Value } from '@cmz/store-core'
import { invalid, invalidParameters, type WireError } from '../wire-error.ts'
import type { KeyCondition } from './read-key-conditions.ts'

/**
 * The partition that key conditions name, and what its sort key must meet; ValidationException where they are no
 * conditions on these keys (rules 7.4 to 7.10).
 */
export function partitionOf(
  { partitionKey, sortKey }: Keys,
  conditions: readonly KeyCondition[],
): Pick<QueryRequest, 'partition' | 'sort'> {
  const most = sortKey === undefined ? 1 : 2
  if (conditions.length > most) {
    throw invalid(
      `The number of query conditions (${conditions.length}) exceeds the number of key attributes defined in the schema (${most})`,
    )
  }
  const ofPartition = conditions.find(({ name }) => name === partitionKey.name)
  if (ofPartition === undefined) throw missed(partitionKey)
  checkValues(partitionKey, ofPartition, true)
  if (ofPartition.condition.op !== '=') throw invalid('Query key condition not supported')
  const partition = { ...partitionKey, value: ofPartition.condition.value }
  const ofSort = conditions.find((each) => each !== ofPartition)
  if (sortKey === undefined || ofSort === undefined) return { partition }
  if (ofSort.name !== sortKey.name) throw missed(sortKey)
  checkValues(sortKey, ofSort, false)
  return { partition, sort: { ...sortKey, condition: ofSort.condition } }
}

function missed({ name }: KeyAttribute): WireError {
  return invalid(`Query condition missed key schema element: ${name}`)
}

/** Rules 7.8 and 7.10. */
function checkValues(key: KeyAttribute, { condition }: KeyCondition, isPartition: boolean): void {
  switch (condition.op) {
    case 'between':
      checkValue(key, condition.low, isPartition)
      return checkValue(key, condition.high, isPartition)
    case 'beginsWith':
      return checkValue(key, condition.prefix, isPartition)
    default:
      return checkValue(key, condition.value, isPartition)
  }
}

function checkValue(key: KeyAttribute, value: Value, isPartition: boolean): void {
  if (typeOf(value) !== key.type) {
    throw invalidParameters('Condition parameter type does not match schema type')
  }
  checkKeyValue(key, value, isPartition, {})
}
