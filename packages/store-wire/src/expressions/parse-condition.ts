import type { Condition, Operand } from '@cmz/store-core'
import { checkBetween, checkComparison, checkIn } from './check-operands.ts'
import { type Expression, rankOf } from './expression.ts'
import { noteMisuse, operandOf, parseOperand, parseTerm, redundantParentheses, type Term } from './parse-operand.ts'
import { type Keywords, keywordsOf } from './tokens.ts'

export const conditionKeywords: Keywords = keywordsOf('AND', 'OR', 'NOT', 'BETWEEN', 'IN')

/** What stands between two parentheses so far, or is the whole expression. */
interface Group {
  /** The parts of an OR before this one. */
  any: Condition[] | undefined
  /** The parts of an AND before this one. */
  all: Condition[] | undefined
  /** How many NOTs stand before the next part. */
  nots: number
}

/**
 * A condition, a filter or a key condition (section 4). The groups that are open stand in a list, not on the stack: there
 * may be thousands.
 */
export function parseCondition(expression: Expression): Condition {
  const outer: Group[] = []
  let group = newGroup()
  for (;;) {
    while (expression.kind === 'NOT') {
      expression.advance()
      expression.countOperator()
      group.nots++
    }
    if (expression.kind === '(') {
      expression.advance()
      outer.push(group)
      group = newGroup()
      continue
    }
    const term = parseTerm(expression)
    let isInParentheses = false
    // the parentheses may turn out to be around an operand
    while (expression.kind === ')' && outer.length > 0 && isEmpty(group)) {
      expression.advance()
      if (isInParentheses) throw expression.fault(redundantParentheses)
      isInParentheses = true
      group = outer.pop()!
    }
    const isComparison = isComparisonNext(expression)
    let condition = isComparison
      ? parseComparison(expression, operandOf(expression, term))
      : asCondition(expression, term)
    if (isComparison) isInParentheses = false
    expression.nameRank += rankOf.perCondition
    expression.valueRank = expression.nameRank
    for (;;) {
      for (; group.nots > 0; group.nots--) {
        condition = { op: 'not', of: condition }
        isInParentheses = false
      }
      if (expression.kind !== ')') break
      const enclosing = outer.pop()
      if (enclosing === undefined) throw expression.syntaxError()
      expression.advance()
      if (isInParentheses && isEmpty(group)) throw expression.fault(redundantParentheses)
      condition = whole(group, condition)
      isInParentheses = true
      group = enclosing
    }
    switch (expression.kind) {
      case 'AND':
        ;(group.all ??= []).push(condition)
        break
      case 'OR':
        ;(group.any ??= []).push(conjunction(group, condition))
        group.all = undefined
        break
      case 'end':
        if (outer.length > 0) throw expression.syntaxError()
        expression.throwFaults()
        return whole(group, condition)
      default:
        throw expression.syntaxError()
    }
    expression.advance()
    expression.countOperator()
  }
}

function newGroup(): Group {
  return { any: undefined, all: undefined, nots: 0 }
}

function isEmpty({ any, all, nots }: Group): boolean {
  return any === undefined && all === undefined && nots === 0
}

function whole(group: Group, last: Condition): Condition {
  const part = conjunction(group, last)
  return group.any === undefined ? part : { op: 'or', all: [...group.any, part] }
}

function conjunction({ all }: Group, last: Condition): Condition {
  return all === undefined ? last : { op: 'and', all: [...all, last] }
}

function isComparisonNext({ kind }: Expression): boolean {
  switch (kind) {
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'BETWEEN':
    case 'IN':
      return true
    default:
      return false
  }
}

function parseComparison(expression: Expression, left: Operand): Condition {
  const op = expression.kind
  expression.advance()
  expression.countOperator()
  switch (op) {
    case 'BETWEEN': {
      const low = parseOperand(expression)
      expression.take('AND')
      const high = parseOperand(expression)
      checkBetween(expression, left, low, high)
      return { op: 'between', of: left, low, high }
    }
    case 'IN': {
      expression.take('(')
      const among = [parseOperand(expression)]
      while ((expression.kind as string) === ',') {
        expression.advance()
        among.push(parseOperand(expression))
      }
      expression.take(')')
      checkIn(expression, left, among)
      return { op: 'in', of: left, among }
    }
    default: {
      const comparator = op as '=' | '<>' | '<' | '<=' | '>' | '>='
      const right = parseOperand(expression)
      checkComparison(expression, comparator, left, right)
      return { op: comparator, left, right }
    }
  }
}

/** A function that gives a condition; nothing else is one by itself. */
function asCondition(expression: Expression, term: Term): Condition {
  if (!('gives' in term)) throw expression.syntaxError()
  if ('op' in term.gives) return term.gives
  noteMisuse(expression, term)
  return { op: 'exists', path: [''] }
}
