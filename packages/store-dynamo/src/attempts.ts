import type { DynamoDBClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-dynamodb'

/** A command of the SDK, of either client. */
export type Sendable<I extends ServiceInputTypes, O extends ServiceOutputTypes> = Parameters<
  typeof DynamoDBClient.prototype.send<I, O>
>[0]

/** What happened to the attempts at one command. */
export interface Attempts {
  /** An answer never came although the request may have been carried out. */
  lost: boolean
  /** Where the last attempt went, with its port; `undefined` as long as none was sent. */
  host: string | undefined
}

/** An answer that was lost to a command that must not be sent again. It looks like nothing that the SDK retries. */
export class LostAnswer extends Error {
  readonly error: unknown

  constructor(error: unknown) {
    super('The answer was lost')
    this.error = error
  }
}

/**
 * Watches every attempt at a command: the retries happen above this middleware, which is the only one to see
 * what each of them met. Where the command is not `isRepeatable`, the first answer that is lost ends it.
 */
export function watchAttempts<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
  command: Sendable<I, O>,
  isRepeatable = true,
): Attempts {
  const attempts: Attempts = { lost: false, host: undefined }
  command.middlewareStack.add(
    (next) => async (args) => {
      attempts.host = hostOf(args.request)
      try {
        return await next(args)
      } catch (error) {
        if (isConflict(error)) error.$retryable = { throttling: true } // a definite no, which passes; the SDK gives up at once
        const lost = isLost(error)
        attempts.lost ||= lost
        throw lost && !isRepeatable ? new LostAnswer(error) : error
      }
    },
    { name: 'watchAttempts', step: 'finalizeRequest', priority: 'low', override: true },
  )
  return attempts
}

/** True where a transaction of somebody else is under way on the item (rule 10.14). */
function isConflict(error: unknown): error is { $retryable?: { throttling: boolean } } {
  return error instanceof Error && error.name === 'TransactionConflictException'
}

/** These say that the connection was never made, so the request was never sent. */
const unsent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])

/** True unless the error proves that the request was not carried out: a refusal (4xx, throttling) does. */
export function isLost(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return true
  const { code, syscall, $metadata, $response, $retryable } = error as {
    readonly code?: string
    readonly syscall?: string
    readonly $metadata?: { readonly httpStatusCode?: number }
    readonly $response?: { readonly statusCode?: number }
    readonly $retryable?: { readonly throttling?: boolean }
  }
  if ($retryable?.throttling === true || syscall === 'connect' || (code !== undefined && unsent.has(code))) return false
  const status = $metadata?.httpStatusCode ?? $response?.statusCode
  return status === undefined || status < 400 || status >= 500
}

function hostOf(request: unknown): string {
  const { hostname, port } = request as { readonly hostname: string; readonly port?: number }
  return port === undefined ? hostname : `${hostname}:${port}`
}
