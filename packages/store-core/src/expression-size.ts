import type { Condition, Operand } from './condition.ts'
import { ValidationException } from './errors.ts'
import { type Expressed, expressionsOf } from './expressions.ts'
import { maxOperators, operatorCounts } from './operator-count.ts'
import type { Path } from './path.ts'
import type { SetValue, Update } from './update.ts'

/** In bytes (rule 4.26). */
export const maxExpressionSize = 4096

/**
 * Refuses a request with an expression that DynamoDB takes for too long, or that has too many operators (rules 4.26 and
 * 4.27). Names and values do not count, they are placeholders; what counts is how much is said of how many of them.
 */
export function checkExpressions(request: Expressed, table: string): void {
  if (mostBytes(request) <= maxExpressionSize) return
  for (const [name, text] of Object.entries(expressionsOf(request).texts)) {
    if (text.length <= maxExpressionSize) continue
    throw new ValidationException(
      `Invalid ${name}: Expression size has exceeded the maximum allowed size; expression size: ${text.length}`,
      { table },
    )
  }
  for (const [name, count] of Object.entries(operatorCounts(request))) {
    if (count <= maxOperators) continue
    throw new ValidationException(
      `Invalid ${name}: The expression contains too many operators; operator count: ${maxOperators + 1}`,
      { table },
    )
  }
}

/** More than the parts of an expression are ever printed with: most requests are known to be small without printing. */
const most = { step: 18, value: 5, around: 32 }

function mostBytes({ update = [], condition, filter, projection = [] }: Expressed): number {
  return (
    ofUpdate(update) +
    (condition ? ofCondition(condition) : 0) +
    (filter ? ofCondition(filter) : 0) +
    ofAll(projection, ofPath)
  )
}

function ofUpdate(update: Update): number {
  return ofAll(update, (action) => ofPath(action.path) + (action.op === 'set' ? ofValue(action.to) : most.value))
}

function ofValue(to: SetValue): number {
  if (!('op' in to)) return ofOperand(to)
  switch (to.op) {
    case 'ifNotExists':
      return most.around + ofPath(to.path) + ofValue(to.otherwise)
    case '+':
    case '-':
      return ofValue(to.left) + ofValue(to.right)
    case 'listAppend':
      return most.around + ofValue(to.first) + ofValue(to.second)
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
      return most.around + ofOperand(condition.left) + ofOperand(condition.right)
    case 'between':
      return most.around + ofOperand(condition.of) + ofOperand(condition.low) + ofOperand(condition.high)
    case 'in':
      return most.around + ofOperand(condition.of) + ofAll(condition.among, ofOperand)
    case 'exists':
    case 'notExists':
      return ofPath(condition.path)
    case 'type':
      return ofPath(condition.path) + most.value
    case 'beginsWith':
      return most.around + ofOperand(condition.of) + ofOperand(condition.prefix)
    case 'contains':
      return most.around + ofOperand(condition.of) + ofOperand(condition.part)
    case 'and':
    case 'or':
      return ofAll(condition.all, ofCondition)
    case 'not':
      return most.around + ofCondition(condition.of)
  }
}

function ofOperand(operand: Operand): number {
  if ('value' in operand) return most.value
  return ofPath('size' in operand ? operand.size : operand.path)
}

function ofPath(path: Path): number {
  return most.around + most.step * path.length
}

/** The parts with what stands between them. */
function ofAll<T>(parts: readonly T[], sizeOf: (part: T) => number): number {
  let size = 0
  for (const part of parts) size += most.around + sizeOf(part)
  return size
}
