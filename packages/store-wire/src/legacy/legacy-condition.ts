import { compare, type Condition, type TypeName, typeOf, type Value } from '@cmz/store-core'
import type { Json, JsonObject } from '../input/json.ts'
import { decodeValue } from '../values/decode.ts'
import { invalid, invalidParameters } from '../wire-error.ts'

/** How many values an operator takes, and of which types; sets, lists and maps are compared only for equality. */
interface Takes {
  readonly least: number
  readonly most: number
  readonly types?: readonly TypeName[]
}

const ordered: Takes = { least: 1, most: 1, types: ['S', 'N', 'B'] }
const takes: Readonly<Record<string, Takes>> = {
  EQ: { least: 1, most: 1 },
  NE: { least: 1, most: 1 },
  LT: ordered,
  LE: ordered,
  GT: ordered,
  GE: ordered,
  CONTAINS: ordered,
  NOT_CONTAINS: ordered,
  BEGINS_WITH: { least: 1, most: 1, types: ['S', 'B'] },
  IN: { least: 1, most: Infinity, types: ['S', 'N', 'B'] },
  BETWEEN: { least: 2, most: 2, types: ['S', 'N', 'B'] },
  NULL: { least: 0, most: 0 },
  NOT_NULL: { least: 0, most: 0 },
}

/** The values of an `AttributeValueList` or of a `Value`, decoded, if the operator takes them. */
export function valuesFor(operator: string, given: readonly Json[]): readonly Value[] {
  const values = given.map((each) => decodeValue(each))
  const { least, most, types } = takes[operator]!
  if (values.length < least || values.length > most) {
    throw invalidParameters(`Invalid number of argument(s) for the ${operator} ComparisonOperator`)
  }
  const [type] = values.map(typeOf)
  if (values.some((each) => typeOf(each) !== type)) {
    throw invalidParameters('AttributeValues inside AttributeValueList must be of same type')
  }
  if (type !== undefined && types !== undefined && !types.includes(type)) {
    throw invalidParameters(`ComparisonOperator ${operator} is not valid for ${type} AttributeValue type`)
  }
  if (operator === 'BETWEEN' && compare(values[0]!, values[1]!) === 1) {
    throw invalid('The BETWEEN condition was provided a range where the lower bound is greater than the upper bound')
  }
  return values
}

/** The values in a member such as `AttributeValueList`. */
export function listOf({ AttributeValueList: list }: JsonObject): readonly Json[] {
  return (list as readonly Json[] | undefined | null) ?? []
}

/** An operator on an attribute, whose name is taken as it is. */
export function legacyCondition(name: string, operator: string, values: readonly Value[]): Condition {
  const of = { path: [name] } as const
  const [value] = values as readonly [Value]
  switch (operator) {
    case 'NE':
      return { op: '<>', left: of, right: { value } }
    case 'LT':
      return { op: '<', left: of, right: { value } }
    case 'LE':
      return { op: '<=', left: of, right: { value } }
    case 'GT':
      return { op: '>', left: of, right: { value } }
    case 'GE':
      return { op: '>=', left: of, right: { value } }
    case 'CONTAINS':
      return { op: 'contains', of, part: { value } }
    case 'NOT_CONTAINS': // of nothing it is false
      return {
        op: 'and',
        all: [
          { op: 'exists', path: of.path },
          { op: 'not', of: { op: 'contains', of, part: { value } } },
        ],
      }
    case 'BEGINS_WITH':
      return { op: 'beginsWith', of, prefix: { value } }
    case 'IN':
      return { op: 'in', of, among: values.map((each) => ({ value: each })) }
    case 'BETWEEN':
      return { op: 'between', of, low: { value }, high: { value: values[1]! } }
    case 'NULL':
      return { op: 'notExists', path: of.path }
    case 'NOT_NULL':
      return { op: 'exists', path: of.path }
    default:
      return { op: '=', left: of, right: { value } }
  }
}

/** Conditions joined by the `ConditionalOperator`; `undefined` where there are none. */
export function joined(conditions: readonly Condition[], operator: string | undefined): Condition | undefined {
  if (conditions.length < 2) return conditions[0]
  return { op: operator === 'OR' ? 'or' : 'and', all: conditions }
}
