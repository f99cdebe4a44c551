import { closeSync, fdatasync, fdatasyncSync, fstatSync, ftruncateSync, readSync, write, writeSync } from 'node:fs'
import { diskFault, onDisk } from './disk-fault.ts'
import type { DiskFile, FileState } from './disk.ts'

/** Handing a sync to another thread costs a good part of a ms: a disk that needs less than this many is waited for. */
const quick = 1.5

/** How long syncs take lately, in ms; unknown at first, and then left to another thread. */
let syncTime = Infinity

/** An open file of this machine. */
export class NodeFile implements DiskFile {
  readonly path: string
  readonly #fd: number
  /** What other threads do with it. */
  #running = 0
  #isClosing = false

  constructor(path: string, fd: number) {
    this.path = path
    this.#fd = fd
  }

  read(buffer: Uint8Array, position: number): number {
    try {
      let read = 0
      for (;;) {
        const part = readSync(this.#fd, buffer, read, buffer.length - read, position + read)
        read += part
        if (part === 0 || read === buffer.length) return read
      }
    } catch (cause) {
      throw diskFault('read', this.path, cause)
    }
  }

  write(bytes: Uint8Array, position: number): void {
    try {
      for (let written = 0; written < bytes.length;) {
        written += writeSync(this.#fd, bytes, written, bytes.length - written, position + written)
      }
    } catch (cause) {
      throw diskFault('write', this.path, cause)
    }
  }

  async writeLater(bytes: Uint8Array, position: number): Promise<void> {
    this.#running++
    try {
      for (let written = 0; written < bytes.length;) {
        written += await new Promise<number>((resolve, reject) => {
          write(this.#fd, bytes, written, bytes.length - written, position + written, (error, count) =>
            error ? reject(diskFault('write', this.path, error)) : resolve(count),
          )
        })
      }
    } finally {
      this.#ended()
    }
  }

  truncate(size: number): void {
    onDisk('cut', this.path, () => ftruncateSync(this.#fd, size))
  }

  state(): FileState {
    const { ino, size, mtimeNs } = onDisk('look at', this.path, () => fstatSync(this.#fd, { bigint: true }))
    return { inode: ino, size, modified: mtimeNs }
  }

  extent(): { readonly size: number; readonly links: number } {
    try {
      const { size, nlink } = fstatSync(this.#fd)
      return { size, links: nlink }
    } catch (cause) {
      throw diskFault('look at', this.path, cause)
    }
  }

  sync(): void {
    const began = performance.now()
    onDisk('sync', this.path, () => fdatasyncSync(this.#fd))
    noteSync(performance.now() - began)
  }

  syncLater(): Promise<void> | undefined {
    if (syncTime < quick) {
      this.sync()
      return undefined
    }
    const began = performance.now()
    this.#running++
    return new Promise((resolve, reject) => {
      fdatasync(this.#fd, (error) => {
        this.#ended()
        noteSync(performance.now() - began)
        if (error) reject(diskFault('sync', this.path, error))
        else resolve()
      })
    })
  }

  close(): void {
    this.#isClosing = true
    if (this.#running === 0) closeSync(this.#fd)
  }

  #ended(): void {
    this.#running--
    if (this.#isClosing && this.#running === 0) closeSync(this.#fd) // not before: the number may be another file's by then
  }
}

function noteSync(duration: number): void {
  syncTime = syncTime === Infinity ? duration : syncTime * 0.75 + duration * 0.25
}
