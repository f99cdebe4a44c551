import { CorruptFileException, type Item, keyOfText, type TableDefinition } from '@cmz/store-core'
import { cutPages, pageSize } from './cut-pages.ts'
import { keyOrder } from './key-order.ts'
import { itemAt, keyOfItem, type LineKey, lineKey } from './line-key.ts'
import { LineFault, type Lines, type Page, separator } from './page.ts'
import { encodeItem, parseItem } from './tagged-json.ts'

/** How many items are taken over in one step. */
const stepSize = 1000

/**
 * The items of a table's file, by the text of their key. They never change, and belong to this: whoever hands them
 * out copies them. A line is read when it is asked for, so that opening costs little. What is asked for and cannot be
 * read, or stands out of order, throws a CorruptFileException with file and line.
 */
export class PagedItems {
  /** In key order; none of them is empty. */
  readonly pages: readonly Page[]
  readonly #table: TableDefinition
  readonly #file: string
  readonly #keyOf: LineKey
  readonly #compare: (left: string, right: string) => number
  /** The items that were asked for. */
  #found = new Map<string, Item>()
  /** Changes that are not among them yet, and come first. */
  #recent: ReadonlyMap<string, Item | null> | undefined
  #size: number | undefined

  private constructor(table: TableDefinition, file: string, pages: readonly Page[]) {
    this.#table = table
    this.#file = file
    this.pages = pages
    this.#keyOf = lineKey(table)
    this.#compare = keyOrder(table)
  }

  /**
   * The items of a file that `formatSnapshot` could have written, from its bytes in any pieces, which belong to this
   * from here on. CorruptFileException where the file does not begin and end so.
   */
  static read(
    table: TableDefinition,
    file: string,
    chunks: readonly Uint8Array[],
    size: number = pageSize,
  ): PagedItems {
    return new PagedItems(table, file, cutPages(table, file, chunks, size))
  }

  /** The items of pages that stand in order, such as merged ones. */
  static of(table: TableDefinition, file: string, pages: readonly Page[]): PagedItems {
    return new PagedItems(table, file, pages)
  }

  /** How many items there are; counted when it is asked for. */
  get size(): number {
    this.#size ??= this.#countBefore(this.pages.length)
    return this.#size
  }

  /**
   * Takes over the items that another one has found, which begins anew: what was read once, or changed since, need not
   * be read again. Step by step; what is asked for meanwhile is right.
   */
  *succeed(before: PagedItems | undefined, changes: ReadonlyMap<string, Item | null>): Generator<void, void, void> {
    if (before !== undefined) {
      this.#found = before.#found
      before.#found = new Map()
    }
    this.#recent = changes
    yield
    for (const [text, item] of changes) {
      if (item === null) this.#found.delete(text)
      else this.#found.set(text, item)
      if (this.#found.size % stepSize === 0) yield
    }
    this.#recent = undefined
  }

  get(text: string): Item | undefined {
    const changed = this.#recent?.get(text)
    if (changed !== undefined) return changed ?? undefined
    const known = this.#found.get(text)
    if (known !== undefined) return known
    const place = this.#find(text)
    if (place === undefined) return undefined
    const item = this.#item(place.page, place.line)
    this.#found.set(text, item)
    return item
  }

  has(text: string): boolean {
    const changed = this.#recent?.get(text)
    if (changed !== undefined) return changed !== null
    return this.#found.has(text) || this.#find(text) !== undefined
  }

  /** All items in key order. None of them is kept, so that a scan needs no memory. */
  *entries(): Generator<[text: string, item: Item], void, void> {
    let before: string | undefined
    for (const position of this.pages.keys()) {
      const entries = this.#naming(position, () => this.#entriesOf(position))
      for (const [line, entry] of entries.entries()) {
        if (before !== undefined) this.#checkOrder(before, entry[0], position, line)
        before = entry[0]
        yield entry
      }
    }
  }

  #entriesOf(position: number): [text: string, item: Item][] {
    const page = this.pages[position]!
    const known = page.lines?.items
    return page.texts().map((text, line) => {
      try {
        const item = known?.[line] ?? parseItem(text)
        return [keyOfItem(this.#table, item), item]
      } catch (cause) {
        throw new LineFault(line, cause)
      }
    })
  }

  /** The page on which a key stands or would stand; -1 where there is no page. */
  pageOf(text: string): number {
    let low = 0
    let high = this.pages.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if (this.#compare(this.first(middle), text) <= 0) low = middle
      else high = middle
    }
    return high === 0 ? -1 : low
  }

  /** The key of a page's first line. */
  first(position: number): string {
    const page = this.pages[position]!
    page.first ??= this.#readFirst(position)
    return page.first
  }

  /** The lines of a page. */
  lines(position: number): Lines {
    const page = this.pages[position]!
    page.lines ??= this.#readLines(position)
    return page.lines
  }

  #find(text: string): { page: number; line: number } | undefined {
    const page = this.pageOf(text)
    if (page === -1) return undefined
    const line = lineOfKey(this.lines(page).keys, text, this.#compare)
    if (line >= 0) return { page, line }
    this.#checkParses(page, -line - 2)
    return undefined
  }

  /** Where a line ends is sure only when it is parsed: it might hold the line that is missed. */
  #checkParses(position: number, line: number): void {
    const lines = this.lines(position)
    if (line < 0 || line === lines.sound || lines.items[line] !== undefined) return
    this.#parse(position, line)
    lines.sound = line
  }

  #item(position: number, line: number): Item {
    const { items } = this.lines(position)
    items[line] ??= this.#parse(position, line)
    return items[line]
  }

  #parse(position: number, line: number): Item {
    const { starts, keys } = this.lines(position)
    const { buffer, end } = this.pages[position]!
    const next = starts[line + 1]
    return this.#naming(position, () => {
      try {
        const item = itemAt(buffer, starts[line]!, next === undefined ? end : next - separator.length)
        if (keyOfItem(this.#table, item) === keys[line]) return item
      } catch (cause) {
        throw new LineFault(line, cause)
      }
      throw new LineFault(line, 'a key attribute stands here twice')
    })
  }

  #readFirst(position: number): string {
    const first = this.#naming(position, () => this.pages[position]!.readFirst(this.#keyOf))
    if (position > 0) this.#checkOrder(this.#last(position - 1), first, position, 0)
    const second = this.#naming(position, () => this.pages[position]!.readSecond(this.#keyOf))
    if (second !== undefined) this.#checkOrder(first, second, position, 1)
    else this.#checkNext(position, first)
    return first
  }

  #readLines(position: number): Lines {
    const lines = this.#naming(position, () => this.pages[position]!.readLines(this.#keyOf))
    const { keys } = lines
    if (position > 0) this.#checkOrder(this.#last(position - 1), keys[0]!, position, 0)
    for (let line = 1; line < keys.length; line++) this.#checkOrder(keys[line - 1]!, keys[line]!, position, line)
    this.#checkNext(position, keys.at(-1)!)
    return lines
  }

  #last(position: number): string {
    return this.#naming(position, () => this.pages[position]!.readLast(this.#keyOf))
  }

  #checkNext(position: number, last: string): void {
    const next = this.pages[position + 1]
    if (next === undefined) return
    this.#checkOrder(last, next.first ?? this.#naming(position + 1, () => next.readFirst(this.#keyOf)), position + 1, 0)
  }

  #checkOrder(before: string, text: string, position: number, line: number): void {
    if (this.#compare(before, text) < 0) return
    const key = encodeItem(keyOfText(this.#table, text))
    throw this.#corrupt(position, new LineFault(line, `the key ${key} stands out of order or twice`))
  }

  #naming<T>(position: number, read: () => T): T {
    try {
      return read()
    } catch (fault) {
      throw fault instanceof LineFault ? this.#corrupt(position, fault) : fault
    }
  }

  #corrupt(position: number, fault: LineFault): CorruptFileException {
    const line = 2 + this.#countBefore(position) + fault.line // the first is a bracket
    return new CorruptFileException(
      fault.message,
      { file: this.#file, line, column: 1 },
      { table: this.#table.name, cause: fault.cause },
    )
  }

  #countBefore(position: number): number {
    let count = 0
    for (let index = 0; index < position; index++) count += this.pages[index]!.count
    return count
  }
}

/** The line of a key; where it has none, `-1 - n` of the line `n` that it would push down. */
export function lineOfKey(
  keys: readonly string[],
  text: string,
  compare: (left: string, right: string) => number,
  from = 0,
): number {
  let low = from
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const order = compare(keys[middle]!, text)
    if (order === 0) return middle
    if (order < 0) low = middle + 1
    else high = middle
  }
  return -1 - low
}
