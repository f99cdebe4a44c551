import { CorruptFileException, type TableDefinition } from '@cmz/store-core'
import { Page } from './page.ts'

/** Bytes of a page, before it is filled up to the end of its last line. */
export const pageSize = 16_384

const newline = 0x0a
const comma = 0x2c
const bracketOpen = 0x5b
const bracketClose = 0x5d

/** Whole lines: a part of a buffer that ends before a newline. */
interface Part {
  readonly buffer: Buffer
  start: number
  end: number
}

/**
 * The pages of a table's file, whose bytes come in any pieces. They stay in the pieces; what straddles two is copied.
 * CorruptFileException unless the file begins with `[\n`, ends with `\n]\n`, and its pages are parted by `,\n`.
 */
export function cutPages({ name }: TableDefinition, file: string, chunks: readonly Uint8Array[], size: number): Page[] {
  const fault = (reason: string, line: number) =>
    new CorruptFileException(reason, { file, line, column: 1 }, { table: name })
  const parts: Part[] = []
  const isWhole = cutAtLineEnds(chunks, size, parts)
  if (!dropOpening(parts)) throw fault('the file of a table begins with [ on a line of its own', 1)
  if (!isWhole || !dropClosing(parts)) {
    throw fault('the file of a table ends with ] on a line of its own', Math.max(1, countNewlines(chunks)))
  }
  for (const [position, part] of parts.entries()) {
    const isLast = position === parts.length - 1
    const hasComma = part.buffer[part.end - 1] === comma
    if (part.end === part.start || hasComma === isLast) {
      const line = 1 + position + countNewlines(parts.slice(0, position + 1).map(bytesOf)) + 1
      throw fault(isLast ? 'the last item is followed by a comma' : 'a comma is missing at the end of the line', line)
    }
    if (!isLast) part.end--
  }
  return parts.map(({ buffer, start, end }) => new Page(buffer, start, end))
}

/** Collects parts of at least `size` bytes; false where the last line has no end. */
function cutAtLineEnds(chunks: readonly Uint8Array[], size: number, parts: Part[]): boolean {
  let open: Buffer[] = [] // what the chunks before left over
  let openLength = 0
  for (const chunk of chunks) {
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)
    for (let start = 0; start < buffer.length;) {
      const found = buffer.indexOf(newline, start + Math.max(0, size - openLength - 1))
      const end = found === -1 ? buffer.length : found
      if (found === -1) {
        open.push(buffer.subarray(start))
        openLength += end - start
      } else if (openLength === 0) {
        parts.push({ buffer, start, end })
      } else {
        const joined = Buffer.concat([...open, buffer.subarray(start, end)])
        parts.push({ buffer: joined, start: 0, end: joined.length })
        open = []
        openLength = 0
      }
      start = end + 1
    }
  }
  if (openLength === 0) return true
  // fewer bytes than a page are left: lines, if the last ends here
  const rest = Buffer.concat(open)
  parts.push({ buffer: rest, start: 0, end: rest.length - 1 })
  return rest[rest.length - 1] === newline
}

function dropOpening(parts: Part[]): boolean {
  const first = parts[0]
  if (first?.buffer[first.start] !== bracketOpen) return false
  if (first.end - first.start === 1) parts.shift()
  else if (first.buffer[first.start + 1] === newline) first.start += 2
  else return false
  return true
}

function dropClosing(parts: Part[]): boolean {
  const last = parts.at(-1)
  if (last?.buffer[last.end - 1] !== bracketClose) return false
  if (last.end - last.start === 1) parts.pop()
  else if (last.buffer[last.end - 2] === newline) last.end -= 2
  else return false
  return true
}

function bytesOf({ buffer, start, end }: Part): Uint8Array {
  return buffer.subarray(start, end)
}

function countNewlines(pieces: readonly Uint8Array[]): number {
  let count = 0
  for (const piece of pieces) for (const byte of piece) if (byte === newline) count++
  return count
}
