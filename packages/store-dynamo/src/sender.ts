import type { DynamoDBDocumentClient, ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/lib-dynamodb'
import { ConditionalCheckFailedException, type Item, type Key, type WriteRequest } from '@cmz/store-core'
import { type Sendable, watchAttempts } from './attempts.ts'
import { tookEffect } from './lost-answer.ts'
import { translateError } from './translate-error.ts'

/** What a call is about, for its errors. */
export interface About {
  readonly table?: string | undefined
  readonly key?: Key | undefined
  readonly signal?: AbortSignal | undefined
}

/** The answer to a write, or, where that was lost, the item that shows that the write took effect. */
export type WriteAnswer<O> = { readonly output: O } | { readonly current: Item | undefined }

/** Sends commands; every failure comes back as the store's error. */
export class Sender {
  readonly #client: DynamoDBDocumentClient

  constructor(client: DynamoDBDocumentClient) {
    this.#client = client
  }

  async send<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    command: Sendable<I, O>,
    { signal, ...where }: About,
  ): Promise<O> {
    const attempts = watchAttempts(command)
    try {
      return await this.#client.send(command, signal && { abortSignal: signal })
    } catch (error) {
      // who aborts gets the reason back, as from every other wait
      signal?.throwIfAborted()
      throw translateError(error, { ...where, host: attempts.host })
    }
  }

  /**
   * Sends a write. If an answer was lost and a later attempt failed the condition, that may be the write's own doing:
   * then the item as it stands decides, which `readCurrent` reads strongly consistently.
   */
  async sendWrite<I extends ServiceInputTypes, O extends ServiceOutputTypes>(
    command: Sendable<I, O>,
    request: WriteRequest,
    about: About,
    readCurrent: () => Promise<Item | undefined>,
  ): Promise<WriteAnswer<O>> {
    const attempts = watchAttempts(command)
    try {
      return { output: await this.#client.send(command) }
    } catch (error) {
      const failure = translateError(error, { ...about, host: attempts.host, outcomeUnknown: attempts.lost })
      if (!attempts.lost || !(failure instanceof ConditionalCheckFailedException)) throw failure
      const current = await readCurrent()
      if (!tookEffect(request, current)) throw failure
      return { current }
    }
  }
}
