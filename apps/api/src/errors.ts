import {
  ConditionalCheckFailedException,
  CorruptFileException,
  DirectoryLockedException,
  DiskException,
  type Issue,
  type Item,
  ResourceInUseException,
  StoreClosedException,
  StoreError,
  ThrottlingException,
  TransactionCanceledException,
  ValidationException,
} from '@cmz/store'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** What kind of failure an answer reports. */
export const codes = [
  'validation_error',
  'not_found',
  'conflict',
  'invalid_state',
  'business_rule_violation',
  'unauthorized',
  'forbidden',
  'internal_error',
  'missing_parameter',
  'missing_body',
  'not_implemented',
] as const

export type Code = (typeof codes)[number]

/** More about a failure: `issues` of a schema, `violations` of a rule, the `key` in question. */
export type Details = Readonly<Record<string, unknown>>

/** What breaks a rule that looks beyond one item. */
export interface Violation {
  readonly field: string
  readonly value?: unknown
  readonly message: string
}

/** A failure as the API answers it: `{ code, message, details }` with its status. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: ContentfulStatusCode
  readonly code: Code
  readonly details: Details

  constructor(status: ContentfulStatusCode, code: Code, message: string, details: Details = {}, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause })
    this.status = status
    this.code = code
    this.details = details
  }
}

/** 404: there is no such thing, or it was deleted. */
export function notFound(kind: string, id: string): Problem {
  return new Problem(404, 'not_found', `There is no ${kind} ${id}`, { id })
}

/** 409: there is an item with this key, or it is not as it was read. */
export function conflict(key?: Item, cause?: unknown): Problem {
  const message = 'It exists already, or was changed or deleted at the same time'
  return new Problem(409, 'conflict', message, { ...(key && { key }) }, cause)
}

/** 400: the request does not match the schema. */
export function invalid(issues: readonly Issue[]): Problem {
  const summary = issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ')
  return new Problem(400, 'validation_error', summary, { issues })
}

/** 400: the request breaks rules; nothing was written. */
export function violates(violations: readonly Violation[]): Problem {
  const summary = violations.map(({ field, message }) => `${field}: ${message}`).join('; ')
  return new Problem(400, 'validation_error', summary, { violations })
}

/** The one place where a thrown error becomes an answer. What the caller cannot mend says nothing of our insides. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof ValidationException) {
    return new Problem(400, 'validation_error', error.message, { issues: error.issues }, error)
  }
  if (error instanceof ConditionalCheckFailedException) {
    return conflict(error.key, error)
  }
  if (error instanceof TransactionCanceledException) {
    return new Problem(409, 'conflict', 'Somebody else changed the same things at the same time: try again', {}, error)
  }
  if (error instanceof HTTPException && error.status < 500) {
    return new Problem(error.status, 'validation_error', error.message, {}, error)
  }
  const reason = unavailable(error)
  if (reason !== undefined) return new Problem(503, 'internal_error', reason, {}, error)
  const message = 'Something went wrong here; the log tells more under the request id'
  return new Problem(500, 'internal_error', message, {}, error)
}

/** Why the data cannot be had for now, without its paths. */
function unavailable(error: unknown): string | undefined {
  if (error instanceof ThrottlingException) return 'The database is under too much load: try again in a moment'
  if (error instanceof ResourceInUseException) return 'A table is being changed: try again in a moment'
  if (error instanceof CorruptFileException) return 'A data file is corrupt and must be repaired first'
  if (error instanceof DirectoryLockedException) return 'The data folder is in use by another process'
  if (error instanceof DiskException) return 'The data folder cannot be read or written'
  if (error instanceof StoreClosedException) return 'The service is stopping'
  // the base class itself: the database did not answer, or not as it should
  if (error instanceof StoreError && error.name === 'StoreError') return 'The database does not answer'
  return undefined
}
