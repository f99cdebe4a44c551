import type { Condition, Operand } from './condition.ts'
import type { Expressed } from './expressions.ts'
import type { SetValue } from './update.ts'

/** Operators and functions of an expression that DynamoDB takes at most (rule 4.27). */
export const maxOperators = 300

/** How many operators and functions each expression of a request has, by DynamoDB's names. */
export function operatorCounts({ update = [], condition, filter }: Expressed): Readonly<Record<string, number>> {
  return {
    UpdateExpression: sum(update, (action) => (action.op === 'set' ? ofSetValue(action.to) : 0)),
    ConditionExpression: condition === undefined ? 0 : ofCondition(condition),
    FilterExpression: filter === undefined ? 0 : ofCondition(filter),
  }
}

function ofCondition(condition: Condition): number {
  switch (condition.op) {
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return 1 + ofOperand(condition.left) + ofOperand(condition.right)
    case 'between':
      return 1 + ofOperand(condition.of) + ofOperand(condition.low) + ofOperand(condition.high)
    case 'in':
      return 1 + ofOperand(condition.of) + sum(condition.among, ofOperand)
    case 'exists':
    case 'notExists':
    case 'type':
      return 1
    case 'beginsWith':
      return 1 + ofOperand(condition.of) + ofOperand(condition.prefix)
    case 'contains':
      return 1 + ofOperand(condition.of) + ofOperand(condition.part)
    case 'and':
    case 'or':
      return condition.all.length - 1 + sum(condition.all, ofCondition)
    case 'not':
      return 1 + ofCondition(condition.of)
  }
}

function ofOperand(operand: Operand): number {
  return 'size' in operand ? 1 : 0
}

function ofSetValue(to: SetValue): number {
  if (!('op' in to)) return 0
  switch (to.op) {
    case 'ifNotExists':
      return 1 + ofSetValue(to.otherwise)
    case '+':
    case '-':
      return 1 + ofSetValue(to.left) + ofSetValue(to.right)
    case 'listAppend':
      return 1 + ofSetValue(to.first) + ofSetValue(to.second)
  }
}

function sum<T>(parts: readonly T[], count: (part: T) => number): number {
  return parts.reduce((total, part) => total + count(part), 0)
}
