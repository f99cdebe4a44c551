import { equal, type Item, type Key, type Value, type WriteRequest } from '@cmz/store-core'

/** Equal conditional writes of one key that are under way, and whether one of them has won. */
interface Contest {
  readonly content: Item
  readonly rivals: Set<Rival>
  won: boolean
}

/**
 * Equal conditional writes of one key, made at the same time. When an answer was lost, comparing the item in the table
 * with what was sent cannot tell whose it is; among the writes of one driver this can, and lets exactly one win.
 */
export class Rivals {
  readonly #contests = new Map<string, Contest[]>()

  /** Takes part in the contest for a key, as long as until `leave`. */
  enter(request: WriteRequest, key: Key): Rival {
    const place = placeOf(request, key)
    const contests = this.#contests.get(place) ?? []
    this.#contests.set(place, contests)
    const content = contentOf(request)
    let contest = contests.find((each) => equal(each.content, content))
    if (contest === undefined) {
      contest = { content, rivals: new Set(), won: false }
      contests.push(contest)
    }
    return new Rival(contest, (ended) => {
      contests.splice(contests.indexOf(ended), 1)
      if (contests.length === 0) this.#contests.delete(place)
    })
  }
}

/** One write in the contest. */
export class Rival {
  readonly #contest: Contest
  readonly #onEnd: (contest: Contest) => void
  readonly #answered = Promise.withResolvers<void>()

  constructor(contest: Contest, onEnd: (contest: Contest) => void) {
    this.#contest = contest
    this.#onEnd = onEnd
    contest.rivals.add(this)
  }

  /** The write succeeded: the server said so. */
  win(): void {
    this.#contest.won = true
  }

  /**
   * The table holds what this write makes, after an answer was lost: true if that is its own doing, for all one can
   * know. Waits for those whose answers are still to come, since one of them may be told that it has won.
   */
  async claim(): Promise<boolean> {
    this.#answered.resolve()
    await Promise.all([...this.#contest.rivals].map((rival) => rival.#answered.promise))
    if (this.#contest.won) return false
    this.win()
    return true
  }

  /** Has to be called once, however the write ended. */
  leave(): void {
    this.#answered.resolve()
    this.#contest.rivals.delete(this)
    if (this.#contest.rivals.size === 0) this.#onEnd(this.#contest)
  }
}

/** One text per kind of write and key of a table. */
function placeOf({ kind, table }: WriteRequest, key: Key): string {
  return JSON.stringify([kind, table.name, ...Object.entries(key).map(([name, value]) => `${name}=${value as string}`)])
}

/** What equal writes of one kind and key have in common. */
function contentOf(request: WriteRequest): Item {
  switch (request.kind) {
    case 'put':
      return request.item
    case 'update':
      return { update: request.update as unknown as Value }
    case 'delete':
      return {}
  }
}
