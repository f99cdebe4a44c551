import { type CancellationReason, TransactionCanceledException } from './errors.ts'

/** A transaction that did nothing, told as DynamoDB does: all conditions that were not met, but one fault (rule 10.7). */
export function cancelled(reasons: readonly CancellationReason[], cause?: unknown): TransactionCanceledException {
  const first = reasons.findIndex(isFault)
  const told = reasons.map((reason, index) =>
    isFault(reason) && index !== first ? ({ code: 'None' } as const) : reason,
  )
  return new TransactionCanceledException(told, cause === undefined ? {} : { cause })
}

function isFault({ code }: CancellationReason): boolean {
  return code === 'ValidationError'
}
