import type { Warn } from './keepsakes.ts'

export interface UpkeepTasks {
  fold(): Promise<void>
  look(): Promise<void>
  readonly warn: Warn
}

/** How long there was no write before the journal is folded, in ms. */
const idleTime = 200
const lookTime = 200
/** After a fold that failed. */
const retryTime = 1000

/** What is done from time to time: folding when nobody writes or the journal is long, and looking for edits by hand. */
export class Upkeep {
  readonly #tasks: UpkeepTasks
  #folding: NodeJS.Timeout | undefined
  #watching: NodeJS.Timeout | undefined
  #lastWrite = 0
  /** After a fold that failed, when to try again. */
  #retryAt = 0
  #isFolding = false
  #stopped = false
  /** What failed last, by task. */
  readonly #said = new Map<'fold' | 'look', string>()

  constructor(tasks: UpkeepTasks) {
    this.#tasks = tasks
  }

  /** There is something to fold, at once or when nobody has written for a moment. */
  wrote(isLong: boolean): void {
    this.#lastWrite = performance.now()
    if (isLong && !this.#isFolding && this.#lastWrite >= this.#retryAt) void this.#fold()
    else this.foldWhenIdle()
  }

  foldWhenIdle(): void {
    // the timer keeps the process alive: a program that just ends leaves files that a person can read
    if (!this.#stopped) this.#folding ??= setTimeout(() => this.#foldIfIdle(), idleTime)
  }

  watch(): void {
    if (this.#stopped) return
    this.#watching ??= setInterval(() => void this.#try('look'), lookTime).unref()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#folding)
    clearInterval(this.#watching)
  }

  #foldIfIdle(): void {
    this.#folding = undefined
    if (this.#isFolding || performance.now() - this.#lastWrite < idleTime) this.foldWhenIdle()
    else void this.#fold()
  }

  async #fold(): Promise<void> {
    if (this.#isFolding || this.#stopped) return
    this.#isFolding = true
    const isDone = await this.#try('fold')
    this.#isFolding = false
    if (isDone || this.#stopped) return
    this.#retryAt = performance.now() + retryTime
    clearTimeout(this.#folding)
    // a disk that stays full must not keep a program from ending: the journal has everything
    this.#folding = setTimeout(() => this.#foldIfIdle(), retryTime).unref()
  }

  /** Nobody waits for it, so what fails is said, once; whatever was acknowledged is in the journal. */
  async #try(task: 'fold' | 'look'): Promise<boolean> {
    try {
      await this.#tasks[task]()
      this.#said.delete(task)
      return true
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (message !== this.#said.get(task)) this.#tasks.warn(message)
      this.#said.set(task, message)
      return false
    }
  }
}
