import type { SetOperand, SetValue } from '@cmz/store-core'
import { type Expression, rankOf } from './expression.ts'
import { conditionFunctions, noteMisuse, redundantParentheses } from './parse-operand.ts'
import { parsePath, parsePathFrom } from './parse-path.ts'
import { valueOf } from './parse-value.ts'

/** Stands for what is faulty. */
const unknown: SetOperand = { path: [''] }

/** Deeper than 300 functions in each other, which are too many (rule 4.27); here they would fill the stack. */
const deepest = 300

/** What SET gives an attribute: an operand, or one sum of two of them (rule 5.5). */
export function parseSetValue(expression: Expression): SetValue {
  const { start } = expression
  return sumFrom(expression, parseTerm(expression, 0, true), start, 0)
}

/** A sum that begins with a value, or that value. */
function sumFrom(expression: Expression, value: SetValue, start: number, depth: number): SetValue {
  const op = expression.kind
  if (op !== '+' && op !== '-') return value
  if ('op' in value && (value.op === '+' || value.op === '-')) throw expression.syntaxError()
  expression.advance()
  expression.countOperator()
  const left = operandOf(expression, value, start)
  const at = expression.start
  return { op, left, right: operandOf(expression, parseTerm(expression, depth, false), at) }
}

function parseTerm(expression: Expression, depth: number, allowsSum: boolean): SetValue {
  const { kind, text, start } = expression
  switch (kind) {
    case 'value': {
      expression.advance()
      const value = valueOf(expression, text)
      return value === undefined ? unknown : { value }
    }
    case 'name':
      return { path: parsePath(expression) }
    case 'word':
      return expression.advance() === '('
        ? parseCall(expression, text, start, depth + 1)
        : { path: parsePathFrom(expression, kind, text, start) }
    case '(':
      return parseInParentheses(expression, depth + 1, allowsSum)
    default:
      throw expression.syntaxError()
  }
}

function parseInParentheses(expression: Expression, depth: number, allowsSum: boolean): SetValue {
  if (depth > deepest) throw expression.fault(redundantParentheses)
  const isDouble = expression.advance() === '('
  const { start } = expression
  const first = parseTerm(expression, depth, allowsSum)
  if (isDouble && expression.kind === ')') throw expression.fault(redundantParentheses)
  const value = allowsSum ? sumFrom(expression, first, start, depth) : first
  expression.take(')')
  return value
}

function parseCall(expression: Expression, name: string, at: number, depth: number): SetValue {
  const isKnown = name === 'if_not_exists' || name === 'list_append'
  if (!isKnown) {
    expression.note(
      at,
      conditionFunctions.has(name)
        ? `The function is not allowed in an update expression; function: ${name}` // rule 5.22
        : `Invalid function name; function: ${name}`,
    )
  }
  expression.countOperator()
  if (depth > deepest) {
    expression.throwFaults()
    throw expression.fault(redundantParentheses)
  }
  const given: SetOperand[] = []
  do {
    expression.advance()
    const { start } = expression
    given.push(operandOf(expression, parseTerm(expression, depth, false), start))
  } while (expression.kind === ',')
  expression.take(')')
  if (!isKnown) return unknown
  if (given.length !== 2) {
    expression.note(
      rankOf.content + rankOf.functions,
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${given.length}`,
    )
    return unknown
  }
  const [first, second] = given as [SetOperand, SetOperand]
  if (name === 'list_append') return { op: 'listAppend', first, second }
  if ('path' in first && !('op' in first)) return { op: 'ifNotExists', path: first.path, otherwise: second }
  expression.note(
    rankOf.content + rankOf.functions,
    `Operator or function requires a document path; operator or function: ${name}`, // rule 5.8
  )
  return unknown
}

/** `list_append` gives no operand of anything (rule 5.9). */
function operandOf(expression: Expression, value: SetValue, at: number): SetOperand {
  if (!('op' in value) || value.op === 'ifNotExists') return value
  noteMisuse(expression, { at, name: 'list_append' })
  return unknown
}
