import type { Condition, Operand, SortCondition, Value } from '@cmz/store-core'
import { invalid, type WireError } from '../wire-error.ts'

/** One condition on a key attribute, of a table that is not known yet. */
export interface KeyCondition {
  readonly name: string
  readonly condition: SortCondition
}

/** The conditions on keys that a condition holds; ValidationException where it asks for more (rules 7.3 to 7.9). */
export function readKeyConditions(condition: Condition): readonly KeyCondition[] {
  const conditions: KeyCondition[] = []
  collect(condition, conditions)
  return conditions
}

function collect(condition: Condition, conditions: KeyCondition[]): void {
  if (condition.op === 'and') {
    for (const each of condition.all) collect(each, conditions)
    return
  }
  const found = keyConditionOf(condition)
  if (conditions.some(({ name }) => name === found.name)) {
    throw invalid('Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key')
  }
  conditions.push(found)
}

function keyConditionOf(condition: Condition): KeyCondition {
  switch (condition.op) {
    case 'or':
    case 'not':
    case 'in':
      throw badOperator(condition.op.toUpperCase())
    case '<>':
      throw badOperator(condition.op)
    case 'exists':
      throw badOperator('attribute_exists')
    case 'notExists':
      throw badOperator('attribute_not_exists')
    case 'type':
      throw badOperator('attribute_type')
    case 'contains':
      throw badOperator('contains')
    case 'between': {
      const { name, values, first } = parted([condition.of, condition.low, condition.high])
      if (!first) throw badPlace('BETWEEN')
      return { name, condition: { op: 'between', low: values[0]!, high: values[1]! } }
    }
    case 'beginsWith': {
      const { name, values, first } = parted([condition.of, condition.prefix])
      if (!first) throw badPlace('begins_with')
      return { name, condition: { op: 'beginsWith', prefix: values[0]! } }
    }
    case '=':
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const { name, values, first } = parted([condition.left, condition.right])
      return { name, condition: { op: first ? condition.op : turned[condition.op], value: values[0]! } }
    }
    case 'and':
      throw new TypeError('Parts of a conjunction are read one by one')
  }
}

/** The operator that means the same with its operands the other way round. */
const turned = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

/** The key attribute and the values among operands; `first` tells that the attribute comes first. */
function parted(operands: readonly Operand[]): {
  readonly name: string
  readonly values: readonly Value[]
  readonly first: boolean
} {
  let name: string | undefined
  const values: Value[] = []
  for (const operand of operands) {
    if ('value' in operand) values.push(operand.value)
    else if ('size' in operand) {
      throw invalid('Invalid KeyConditionExpression: KeyConditionExpressions cannot contain nested operations')
    } else if (name !== undefined) {
      throw invalid('Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition')
    } else if (operand.path.length > 1) {
      throw invalid(
        'Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes',
      )
    } else name = operand.path[0]
  }
  if (name === undefined) throw invalid('Invalid condition in KeyConditionExpression: No key attribute specified')
  return { name, values, first: 'path' in operands[0]! }
}

function badOperator(operator: string): WireError {
  return invalid(`Invalid operator used in KeyConditionExpression: ${operator}`)
}

function badPlace(operator: string): WireError {
  return invalid(
    `Invalid condition in KeyConditionExpression: ${operator} operator must have the key attribute as its first operand`,
  )
}
