import type { DiskLock } from './disk.ts'
import { fold, type Folded } from './fold.ts'
import type { Follower } from './follower.ts'
import type { HandEdits } from './hand-edits.ts'

/** A journal is not folded for its size alone while it is smaller than this, in bytes. */
const smallJournal = 4 * 1024 * 1024

/** The folds of one process, one at a time; and of all processes, by the fold lock. */
export class Folds {
  readonly #follower: Follower
  readonly #edits: HandEdits
  /** The one of the folder as it is now. */
  readonly #lock: () => DiskLock
  readonly #foldBytes: number | undefined
  #running: Promise<Folded | 'busy'> | undefined
  #recovering: Promise<void> | undefined
  /** Whether we wrote anything since our last fold began: nobody else may be left to fold it. */
  #hasToFold = false
  /** Bytes of a journal that is not to be folded yet. */
  #longest = 0

  constructor(follower: Follower, edits: HandEdits, lock: () => DiskLock, foldBytes: number | undefined) {
    this.#follower = follower
    this.#edits = edits
    this.#lock = lock
    this.#foldBytes = foldBytes
  }

  get isRunning(): boolean {
    return this.#running !== undefined
  }

  /** There is something to fold; true if that is so much that it should be folded soon. */
  wrote(): boolean {
    this.#hasToFold = true
    return this.#follower.journal!.end > this.#longest
  }

  /** A journal may be as long as the largest file, so that folds take no more of the time the more there is. */
  measure(): void {
    const sizes = [...this.#follower.files.values()].map(({ seen }) => Number(seen?.size ?? 0))
    this.#longest = this.#foldBytes ?? Math.max(smallJournal, ...sizes)
  }

  /** Folds, unless one is under way, in this process or, where it does not wait for that, in another. */
  fold(waits: boolean): Promise<Folded | 'busy'> {
    this.#running ??= this.#foldAlone(waits).finally(() => (this.#running = undefined))
    return this.#running
  }

  /** Folds all there is now. */
  async foldNow(): Promise<void> {
    await this.#settled() // that one may have begun before what is to be folded now
    if ((await this.fold(true)) === 'busy') await this.foldNow() // the upkeep was faster, and waits for nobody
  }

  /** Folds what we wrote, unless somebody else does. */
  async foldLast(): Promise<void> {
    await this.#settled() // this fold does what that one could not
    const folded = await this.fold(false)
    if (folded === 'busy' && this.#hasToFold) await this.fold(true)
  }

  /** After a failed sync nothing is acknowledged until everything is in new files. */
  recover(): Promise<void> {
    this.#recovering ??= this.#foldAnew().finally(() => (this.#recovering = undefined))
    return this.#recovering
  }

  /** Throws why a table cannot be folded. */
  sayWhatBlocks(): void {
    const { tables } = this.#follower.engine
    for (const name of tables.names()) tables.get(name)
  }

  async #foldAnew(): Promise<void> {
    await this.#settled() // that one may have begun before
    if ((await this.fold(true)) === 'blocked') this.sayWhatBlocks()
  }

  async #settled(): Promise<void> {
    await this.#running?.catch(() => undefined) // whoever began it is told
  }

  async #foldAlone(waits: boolean): Promise<Folded | 'busy'> {
    const lock = this.#lock()
    if (!lock.tryLock()) {
      if (!waits) return 'busy' // somebody else is at it
      await lock.waitForLock()
    }
    const hadToFold = this.#hasToFold
    let folded: Folded | undefined
    try {
      this.#hasToFold = false
      do {
        await this.#edits.takeIn()
        folded = await fold(this.#follower, this.#edits)
      } while (folded === 'edited')
      this.measure()
      return folded
    } finally {
      if (folded !== 'done') this.#hasToFold ||= hadToFold
      lock.unlock()
    }
  }
}
