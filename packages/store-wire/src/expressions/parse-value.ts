import type { Value } from '@cmz/store-core'
import type { Expression } from './expression.ts'

/** The value behind a placeholder; notes where there is none (rule 4.21). */
export function valueOf(expression: Expression, placeholder: string): Value | undefined {
  const value = expression.substitutions.value(placeholder)
  if (value === undefined) {
    expression.note(
      expression.valueRank,
      `An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
    )
  }
  return value
}
