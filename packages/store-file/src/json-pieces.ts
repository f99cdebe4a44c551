import { isUtf8 } from 'node:buffer'
import { parseJson } from './tagged-json.ts'

const pieceSize = 65_536
const byteOrderMark = Buffer.from('\uFEFF')
const bracketOpen = 0x5b
const bracketClose = 0x5d
const braceOpen = 0x7b

/**
 * The members of a JSON array of objects, some at a time, so that the text of a large file is never in memory as a
 * whole. Throws an error where this does not go well, for whatever reason: then parse the whole to see.
 */
export function* parseInPieces(bytes: Uint8Array, size: number = pieceSize): Generator<readonly unknown[], void, void> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const start = skipSpace(buffer, buffer.subarray(0, 3).equals(byteOrderMark) ? 3 : 0)
  const end = skipSpaceBack(buffer, buffer.length) - 1
  if (!isUtf8(buffer) || buffer[start] !== bracketOpen || buffer[end] !== bracketClose || end <= start) {
    throw new SyntaxError('not an array')
  }
  const first = skipSpace(buffer, start + 1)
  if (buffer[first] !== braceOpen) throw new SyntaxError('not an array of objects')
  // two members are mostly parted as the first is from the bracket; where this is not between two, a piece is no JSON
  const parting = Buffer.concat([Buffer.from(','), buffer.subarray(start + 1, first + 1)])
  for (let from = start + 1; from < end;) {
    const found = buffer.indexOf(parting, from + size)
    const to = found === -1 ? end : found
    yield parseJson(`[${buffer.toString('utf8', from, to)}]`) as readonly unknown[]
    from = to + 1
  }
}

function skipSpace(buffer: Buffer, from: number): number {
  let at = from
  while (isSpace(buffer[at])) at++
  return at
}

function skipSpaceBack(buffer: Buffer, from: number): number {
  let at = from
  while (isSpace(buffer[at - 1])) at--
  return at
}

/** JSON's white space. */
function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
