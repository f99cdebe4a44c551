/** Not kept: whatever the kernel says holds. */
const away = 0
const kept = 1
/** The other thread is about to unlock it. */
const leaving = 2

/**
 * A lock that a process keeps for a moment after its use, so that it need not ask the kernel when it wants it again at
 * once. Two threads share this: the one that uses the lock, and one that unlocks it where the first is held up.
 */
export class KeptLock {
  readonly buffer: SharedArrayBuffer
  /** What it is now, and how often it was kept. */
  readonly #cells: Int32Array

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(8)) {
    this.buffer = buffer
    this.#cells = new Int32Array(buffer)
  }

  /** How often it was kept. */
  get count(): number {
    return Atomics.load(this.#cells, 1)
  }

  /** It is not used now, and is still ours. */
  keep(): void {
    Atomics.add(this.#cells, 1, 1)
    Atomics.store(this.#cells, 0, kept)
  }

  /** True if it was kept until now, and so is still ours. What the other thread has begun is waited for. */
  takeBack(): boolean {
    if (Atomics.compareExchange(this.#cells, 0, kept, away) === kept) return true
    while (Atomics.load(this.#cells, 0) === leaving) Atomics.wait(this.#cells, 0, leaving, 1)
    return false
  }

  /** Called by the other thread: unlocks it, if it is kept. */
  leave(unlock: () => void): void {
    if (Atomics.compareExchange(this.#cells, 0, kept, leaving) !== kept) return
    try {
      unlock()
    } finally {
      Atomics.store(this.#cells, 0, away)
      Atomics.notify(this.#cells, 0)
    }
  }
}
