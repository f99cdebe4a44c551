/** A token that a transaction was told, and what it stood for. */
export interface UsedToken {
  readonly token: string
  /** Equal only for transactions that ask for the same. */
  readonly digest: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** How long a token counts, in milliseconds (rule 10.10). */
const lifetime = 10 * 60_000

/** The tokens of transactions that were committed, for as long as they count. */
export class Tokens {
  /** From the oldest to the newest. */
  readonly #used = new Map<string, UsedToken>()

  note(used: UsedToken): void {
    this.#used.delete(used.token)
    this.#used.set(used.token, used)
    for (const [token, { at }] of this.#used) {
      if (at > used.at - lifetime) break
      this.#used.delete(token)
    }
  }

  find(token: string, now: number): UsedToken | undefined {
    const used = this.#used.get(token)
    return used !== undefined && used.at > now - lifetime ? used : undefined
  }

  /** Forgets all of them: what they stood for is no longer there. */
  clear(): void {
    this.#used.clear()
  }

  /** Those that still count. */
  recent(now: number): readonly UsedToken[] {
    return [...this.#used.values()].filter(({ at }) => at > now - lifetime)
  }
}
