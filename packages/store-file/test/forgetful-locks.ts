/** Who holds a lock: whatever a process opened. */
export interface Owner {
  readonly process: number
}

interface Held {
  readonly owner: Owner
  readonly shared: boolean
}

/** Locks on files as the kernel keeps them: each belongs to an open file, and goes with it or with its process. */
export class ForgetfulLocks {
  readonly #held = new Map<number, readonly Held[]>()
  #waiting: (() => void)[] = []

  tryLock(inode: number, owner: Owner, shared: boolean): boolean {
    const others = (this.#held.get(inode) ?? []).filter((each) => each.owner !== owner)
    if (others.some((each) => !shared || !each.shared)) return false
    this.#held.set(inode, [...others, { owner, shared }])
    return true
  }

  /** Resolves when one of the locks becomes free. */
  async wait(): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  unlock(inode: number, owner: Owner): void {
    this.#letGo(inode, (each) => each === owner)
  }

  /** The process died. */
  release(process: number): void {
    for (const inode of this.#held.keys()) this.#letGo(inode, (each) => each.process === process)
  }

  #letGo(inode: number, goes: (owner: Owner) => boolean): void {
    const held = this.#held.get(inode) ?? []
    const rest = held.filter(({ owner }) => !goes(owner))
    if (rest.length === held.length) return
    this.#held.set(inode, rest)
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }
}
