import type { Change, Items, Tables } from '@cmz/store-memory'
import { doubtReservations, takeBack } from './doubt-reservations.ts'

/**
 * What the files that others changed put in doubt when a folder was opened. Everybody sees that who opens it, so it is
 * taken back in memory at once and written down with the first line: who only reads changes nothing.
 */
export class Doubts {
  readonly #tables: Tables
  #changes: readonly Change[] = []
  /** The tables that differ from their files by that only, and what they then hold. */
  readonly #items = new Map<string, Items>()

  constructor(tables: Tables) {
    this.#tables = tables
  }

  /** What is to be written down. */
  get changes(): readonly Change[] {
    return this.#changes
  }

  /** Doubts what is held of the unique values of some tables. */
  begin(names: readonly string[], isAsItsFile: (name: string) => boolean): void {
    this.#changes = names.flatMap((name) => doubtReservations(this.#tables, name))
    const asFiles = this.#changes.map(({ table }) => table).filter(isAsItsFile)
    takeBack(this.#tables, this.#changes)
    this.#items.clear()
    for (const name of asFiles) this.#items.set(name, this.#tables.find(name)!.freeze())
  }

  /** True if a table differs from its file only by what is doubted, which is no reason to write it. */
  isAllOf(name: string): boolean {
    const items = this.#items.get(name)
    return items !== undefined && this.#tables.find(name)!.is(items)
  }

  /** A table was dropped: what was doubted of it says nothing of one that comes in its place. */
  forget(name: string): void {
    this.#changes = this.#changes.filter(({ table }) => table !== name)
    this.#items.delete(name)
  }

  /** It is written down. */
  end(): void {
    takeBack(this.#tables, this.#changes) // others may have said it again since
    this.#changes = []
    this.#items.clear()
  }
}
