import type { JsonObject } from '../input/json.ts'

/**
 * The errors that a call can be made to fail with. TransactionConflictException fits the writes of one item, and
 * cancels a transaction with the reason TransactionConflict for its first action; TransactionInProgressException fits
 * TransactWriteItems. A call that an error does not fit is answered as ever.
 */
export type FaultError =
  | 'ProvisionedThroughputExceededException'
  | 'ThrottlingException'
  | 'RequestLimitExceeded'
  | 'InternalServerError'
  | 'TransactionConflictException'
  | 'TransactionInProgressException'

/** What goes wrong with one call. */
export interface Fault {
  readonly error?: FaultError | undefined
  /** The call does its work before it fails, as when an answer is lost on its way. */
  readonly applied?: boolean | undefined
  /** How many keys or writes of a batch stay unprocessed; where that is all, the batch is throttled (rule 9.7). */
  readonly unprocessed?: number | undefined
  /** Milliseconds that the call waits before anything else. */
  readonly latency?: number | undefined
}

/** The call that a fault may be given to. */
export interface FaultCall {
  /** For example `PutItem`. */
  readonly operation: string
  /** The tables it names, each once. */
  readonly tables: readonly string[]
  /** Its parameters, not checked yet. */
  readonly input: JsonObject
  /** 1 for the first attempt, 2 for the first retry: as the SDK counts them in `amz-sdk-request`. */
  readonly attempt: number
}

/** Decides what goes wrong with a call; `undefined` for nothing. */
export type FaultHook = (call: FaultCall) => Fault | undefined
