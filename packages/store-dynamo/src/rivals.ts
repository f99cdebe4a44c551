import { equal, type Item } from '@cmz/store-core'

/** The conditional puts of one key that are under way, and the items that won the key meanwhile. */
interface Contest {
  readonly rivals: Set<Rival>
  readonly won: Item[]
}

/**
 * Conditional puts of equal items on one key, made at the same time. When an answer was lost, comparing the item in
 * the table with the one that was sent cannot tell whose it is; within one driver this can.
 */
export class Rivals {
  readonly #contests = new Map<string, Contest>()

  /** Takes part in the contest for a key, as long as until `leave`. */
  enter(key: string, item: Item): Rival {
    const contest = this.#contests.get(key) ?? { rivals: new Set(), won: [] }
    this.#contests.set(key, contest)
    return new Rival(item, contest, () => {
      if (contest.rivals.size === 0) this.#contests.delete(key)
    })
  }
}

/** One put in the contest. */
export class Rival {
  readonly #item: Item
  readonly #contest: Contest
  readonly #onLeave: () => void
  readonly #answered = Promise.withResolvers<void>()

  constructor(item: Item, contest: Contest, onLeave: () => void) {
    this.#item = item
    this.#contest = contest
    this.#onLeave = onLeave
    contest.rivals.add(this)
  }

  /** The put succeeded: the server said so. */
  win(): void {
    this.#contest.won.push(this.#item)
  }

  /**
   * The table holds an equal item after an answer was lost: true if it is this put's own, for all one can know. Waits
   * for those whose answers are still to come, since one of them may be told that it has won.
   */
  async claim(): Promise<boolean> {
    this.#answered.resolve()
    await Promise.all([...this.#contest.rivals].map((rival) => rival.#answered.promise))
    if (this.#contest.won.some((item) => equal(item, this.#item))) return false
    this.win()
    return true
  }

  leave(): void {
    this.#answered.resolve()
    this.#contest.rivals.delete(this)
    this.#onLeave()
  }
}
