import { isUtf8 } from 'node:buffer'
import type { Item } from '@cmz/store-core'
import type { LineKey } from './line-key.ts'

/** The lines of a page. */
export interface Lines {
  /** Where each begins in the page's buffer. */
  readonly starts: Uint32Array
  /** Key texts, in order. */
  readonly keys: readonly string[]
  /** The items that were asked for. */
  readonly items: (Item | undefined)[]
  /** The last line that was parsed only to see whether it can be; -1 for none. */
  sound: number
}

/** What is wrong with a line of a page; the first is 0. */
export class LineFault extends Error {
  readonly line: number

  constructor(line: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.line = line
  }
}

const newline = 0x0a
const comma = 0x2c

/** Stands between two lines. */
export const separator = ',\n'

/**
 * Some lines of a table's file, joined by `,\n`: a part of a buffer, which nobody changes. Nothing is known of them
 * until they are asked for; what was found in order is kept.
 */
export class Page {
  readonly buffer: Buffer
  readonly start: number
  readonly end: number
  /** The key of the first line, once it was found in order. */
  first: string | undefined
  /** The lines, once they were found in order. */
  lines: Lines | undefined
  #count: number | undefined

  constructor(buffer: Buffer, start: number, end: number, first?: string, count?: number) {
    this.buffer = buffer
    this.start = start
    this.end = end
    this.first = first
    this.#count = count
  }

  /** Bytes. */
  get length(): number {
    return this.end - this.start
  }

  /** How many lines it has. */
  get count(): number {
    this.#count ??= this.lines?.starts.length ?? this.#countLines()
    return this.#count
  }

  /** The key of the first line, whether or not it is in order. LineFault where the line has none, as below. */
  readFirst(keyOf: LineKey): string {
    return this.#key(keyOf, 0, this.start, this.#lineEnd(0, this.start))
  }

  /** The key of the second line; `undefined` where there is only one. */
  readSecond(keyOf: LineKey): string | undefined {
    const end = this.#lineEnd(0, this.start)
    if (end === this.end) return undefined
    const start = end + separator.length
    return this.#key(keyOf, 1, start, this.#lineEnd(1, start))
  }

  /** The key of the last line. */
  readLast(keyOf: LineKey): string {
    if (this.lines !== undefined) return this.lines.keys.at(-1)!
    const before = this.buffer.lastIndexOf(newline, this.end - 1)
    return this.#key(keyOf, -1, Math.max(before + 1, this.start), this.end)
  }

  /** The lines, whether or not they are in order. */
  readLines(keyOf: LineKey): Lines {
    const starts: number[] = []
    const keys: string[] = []
    for (let start = this.start, end = start; end !== this.end; start = end + separator.length) {
      end = this.#lineEnd(starts.length, start)
      keys.push(this.#key(keyOf, starts.length, start, end))
      starts.push(start)
    }
    return { starts: Uint32Array.from(starts), keys, items: [], sound: -1 }
  }

  /** The texts of the lines, of which nothing is kept. */
  texts(): readonly string[] {
    const text = this.buffer.toString('utf8', this.start, this.end)
    const texts = text.split(separator)
    if (text.includes('\uFFFD') && !isUtf8(pageBytes(this))) {
      throw new LineFault(
        Math.max(
          0,
          texts.findIndex((each) => each.includes('\uFFFD')),
        ),
        'this is not UTF-8 text',
      )
    }
    return texts
  }

  /** The same lines in a buffer of their own. */
  copy(): Page {
    const buffer = Buffer.from(pageBytes(this))
    return new Page(buffer, 0, buffer.length, this.first, this.#count)
  }

  #lineEnd(line: number, start: number): number {
    const found = this.buffer.indexOf(newline, start)
    if (found === -1 || found >= this.end) return this.end
    if (this.buffer[found - 1] !== comma) throw new LineFault(line, 'a comma is missing at the end of the line')
    return found - 1
  }

  #key(keyOf: LineKey, line: number, start: number, end: number): string {
    try {
      return keyOf(this.buffer, start, end)
    } catch (cause) {
      throw new LineFault(line < 0 ? this.count + line : line, cause)
    }
  }

  #countLines(): number {
    let count = 1
    for (let at = this.start; ; count++) {
      at = this.buffer.indexOf(newline, at) + 1
      if (at === 0 || at > this.end) return count
    }
  }
}

/** The lines joined by `,\n`, without a separator at the end. */
export function pageBytes({ buffer, start, end }: Page): Uint8Array {
  return buffer.subarray(start, end)
}
