import { StoreClosedException } from '@cmz/store-core'
import { requestId } from '../http/request-id.ts'
import { answer, type Answer } from '../service/answer.ts'
import { openService, type OpenService, type ServiceOptions } from '../service/open-service.ts'
import type { Service } from '../service/service.ts'

/** What the handler reads of the SDK's request. */
export interface SdkRequest {
  readonly headers: Readonly<Record<string, string>>
  // oxlint-disable-next-line typescript/no-explicit-any -- as the SDK types it
  readonly body?: any
}

/** What the SDK reads of an answer. */
export interface SdkResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

export interface SdkAbortSignal {
  readonly aborted: boolean
  onabort: unknown
}

export interface SdkHandlerOptions {
  readonly abortSignal?: SdkAbortSignal | undefined
  /** In milliseconds. */
  readonly requestTimeout?: number | undefined
}

/** A request handler for the AWS SDK for JavaScript, version 3. */
export interface StoreRequestHandler {
  readonly metadata: { readonly handlerProtocol: string }
  /** Answers a request; AbortError or TimeoutError where the caller does not wait for it. */
  handle(request: SdkRequest, options?: SdkHandlerOptions): Promise<{ response: SdkResponse }>
  /** Lets go of the data, once the calls in flight are answered. The client's `destroy` calls it. */
  destroy(): Promise<void>
  updateHttpClientConfig(key: never, value: never): void
  httpHandlerConfigs(): Record<string, never>
}

/**
 * DynamoDB in this process for a client of the AWS SDK: no port, no other process. The data are opened by the first
 * call, which tells where they cannot be. One handler may serve several clients; `destroy` of any of them closes it. A
 * service that is given stays open.
 *
 *     const client = new DynamoDBClient({
 *       region: 'us-east-1',
 *       credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, // placeholders: the SDK signs, nobody checks
 *       requestHandler: storeRequestHandler({ dir: './data' }),
 *     })
 *     const documents = DynamoDBDocumentClient.from(client)
 */
export function storeRequestHandler(options: ServiceOptions | { readonly service: Service }): StoreRequestHandler {
  return new InProcessHandler(options)
}

class InProcessHandler implements StoreRequestHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' }
  readonly #options: ServiceOptions | { readonly service: Service }
  #service: Service | undefined
  #opening: Promise<OpenService> | undefined
  #closed = false
  readonly #pending = new Set<Promise<unknown>>()

  constructor(options: ServiceOptions | { readonly service: Service }) {
    this.#options = options
    if ('service' in options) this.#service = options.service
  }

  async handle(
    request: SdkRequest,
    { abortSignal, requestTimeout }: SdkHandlerOptions = {},
  ): Promise<{ response: SdkResponse }> {
    if (abortSignal?.aborted) throw abortError(abortSignal)
    if (this.#closed) throw new StoreClosedException()
    const answered = this.#service === undefined ? this.#openAndAnswer(request) : answerTo(request, this.#service)
    if (!(answered instanceof Promise)) return respond(answered)
    this.#pending.add(answered)
    // also one that nobody waits for any more is in flight until it is answered
    const settled = answered.finally(() => this.#pending.delete(answered))
    return respond(await (abortSignal || requestTimeout ? patiently(settled, abortSignal, requestTimeout) : settled))
  }

  async destroy(): Promise<void> {
    this.#closed = true
    const opened = await this.#opening?.catch(() => undefined)
    await Promise.allSettled(this.#pending)
    await opened?.close()
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {}
  }

  async #openAndAnswer(request: SdkRequest): Promise<Answer> {
    this.#opening ??= openService(this.#options as ServiceOptions)
    try {
      this.#service = await this.#opening
    } catch (error) {
      this.#opening = undefined // what stood in the way may be gone next time
      throw error
    }
    return answerTo(request, this.#service)
  }
}

function answerTo({ headers, body }: SdkRequest, service: Service): Answer | Promise<Answer> {
  return answer(service, headers['x-amz-target'], textOf(body), { headers })
}

/** The SDK gives text, or bytes that only look like text. */
function textOf(body: string | Uint8Array | undefined): string {
  if (typeof body === 'string') return body
  return body === undefined ? '' : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString()
}

function respond({ status, text }: Answer): { response: SdkResponse } {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': requestId() }
  return { response: { statusCode: status, headers, body: Buffer.from(text) } }
}

/** More than a timer can wait for: as good as never. */
const never = 2 ** 31

/** Waits no longer than the caller does. What was asked for may be done all the same, as over a network. */
function patiently(
  answered: Promise<Answer>,
  signal: SdkAbortSignal | undefined,
  timeoutMs: number | undefined,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortError(signal))
    const timer = timeoutMs && timeoutMs < never && setTimeout(() => reject(timeoutError(timeoutMs)), timeoutMs)
    if (signal instanceof AbortSignal) signal.addEventListener('abort', onAbort, { once: true })
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- the SDK's own signal has nothing else
    else if (signal !== undefined) signal.onabort = onAbort
    const done = (): void => {
      if (timer) clearTimeout(timer)
      if (signal instanceof AbortSignal) signal.removeEventListener('abort', onAbort)
    }
    answered.finally(done).then(resolve, reject)
  })
}

/** As the SDK's own handlers throw it. */
function abortError(signal: SdkAbortSignal | undefined): Error {
  const reason = signal instanceof AbortSignal ? (signal.reason as unknown) : undefined
  const error = new Error('Request aborted', reason === undefined ? {} : { cause: reason })
  error.name = 'AbortError'
  return error
}

function timeoutError(ms: number): Error {
  const error = new Error(`The request took more than ${ms} ms`)
  error.name = 'TimeoutError'
  return error
}
