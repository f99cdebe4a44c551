import { Page, separator } from './page.ts'

interface Line {
  readonly buffer: Buffer
  readonly start: number
  readonly end: number
  readonly key: string
}

const between = Buffer.from(separator)

/** Collects lines, in order, and makes pages of them that have about a given size. */
export class PageWriter {
  readonly #size: number
  #lines: Line[] = []
  #length = 0

  constructor(size: number) {
    this.#size = size
  }

  /** Whether there are lines that no page holds yet. */
  get isOpen(): boolean {
    return this.#lines.length > 0
  }

  /** Whether they are enough for a page. */
  get isFilled(): boolean {
    return this.#length * 2 >= this.#size
  }

  /** Whether they are enough for two pages. */
  get isFull(): boolean {
    return this.#length >= this.#size * 2 && this.#lines.length > 1
  }

  add(buffer: Buffer, start: number, end: number, key: string): void {
    this.#lines.push({ buffer, start, end, key })
    this.#length += end - start + between.length
  }

  addText(line: string, key: string): void {
    const buffer = Buffer.from(line)
    this.add(buffer, 0, buffer.length, key)
  }

  /** A page of the first lines, where they are enough for two pages, or of all. */
  page(): Page {
    const lines = this.isFull ? this.#lines.splice(0, this.#firstHalf()) : this.#lines.splice(0)
    const length = lines.reduce((total, { start, end }) => total + end - start + between.length, 0)
    this.#length -= length
    const buffer = Buffer.allocUnsafeSlow(length - between.length)
    let at = 0
    for (let index = 0; index < lines.length;) {
      if (at > 0) at += between.copy(buffer, at)
      const { buffer: from, start } = lines[index]!
      let { end } = lines[index]!
      // lines that stood together are copied together
      for (index++; index < lines.length && isNext(lines[index]!, from, end); index++) end = lines[index]!.end
      at += from.copy(buffer, at, start, end)
    }
    const page = new Page(buffer, 0, buffer.length, lines[0]!.key, lines.length)
    page.lines = { starts: startsOf(lines), keys: lines.map(({ key }) => key), items: [], sound: -1 }
    return page
  }

  #firstHalf(): number {
    let length = 0
    let count = 0
    while (length < this.#size && count < this.#lines.length - 1) {
      const { start, end } = this.#lines[count]!
      length += end - start + between.length
      count++
    }
    return count
  }
}

/** Where each line begins in a buffer that they fill. */
function startsOf(lines: readonly Line[]): Uint32Array {
  const starts = new Uint32Array(lines.length)
  let at = 0
  for (const [index, { start, end }] of lines.entries()) {
    starts[index] = at
    at += end - start + between.length
  }
  return starts
}

function isNext({ buffer, start }: Line, before: Buffer, end: number): boolean {
  return buffer === before && start === end + between.length
}
