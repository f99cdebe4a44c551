import { CorruptFileException } from '@cmz/store-core'
import type { DiskFile } from './disk.ts'
import { type JournalEntry, parseLine, writeChecksum } from './journal-line.ts'

const newline = 0x0a
const smallestRead = 64 * 1024
/** Longer lines are rare: the memory for them is not kept. */
const largestKept = 1024 * 1024
/** Room is made in whole blocks of a disk: as much as there are lines already, within these bounds. */
const block = 4096
const mostRoom = 256 * 1024

/** What stands behind the last line that was read: nothing, another line, one that was not finished, or damage. */
export type Tail = 'none' | 'more' | 'torn' | 'damaged'

/**
 * One journal file: lines `<crc32> <json>\n`, read up to where the last whole line ends, and appended there. Zeros
 * behind the last line are room for more.
 */
export class Journal {
  readonly number: number
  readonly file: DiskFile
  /** Where the last line ends that was read or written. */
  #end = 0
  #lines = 0
  /** The size of the file when it was last seen. */
  #size = 0
  /** A power cut may leave anything behind zeros: whoever opens a file looks once. */
  #isRoomKnown = false
  #reading = Buffer.allocUnsafe(smallestRead)
  #writing = Buffer.allocUnsafe(4096)
  readonly #byte = Buffer.allocUnsafe(1)

  constructor(number: number, file: DiskFile) {
    this.number = number
    this.file = file
  }

  get end(): number {
    return this.#end
  }

  /** True if something stands behind the end; a line, or the beginning of one. */
  hasMore(): boolean {
    return this.file.read(this.#byte, this.#end) > 0 && this.#byte[0] !== 0
  }

  /** True if the file is in use, and a line can be appended as it is. Only whoever holds the lock may ask. */
  isAtEnd(): boolean {
    const { size, links } = this.file.extent()
    this.#size = size
    if (links === 0 || this.#end === 0 || size < this.#end) return false
    if (size === this.#end) return true
    if (this.#isRoomKnown) return !this.hasMore()
    this.#isRoomKnown = this.rest().length === 0
    return this.#isRoomKnown
  }

  /**
   * Appends a line at the end; nothing of it stays where that fails. Only whoever holds the lock may. With `ahead`,
   * room is made for later lines too: a file that does not grow is synced sooner.
   */
  append(json: string, ahead = false): void {
    const line = this.#lineOf(json)
    if (!ahead || this.#end + line.length <= this.#size || !this.#writeWithRoom(line)) this.#write(line)
    this.#end += line.length
    this.#lines++
  }

  /** The lines behind the end, which moves along; it stops at the first that is not whole, or not what was written. */
  *entries(): Generator<JournalEntry, void, void> {
    for (let reading = this.#reading; ;) {
      const bytes = reading
      const length = this.file.read(bytes, this.#end)
      let start = 0
      for (let stop = bytes.indexOf(newline); stop !== -1 && stop < length; stop = bytes.indexOf(newline, start)) {
        const entry = parseLine(bytes.subarray(start, stop))
        if (entry === undefined) return
        this.#end += stop + 1 - start
        this.#lines++
        start = stop + 1
        yield entry
      }
      if (length < bytes.length || bytes[start] === 0) return
      if (start > 0) continue
      reading = Buffer.allocUnsafe(bytes.length * 4) // the line is longer than that
      if (reading.length <= largestKept) this.#reading = reading
    }
  }

  /** What `entries` stopped at, or what others have appended since. Certain only for whoever holds the lock. */
  tail(): Tail {
    const bytes = this.rest()
    if (bytes.length === 0) return 'none'
    const stop = bytes.indexOf(newline)
    if (stop === -1) return 'torn'
    return parseLine(bytes.subarray(0, stop)) === undefined ? 'damaged' : 'more'
  }

  /** The largest sequence number that a line in the tail says was synced. */
  syncedInTail(): number {
    const lines = this.rest().toString('latin1').split('\n')
    const entries = lines.map((line) => parseLine(Buffer.from(line, 'latin1')))
    return Math.max(0, ...entries.map((entry) => entry?.synced ?? 0))
  }

  /** What stands behind the end, but for room. */
  rest(): Buffer {
    const size = Math.max(0, this.file.extent().size - this.#end)
    const bytes = Buffer.allocUnsafe(size)
    let length = this.file.read(bytes, this.#end)
    while (length > 0 && bytes[length - 1] === 0) length--
    return bytes.subarray(0, length)
  }

  /** Removes what stands behind the end. Only whoever holds the lock may. */
  cut(): void {
    if (this.file.extent().size > this.#end) this.file.truncate(this.#end)
    this.#size = this.#end
  }

  /** What is wrong with a line; if none is named, with the one behind the end. */
  damage(reason: string, line: number = this.#lines + 1): CorruptFileException {
    return new CorruptFileException(reason, { file: this.file.path, line, column: 1 })
  }

  close(): void {
    this.file.close()
  }

  #write(bytes: Uint8Array): void {
    try {
      this.file.write(bytes, this.#end)
    } catch (error) {
      this.#cutAfterFault()
      throw error
    }
  }

  /** False where the disk has no room to spare: the line alone may fit. */
  #writeWithRoom(line: Uint8Array): boolean {
    const room = Math.min(Math.max(this.#end, block), mostRoom)
    const size = Math.ceil((this.#end + line.length + room) / block) * block
    const bytes = Buffer.alloc(size - this.#end)
    bytes.set(line)
    try {
      this.#write(bytes)
    } catch {
      return false
    }
    this.#size = size
    return true
  }

  #lineOf(json: string): Buffer {
    const most = json.length * 3 + 10
    const bytes = this.#writing.length < most ? Buffer.allocUnsafe(most) : this.#writing
    if (bytes.length <= largestKept) this.#writing = bytes
    const end = 9 + bytes.write(json, 9)
    writeChecksum(bytes, bytes.subarray(9, end))
    bytes[end] = newline
    return bytes.subarray(0, end + 1)
  }

  #cutAfterFault(): void {
    try {
      this.file.truncate(this.#end)
      this.#size = this.#end
    } catch {
      // what went wrong first is what the caller must hear; whoever writes next cuts it
    }
  }
}
