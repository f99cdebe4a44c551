import type { Condition } from '@cmz/store-core'
import type { JsonObject } from '../input/json.ts'
import { joined, legacyCondition, listOf, valuesFor } from './legacy-condition.ts'

/** The filter that `QueryFilter` or `ScanFilter` stands for. */
export function readFilter(filter: JsonObject, operator: string | undefined): Condition | undefined {
  const conditions: Condition[] = []
  for (const name in filter) {
    const given = filter[name] as JsonObject | null
    if (given === null) continue
    const comparison = given['ComparisonOperator'] as string
    conditions.push(legacyCondition(name, comparison, valuesFor(comparison, listOf(given))))
  }
  return joined(conditions, operator)
}
