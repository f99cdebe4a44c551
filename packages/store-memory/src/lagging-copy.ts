import type { Item } from '@cmz/store-core'
import type { Items } from './items.ts'
import type { TableData } from './table-data.ts'
import type { TableState } from './table-state.ts'

/** One change, and when others see it, in the time of `performance.now()`. */
interface Pending {
  readonly due: number
  apply(table: TableData): void
}

/** A table as it was some time ago: what its global indexes show where they lag behind it, as DynamoDB's do. */
export class LaggingCopy {
  readonly #copy: TableData
  readonly #delay: number
  #pending: Pending[] = []

  /** `delay`: in ms. */
  constructor(copy: TableData, delay: number) {
    this.#copy = copy
    this.#delay = delay
  }

  /** An index is there, and filled, as soon as it is defined; and gone as soon as it is not. */
  alter(state: TableState): void {
    this.#copy.alter(state)
  }

  set(text: string, item: Item | null): void {
    this.#later((table) => table.set(text, item))
  }

  replace(items: Items | undefined): void {
    this.#later((table) => table.replace(items))
  }

  rebase(before: Items, now: Items): void {
    this.#copy.rebase(before, now)
  }

  /** With the changes that are due. */
  upToNow(): TableData {
    const now = performance.now()
    let done = 0
    for (; done < this.#pending.length && this.#pending[done]!.due <= now; done++)
      this.#pending[done]!.apply(this.#copy)
    if (done > 0) this.#pending = this.#pending.slice(done)
    return this.#copy
  }

  #later(apply: Pending['apply']): void {
    this.upToNow() // so that what waits does not grow where nobody reads an index
    this.#pending.push({ due: performance.now() + this.#delay, apply })
  }
}

/** The ms to lag behind; TypeError where they are none. */
export function checkedDelay(indexDelay = 0): number {
  if (typeof indexDelay === 'number' && indexDelay >= 0) return indexDelay
  throw new TypeError(`indexDelay is a number of ms from 0 up: got ${String(indexDelay)}`)
}
