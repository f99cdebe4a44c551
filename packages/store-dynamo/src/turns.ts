import pLimit from 'p-limit'

/** Lets so many works run at a time. What waits here has no clock running, as it would in the SDK's queue for a socket. */
export class Turns {
  readonly #limit: ReturnType<typeof pLimit>

  constructor(parallel: number) {
    this.#limit = pLimit(parallel)
  }

  /** Runs `work` when it is its turn. Once `signal` is aborted, rejects with its reason, at once. */
  async take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal === undefined) return this.#limit(work)
    signal.throwIfAborted()
    const { promise: aborted, reject } = Promise.withResolvers<never>()
    const abort = (): void => reject(signal.reason)
    signal.addEventListener('abort', abort)
    try {
      const done = this.#limit(() => {
        signal.throwIfAborted()
        return work()
      })
      return await Promise.race([done, aborted])
    } finally {
      signal.removeEventListener('abort', abort)
    }
  }
}
