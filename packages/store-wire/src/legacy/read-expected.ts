import type { Condition } from '@cmz/store-core'
import { isObject, type Json, type JsonObject } from '../input/json.ts'
import { joined, legacyCondition, listOf, valuesFor } from './legacy-condition.ts'
import { invalidParameters } from '../wire-error.ts'

/** The condition that `Expected` stands for. */
export function readExpected(expected: JsonObject, operator: string | undefined): Condition | undefined {
  const conditions: Condition[] = []
  for (const name in expected) {
    const given = expected[name]
    if (isObject(given)) conditions.push(conditionOf(name, given))
  }
  return joined(conditions, operator)
}

function conditionOf(name: string, given: JsonObject): Condition {
  const { Value: value, Exists: exists, ComparisonOperator: operator, AttributeValueList: list } = given
  if (isGiven(list) && isGiven(value)) {
    throw invalidParameters(`Value and AttributeValueList cannot be used together for Attribute: ${name}`)
  }
  if (isGiven(operator)) return comparison(name, operator as string, given)
  if (isGiven(list))
    throw invalidParameters(`AttributeValueList can only be used with a ComparisonOperator for Attribute: ${name}`)
  if (exists === false) {
    if (isGiven(value)) throw invalidParameters(`Value cannot be used when Exists is false for Attribute: ${name}`)
    return legacyCondition(name, 'NULL', [])
  }
  if (!isGiven(value)) {
    throw invalidParameters(
      `Value must be provided when Exists is ${exists === true ? 'true' : 'null'} for Attribute: ${name}`,
    )
  }
  return legacyCondition(name, 'EQ', valuesFor('EQ', [value]))
}

function comparison(name: string, operator: string, given: JsonObject): Condition {
  const { Value: value, Exists: exists, AttributeValueList: list } = given
  if (isGiven(exists))
    throw invalidParameters(`Exists and ComparisonOperator cannot be used together for Attribute: ${name}`)
  if (operator !== 'NULL' && operator !== 'NOT_NULL' && !isGiven(value) && !isGiven(list)) {
    throw invalidParameters(
      `Value or AttributeValueList must be used with ComparisonOperator: ${operator} for Attribute: ${name}`,
    )
  }
  return legacyCondition(name, operator, valuesFor(operator, isGiven(value) ? [value] : listOf(given)))
}

function isGiven(json: Json | undefined): json is Exclude<Json, null> {
  return json !== undefined && json !== null
}
