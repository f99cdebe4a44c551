import { describeKey } from './describe.ts'
import type { Item } from './value.ts'

/** What every error of the store tells: the table, the key, and the error that caused it. */
export interface ErrorDetails {
  readonly table?: string | undefined
  readonly key?: Item | undefined
  /** What helps to find the cause, beyond DynamoDB's own words. */
  readonly hint?: string | undefined
  readonly cause?: unknown
}

/**
 * Base of all errors of the store. `name` is DynamoDB's own word where it has one, so
 * `error.name === 'ConditionalCheckFailedException'` is right on every backend.
 */
export class StoreError extends Error {
  override readonly name: string = 'StoreError'
  declare readonly table?: string
  declare readonly key?: Item
  readonly #fault: string

  constructor(fault: string, { table, key, hint, cause }: ErrorDetails = {}) {
    const message = hint === undefined ? fault : `${fault}: ${hint}`
    const where = [table && `table ${table}`, key && `key ${describeKey(key)}`].filter(Boolean)
    super(where.length > 0 ? `${message} (${where.join(', ')})` : message, cause === undefined ? {} : { cause })
    if (table !== undefined) this.table = table
    if (key !== undefined) this.key = key
    this.#fault = fault
  }

  /** What is wrong, in DynamoDB's words where it has some: the message without hint, table and key. */
  get fault(): string {
    return this.#fault
  }
}

/** A value of a unique attribute that an item wanted and another one holds. */
export interface TakenValue {
  readonly attribute: string
  /** As text, and as it is compared: in lower case, if the definition says so. */
  readonly value: string
  /** The key of the item that holds it, or takes it in the same transaction. */
  readonly holder: Item
}

/** A condition was not met: the key exists already, is absent, or the caller's condition is false. */
export class ConditionalCheckFailedException extends StoreError {
  override readonly name = 'ConditionalCheckFailedException'
  /** The item as it is, where it was asked for and there is one. */
  declare readonly current?: Item
  /** What it means that the condition was not met, where that is known. */
  declare readonly reason?: string
  /** The value that has to be unique, where that is what failed. */
  declare readonly taken?: TakenValue

  constructor(
    details: ErrorDetails & { readonly current?: Item | undefined; readonly taken?: TakenValue | undefined },
    reason?: string,
  ) {
    super(reason ? `The conditional request failed: ${reason}` : 'The conditional request failed', details)
    if (details.current !== undefined) this.current = details.current
    if (reason !== undefined) this.reason = reason
    if (details.taken !== undefined) this.taken = details.taken
  }
}

/** One complaint about the input: where in the item, and what is wrong there. */
export interface Issue {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** The request is malformed; nothing was read or written. `issues` holds the schema's own complaints. */
export class ValidationException extends StoreError {
  override readonly name = 'ValidationException'
  readonly issues: readonly Issue[]

  constructor(message: string, details: ErrorDetails & { readonly issues?: readonly Issue[] } = {}) {
    super(message, details)
    this.issues = details.issues ?? []
  }
}

/** The table or index does not exist. */
export class ResourceNotFoundException extends StoreError {
  override readonly name = 'ResourceNotFoundException'
}

/** The table is being created, changed or deleted by somebody else. */
export class ResourceInUseException extends StoreError {
  override readonly name = 'ResourceInUseException'
}

/** DynamoDB kept refusing for load after all retries. */
export class ThrottlingException extends StoreError {
  override readonly name = 'ThrottlingException'
}

/** Why one action of a transaction was refused; `None` for the others. */
export interface CancellationReason {
  readonly code: 'None' | 'ConditionalCheckFailed' | 'TransactionConflict' | 'ValidationError' | (string & {})
  readonly message?: string
  /** The item as it is, where the action asked for it. */
  readonly item?: Item
  /** The value that has to be unique, where that is what failed. */
  readonly taken?: TakenValue
}

/** A transaction changed nothing; `reasons` stand in the order of its actions. */
export class TransactionCanceledException extends StoreError {
  override readonly name = 'TransactionCanceledException'
  readonly reasons: readonly CancellationReason[]

  constructor(reasons: readonly CancellationReason[], details: ErrorDetails = {}) {
    super(
      'Transaction cancelled, please refer cancellation reasons for specific reasons ' +
        `[${reasons.map((reason) => reason.code).join(', ')}]`,
      details,
    )
    this.reasons = reasons
  }
}

/** The token of a transaction was used for another one within the last 10 minutes. */
export class IdempotentParameterMismatchException extends StoreError {
  override readonly name = 'IdempotentParameterMismatchException'

  constructor(details: ErrorDetails = {}) {
    super('This token was used for another transaction within the last 10 minutes', details)
  }
}

/** A file cannot be read as what it should be. It is left as it is. `line` and `column` count from 1. */
export class CorruptFileException extends StoreError {
  override readonly name = 'CorruptFileException'
  readonly file: string
  readonly line: number
  readonly column: number

  constructor(
    reason: string,
    at: { readonly file: string; readonly line: number; readonly column: number },
    details: ErrorDetails = {},
  ) {
    super(`${at.file}:${at.line}:${at.column} ${reason}. The file was left as it is: repair or remove it`, details)
    this.file = at.file
    this.line = at.line
    this.column = at.column
  }
}

/** Another process holds the folder; `pid` is its process id where it could be read. */
export class DirectoryLockedException extends StoreError {
  override readonly name = 'DirectoryLockedException'
  readonly directory: string
  readonly pid: number | undefined

  constructor(directory: string, pid: number | undefined) {
    super(
      `${directory} is in use by ${pid === undefined ? 'another process' : `process ${pid}`}: ` +
        'stop it, or choose another folder',
    )
    this.directory = directory
    this.pid = pid
  }
}

/** Reading or writing the folder failed for a reason of the disk or its permissions. */
export class DiskException extends StoreError {
  override readonly name = 'DiskException'
  readonly path: string

  constructor(message: string, path: string, details: ErrorDetails = {}) {
    super(message, details)
    this.path = path
  }
}

/** The database was closed before this call. */
export class StoreClosedException extends StoreError {
  override readonly name = 'StoreClosedException'

  constructor(details: ErrorDetails = {}) {
    super('The database is closed', details)
  }
}

/** This driver or table definition does not offer what was asked for. */
export class UnsupportedException extends StoreError {
  override readonly name = 'UnsupportedException'
}

/** The environment or the options lack something; the message says what to set. */
export class ConfigurationException extends StoreError {
  override readonly name = 'ConfigurationException'
}
