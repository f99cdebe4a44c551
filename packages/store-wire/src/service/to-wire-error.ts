import { ConditionalCheckFailedException, StoreError, TransactionCanceledException } from '@cmz/store-core'
import { encodeItem } from '../values/encode.ts'
import { unreadable, WireError } from '../wire-error.ts'

/** What an error of the store or of this program is to a client. One that nobody foresaw is a 500. */
export function toWireError(error: unknown): WireError {
  if (error instanceof WireError) return error
  if (error instanceof ConditionalCheckFailedException) {
    const { current, name, fault } = error
    return new WireError(name, fault, current && { Item: encodeItem(current) })
  }
  if (error instanceof TransactionCanceledException) {
    const reasons = error.reasons.map(({ code, message, item }) => {
      const words = message === undefined ? '' : `,"Message":${JSON.stringify(message)}`
      return `{"Code":${JSON.stringify(code)}${words}${item === undefined ? '' : `,"Item":${encodeItem(item)}`}}`
    })
    return new WireError(error.name, error.fault, { CancellationReasons: `[${reasons.join(',')}]` })
  }
  if (error instanceof RangeError) return unreadable('The request is nested too deeply') // it took the whole stack
  if (error instanceof StoreError && known.has(error.name)) return new WireError(error.name, error.fault)
  return new WireError('InternalServerError', error instanceof Error ? error.message : String(error), {}, 500)
}

/** Errors of the store that DynamoDB has too. */
const known: ReadonlySet<string> = new Set([
  'ValidationException',
  'ResourceNotFoundException',
  'ResourceInUseException',
  'IdempotentParameterMismatchException',
])
