import { type Condition, type Operand, type Path, sizeOf, type TypeName, type Value } from '@cmz/store-core'
import { checkDistinct, checkTypes, typeFault, typeOfOperand } from './check-operands.ts'
import { type Expression, rankOf } from './expression.ts'
import { parsePath, parsePathFrom } from './parse-path.ts'
import { valueOf } from './parse-value.ts'

/** What a function gives: a condition, or, for `size`, an operand. */
export interface Call {
  readonly name: string
  /** Where its name begins. */
  readonly at: number
  readonly gives: Condition | Operand
}

/** What stands where an operand may: functions that give a condition are no operands, but DynamoDB's grammar takes them. */
export type Term = Operand | Call

/** Stands for what is faulty. */
const unknown: Operand = { path: [''] }

/** Operands in each other are faulty at the second level already (rule 4.14); here they would fill the stack. */
const deepest = 200

/** An operand of a condition: a path, a value, a function, in parentheses or not. */
export function parseTerm(expression: Expression, depth: number = 0): Term {
  const { kind, text, start } = expression
  switch (kind) {
    case 'value':
      expression.advance()
      return operandOfValue(valueOf(expression, text))
    case 'name':
      return { path: parsePath(expression) }
    case 'word':
      return expression.advance() === '('
        ? parseCall(expression, text, start, depth + 1)
        : { path: parsePathFrom(expression, kind, text, start) }
    case '(':
      return parseInParentheses(expression, depth + 1)
    default:
      throw expression.syntaxError()
  }
}

/** A term that has to be an operand. */
export function parseOperand(expression: Expression): Operand {
  return operandOf(expression, parseTerm(expression))
}

/** Notes where a function stands that gives no operand. */
export function operandOf(expression: Expression, term: Term): Operand {
  if (!('gives' in term)) return term
  if (!('op' in term.gives)) return term.gives
  noteMisuse(expression, term)
  return unknown
}

function operandOfValue(value: Value | undefined): Operand {
  return value === undefined ? unknown : { value }
}

/** Notes a function that may not stand where it stands. */
export function noteMisuse(expression: Expression, { at, name }: Pick<Call, 'at' | 'name'>): void {
  expression.note(at, `The function is not allowed to be used this way in an expression; function: ${name}`)
}

/** Rule 4.16. */
export const redundantParentheses = 'The expression has redundant parentheses;'

function parseInParentheses(expression: Expression, depth: number): Term {
  if (depth > deepest) throw expression.fault(redundantParentheses)
  const isDouble = expression.advance() === '('
  const term = parseTerm(expression, depth)
  expression.take(')')
  if (isDouble) throw expression.fault(redundantParentheses)
  return term
}

/** How many operands the functions of conditions take. */
export const conditionFunctions: ReadonlyMap<string, number> = new Map([
  ['attribute_exists', 1],
  ['attribute_not_exists', 1],
  ['attribute_type', 2],
  ['begins_with', 2],
  ['contains', 2],
  ['size', 1],
])

function parseCall(expression: Expression, name: string, at: number, depth: number): Call {
  const arity = conditionFunctions.get(name)
  if (arity === undefined) {
    const isOfUpdates = name === 'if_not_exists' || name === 'list_append'
    expression.note(
      at,
      isOfUpdates
        ? `The function is not allowed in a condition expression; function: ${name}`
        : `Invalid function name; function: ${name}`,
    )
  }
  if (depth > deepest) throw expression.fault(typeFault('size', 'N'))
  expression.countOperator()
  expression.advance()
  const given = [operandOf(expression, parseTerm(expression, depth))]
  while (expression.kind === ',') {
    expression.advance()
    given.push(operandOf(expression, parseTerm(expression, depth)))
  }
  expression.take(')')
  if (given.length === arity) return { name, at, gives: meaningOf(expression, name, given) }
  expression.note(
    expression.nameRank + rankOf.count,
    `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${given.length}`,
  )
  return { name, at, gives: name === 'size' ? unknown : { op: 'exists', path: [''] } }
}

function meaningOf(expression: Expression, name: string, given: readonly Operand[]): Condition | Operand {
  const [of, second] = given as readonly [Operand, Operand]
  switch (name) {
    case 'size':
      return sizeOperand(expression, of)
    case 'attribute_exists':
      return { op: 'exists', path: pathOf(expression, name, of) }
    case 'attribute_not_exists':
      return { op: 'notExists', path: pathOf(expression, name, of) }
    case 'attribute_type':
      return { op: 'type', path: pathOf(expression, name, of), type: namedType(expression, second) }
    case 'begins_with':
      checkDistinct(expression, name, of, second)
      checkTypes(expression, name, ['S', 'B'], of, second)
      return { op: 'beginsWith', of, prefix: second }
    default:
      checkDistinct(expression, name, of, second)
      return { op: 'contains', of, part: second }
  }
}

/** The size of a given value is known at once (rule 4.14). */
function sizeOperand(expression: Expression, of: Operand): Operand {
  if ('path' in of) return { size: of.path }
  const size = 'value' in of ? sizeOf(of.value) : undefined
  // conditions on keys take no functions, whatever their value (rule 7.5)
  if (size !== undefined) return expression.parameter === 'KeyConditionExpression' ? { size: [''] } : { value: size }
  expression.note(expression.nameRank + rankOf.types, typeFault('size', typeOfOperand(of)!))
  return unknown
}

/** Rule 4.10. */
function pathOf(expression: Expression, name: string, of: Operand): Path {
  if ('path' in of) return of.path
  expression.note(
    expression.nameRank + rankOf.types,
    `Operator or function requires a document path; operator or function: ${name}`,
  )
  return ['']
}

const typeNames = ['B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'N', 'NS', 'S', 'M'] as const satisfies readonly TypeName[]

/** Rule 4.11. */
function namedType(expression: Expression, of: Operand): TypeName {
  const rank = expression.nameRank + rankOf.types
  if (!('value' in of) || typeof of.value !== 'string') {
    expression.note(rank, typeFault('attribute_type', typeOfOperand(of) ?? '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}'))
    return 'S'
  }
  const { value } = of
  const type = typeNames.find((each) => each === value)
  if (type !== undefined) return type
  expression.note(rank, `Invalid attribute type name found; type: ${value}, valid types: {${typeNames.join(',')}}`)
  return 'S'
}
