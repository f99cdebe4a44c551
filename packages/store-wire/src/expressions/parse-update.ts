import { operandFaultOf, type Path, type Update, type UpdateAction, type Value } from '@cmz/store-core'
import { type Expression, rankOf } from './expression.ts'
import { parsePath } from './parse-path.ts'
import { checkApart } from './parse-projection.ts'
import { parseSetValue } from './parse-set-value.ts'
import { valueOf } from './parse-value.ts'
import { type Keywords, keywordsOf } from './tokens.ts'

export const updateKeywords: Keywords = keywordsOf('SET', 'REMOVE', 'ADD', 'DELETE')

/** An update (section 5), and what of it can be refused without a table. */
export function parseUpdate(expression: Expression): Update {
  expression.nameRank = rankOf.content + rankOf.names
  expression.valueRank = rankOf.content + rankOf.values
  const update: UpdateAction[] = []
  const seen: string[] = []
  do {
    const clause = expression.kind
    const parseAction = actions[clause as keyof typeof actions] as ((from: Expression) => UpdateAction) | undefined
    if (parseAction === undefined) throw expression.syntaxError()
    if (seen.includes(clause)) {
      expression.note(
        rankOf.content + rankOf.sections,
        `The "${clause}" section can only be used once in an update expression;`, // rule 5.1
      )
    }
    seen.push(clause)
    do {
      expression.advance()
      update.push(parseAction(expression))
    } while (expression.kind === ',')
  } while (expression.kind !== 'end')
  check(expression, update)
  return update
}

const actions = { SET: parseSet, REMOVE: parseRemove, ADD: parseAdd, DELETE: parseDelete }

function parseSet(expression: Expression): UpdateAction {
  const path = parsePath(expression)
  expression.take('=')
  return { op: 'set', path, to: parseSetValue(expression) }
}

function parseRemove(expression: Expression): UpdateAction {
  return { op: 'remove', path: parsePath(expression) }
}

function parseAdd(expression: Expression): UpdateAction {
  return { op: 'add', ...parsePathAndValue(expression) }
}

function parseDelete(expression: Expression): UpdateAction {
  return { op: 'delete', ...parsePathAndValue(expression) }
}

function parsePathAndValue(expression: Expression): { readonly path: Path; readonly value: Value } {
  const path = parsePath(expression)
  const { kind, text } = expression
  if (kind !== 'value') throw expression.syntaxError()
  expression.advance()
  return { path, value: valueOf(expression, text) ?? null }
}

/** Paths that meet are told before operands that do not fit (rules 5.3, 5.6, 5.9 and 5.16). */
function check(expression: Expression, update: Update): void {
  expression.throwFaults(rankOf.content + rankOf.functions)
  checkApart(
    expression,
    update.map(({ path }) => path),
  )
  expression.throwFaults()
  const fault = operandFaultOf(update)
  if (fault !== undefined) throw expression.fault(fault)
}
