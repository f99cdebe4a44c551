/** Tells keys that come a second time. Sorted ones, as files have them, cost little. */
export class UniqueKeys {
  readonly #compare: (left: string, right: string) => number
  readonly #sorted: string[] = []
  #all: Set<string> | undefined

  constructor(compare: (left: string, right: string) => number) {
    this.#compare = compare
  }

  /** False if the key text was added before. */
  add(text: string): boolean {
    const last = this.#sorted.at(-1)
    if (this.#all === undefined && (last === undefined || this.#compare(last, text) < 0)) {
      this.#sorted.push(text)
      return true
    }
    this.#all ??= new Set(this.#sorted)
    if (this.#all.has(text)) return false
    this.#all.add(text)
    return true
  }
}
