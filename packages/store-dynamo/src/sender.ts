import type { DynamoDBClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-dynamodb'
import { ConditionalCheckFailedException, type Item, type Key, StoreError, type WriteRequest } from '@cmz/store-core'
import { LostAnswer, type Sendable, watchAttempts } from './attempts.ts'
import { isRepeatable, tookEffect } from './lost-answer.ts'
import { Rivals } from './rivals.ts'
import { outcomeUnknown, translateError, withoutStop } from './translate-error.ts'
import { Turns } from './turns.ts'

/** What a call is about, for its errors. */
export interface About {
  readonly table?: string | undefined
  readonly key?: Key | undefined
  readonly signal?: AbortSignal | undefined
  /** True where a lost answer leaves unknown whether something was written. */
  readonly writes?: boolean | undefined
}

/** The answer to a write, or, where that was lost, the item that shows that the write took effect. */
export type WriteAnswer<O> = { readonly output: O } | { readonly current: Item | undefined }

/** Sends commands; every failure comes back as the store's error. */
export class Sender {
  readonly #client: DynamoDBClient
  readonly #rivals = new Rivals()
  readonly #turns: Turns

  /** `parallel`: how many requests are sent at a time. */
  constructor(client: DynamoDBClient, parallel: number) {
    this.#client = client
    this.#turns = new Turns(parallel)
  }

  async send<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    command: Sendable<I, O>,
    { signal, writes = false, ...where }: About,
  ): Promise<O> {
    const attempts = watchAttempts(command)
    try {
      return await this.#turns.take(() => this.#client.send(command, signal && { abortSignal: signal }), signal)
    } catch (error) {
      // who aborts gets the reason back, as from every other wait
      signal?.throwIfAborted()
      throw translateError(error, { ...where, host: attempts.host, outcomeUnknown: writes && attempts.lost })
    }
  }

  /**
   * Sends a write. If an answer was lost and a later attempt failed the condition, that may be the write's own doing:
   * then the item as it stands decides, which `readCurrent` reads strongly consistently. An update that would do
   * something else the second time is not sent again: the error says that its outcome is not known.
   */
  async sendWrite<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    command: Sendable<I, O>,
    request: WriteRequest,
    about: About & { readonly key: Key },
    readCurrent: () => Promise<Item | undefined>,
  ): Promise<WriteAnswer<O>> {
    const attempts = watchAttempts(command, request.kind !== 'update' || isRepeatable(request.update))
    const rival = request.condition && this.#rivals.enter(request, about.key)
    try {
      const output = await this.#turns.take(() => this.#client.send(command))
      rival?.win()
      return { output }
    } catch (error) {
      const met = error instanceof LostAnswer ? error.error : error
      const failure = translateError(met, { ...about, host: attempts.host, outcomeUnknown: attempts.lost })
      if (!attempts.lost || !(failure instanceof ConditionalCheckFailedException)) throw failure
      const current = await this.#readAfter(failure, about, readCurrent)
      if (!tookEffect(request, current) || (await rival?.claim()) === false) throw failure
      return { current }
    } finally {
      rival?.leave()
    }
  }

  /** The item after a lost answer. Where it cannot be read, nobody can tell what became of the write. */
  async #readAfter(
    failure: StoreError,
    { table, key }: About,
    readCurrent: () => Promise<Item | undefined>,
  ): Promise<Item | undefined> {
    try {
      return await readCurrent()
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new StoreError(
        `An answer of DynamoDB was lost, a second attempt failed (${failure.name}), and reading the item failed: ` +
          `${withoutStop(reason)}. ${outcomeUnknown}`,
        { table, key, cause },
      )
    }
  }
}
