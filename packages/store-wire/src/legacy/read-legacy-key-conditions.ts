import type { SortCondition, Value } from '@cmz/store-core'
import type { KeyCondition } from '../expressions/read-key-conditions.ts'
import { isObject, type JsonObject } from '../input/json.ts'
import { invalid } from '../wire-error.ts'
import { listOf, valuesFor } from './legacy-condition.ts'

/** What `KeyConditions` asks of the keys. */
export function readLegacyKeyConditions(conditions: JsonObject): readonly KeyCondition[] {
  const found: KeyCondition[] = []
  for (const name in conditions) {
    const given = conditions[name]
    if (!isObject(given)) continue
    const operator = given['ComparisonOperator'] as string
    found.push({ name, condition: sortCondition(operator, valuesFor(operator, listOf(given))) })
  }
  if (found.length === 0) throw invalid('Conditions can be of length 1 or 2 only')
  return found
}

const comparators = { EQ: '=', LT: '<', LE: '<=', GT: '>', GE: '>=' } as const

function sortCondition(operator: string, values: readonly Value[]): SortCondition {
  const [value] = values as readonly [Value]
  switch (operator) {
    case 'BETWEEN':
      return { op: 'between', low: value, high: values[1]! }
    case 'BEGINS_WITH':
      return { op: 'beginsWith', prefix: value }
    case 'EQ':
    case 'LT':
    case 'LE':
    case 'GT':
    case 'GE':
      return { op: comparators[operator], value }
    default:
      throw invalid('Attempted conditional constraint is not an indexable operation')
  }
}
