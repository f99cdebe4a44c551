import { DiskException } from '@cmz/store-core'
import type { Follower } from './follower.ts'

/** Makes lines last, one sync for all that wait for it at that moment. */
export class GroupSync {
  readonly #follower: Follower
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined
  readonly #foldAnew: () => Promise<void>

  /** After a failed sync everything is to be folded into new files. */
  constructor(follower: Follower, foldAnew: () => Promise<void>) {
    this.#follower = follower
    this.#foldAnew = foldAnew
  }

  /** Resolves once every line up to now lasts; `undefined` where they do. */
  lasting(): Promise<void> | undefined {
    if (this.#follower.isDoubtful) return this.#lastingAnew()
    const { seq, synced } = this.#follower
    if (seq <= synced) return undefined
    if (this.#running === undefined) return this.#sync()
    this.#next ??= this.#running
      .catch(() => undefined) // who waited for that one was told
      .then(() => {
        this.#next = undefined
        return this.lasting()
      })
    return this.#next
  }

  async #lastingAnew(): Promise<void> {
    try {
      await this.#foldAnew()
    } catch (error) {
      throw this.#fail(error)
    }
    await this.lasting()
  }

  #sync(): Promise<void> | undefined {
    const { seq } = this.#follower
    const done = (): void => {
      this.#follower.synced = Math.max(this.#follower.synced, seq)
    }
    try {
      const syncing = this.#follower.syncLater()
      if (syncing === undefined) {
        done()
        return undefined
      }
      this.#running = syncing
        .then(done, (error: unknown) => {
          throw this.#fail(error)
        })
        .finally(() => (this.#running = undefined))
      return this.#running
    } catch (error) {
      return Promise.reject(this.#fail(error))
    }
  }

  #fail(cause: unknown): DiskException {
    const { path } = this.#follower.folder
    const reason = cause instanceof Error ? cause.message : String(cause)
    return new DiskException(`${reason}. It is not known whether the writes took effect: read to find out`, path, {
      cause,
    })
  }
}
