import {
  cancelled,
  type CancellationReason,
  ConditionalCheckFailedException,
  copyItem,
  IdempotentParameterMismatchException,
  ValidationException,
} from '@cmz/store-core'
import type { Change, View } from './durability.ts'
import type { Effect } from './effect-of.ts'
import type { UsedToken } from './tokens.ts'

/**
 * Whether a transaction with this token was done before; IdempotentParameterMismatchException where that was another one
 * (rule 10.10).
 */
export function isRepeated(view: View, used: UsedToken | undefined): boolean {
  const before = used && view.token(used.token, used.at)
  if (before === undefined) return false
  if (before.digest !== used!.digest) throw new IdempotentParameterMismatchException()
  return true
}

/** What the actions of a transaction do. Each one sees the state before all of them; TransactionCanceledException with a reason for each, in order, if one is refused (rule 10.4). */
export function effectsOf(actions: readonly (() => Effect)[]): readonly Effect[] {
  const effects: Effect[] = []
  const reasons: CancellationReason[] = []
  for (const action of actions) {
    try {
      effects.push(action())
      reasons.push({ code: 'None' })
    } catch (error) {
      reasons.push(reasonOf(error))
    }
  }
  if (effects.length < actions.length) throw cancelled(reasons)
  return effects
}

/** What is to be committed. */
export function changesOf(effects: readonly Effect[]): readonly Change[] {
  return effects.flatMap(({ change }) => (change === undefined ? [] : [change]))
}

/** A condition that is not met, or a fault of one action (rules 3.6 and 10.7); anything else is thrown on. */
function reasonOf(error: unknown): CancellationReason {
  if (error instanceof ConditionalCheckFailedException) {
    const { current } = error
    return {
      code: 'ConditionalCheckFailed',
      message: 'The conditional request failed',
      ...(current && { item: copyItem(current) }),
    }
  }
  if (error instanceof ValidationException) return { code: 'ValidationError', message: error.message }
  throw error
}
