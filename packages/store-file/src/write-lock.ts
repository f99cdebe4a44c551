import type { DiskLock } from './disk.ts'

interface Waiting {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** How long one process may go on writing before it lets those that wait go first, in ms. */
const slice = 1

/**
 * Lets one caller write at a time, of this process and of all others. Whoever is next in line holds the turn while it
 * waits for the lock itself; nobody gets that but through the turn, except for a process whose slice is not used up.
 * So a process that writes without pause keeps nobody waiting for longer than its slice.
 */
export class WriteLock {
  readonly #lock: DiskLock
  readonly #turn: DiskLock
  readonly #queue: Waiting[] = []
  #taken = false
  #isResumed = false
  #sliceEnd = 0

  constructor(lock: DiskLock, turn: DiskLock) {
    this.#lock = lock
    this.#turn = turn
  }

  /** True if nobody else can have had it since it was released the last time. */
  get isResumed(): boolean {
    return this.#isResumed
  }

  /** Takes the lock; `undefined` if there was nobody to wait for. */
  take(): Promise<void> | undefined {
    if (this.#taken) return new Promise((resolve, reject) => this.#queue.push({ resolve, reject }))
    this.#taken = true
    try {
      const waiting = this.#takeFromOthers()
      return waiting?.catch((error: unknown) => {
        this.#next()
        throw error
      })
    } catch (error) {
      this.#next()
      throw error
    }
  }

  /** With `lingers` it may stay with this process for a moment, if that writes without pause. */
  release(lingers = false): void {
    try {
      if (lingers) this.#lock.linger()
      else this.#lock.unlock()
    } finally {
      this.#next()
    }
  }

  #next(): void {
    const next = this.#queue.shift()
    this.#taken = false
    if (next === undefined) return
    this.#taken = true
    const take = async (): Promise<void> => this.#takeFromOthers()
    take().then(next.resolve, (error: unknown) => {
      this.#next()
      next.reject(error)
    })
  }

  #takeFromOthers(): Promise<void> | undefined {
    const now = performance.now()
    const isOver = now >= this.#sliceEnd
    const isKept = this.#lock.resume()
    this.#isResumed = isKept && !isOver
    if (this.#isResumed || (!isOver && this.#lock.tryLock())) return undefined
    if (isKept) this.#lock.unlock()
    this.#sliceEnd = now + slice
    if (!this.#turn.tryLock()) return this.#wait(true)
    try {
      if (!this.#lock.tryLock()) return this.#wait(false)
    } catch (error) {
      this.#turn.unlock() // else nobody would ever be next
      throw error
    }
    this.#turn.unlock()
    return undefined
  }

  async #wait(forTurn: boolean): Promise<void> {
    if (forTurn) await this.#turn.waitForLock()
    try {
      await this.#lock.waitForLock()
    } finally {
      this.#turn.unlock()
    }
    this.#sliceEnd = performance.now() + slice
  }
}
