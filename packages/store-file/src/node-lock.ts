import { closeSync, fstatSync, ftruncateSync, readSync, statSync, writeSync } from 'node:fs'
import { diskFault, onDisk } from './disk-fault.ts'
import type { DiskLock } from './disk.ts'
import { kernelLocks } from './kernel-locks.ts'
import { KeptLock } from './kept-lock.ts'
import { forgetLock, wakeKeeper, watchLock } from './lock-keeper.ts'

const sharedLock = { shared: true }
const ownLock = { shared: false }

/** Whoever wants it again within so many ms wants it without pause; */
const soon = 0.2
/** and after so many times a thread that looks after it is worth its while. */
const many = 500

/** A lock of this machine's kernel. */
export class NodeLock implements DiskLock {
  readonly #path: string
  readonly #fd: number
  #kept: KeptLock | undefined
  #lastUse = 0
  #uses = 0
  #isLeaving = false
  readonly #leave = (): void => {
    this.#isLeaving = false
    if (this.resume()) this.unlock()
  }

  /** The lock of an open file, which is this lock's from here on. */
  constructor(path: string, fd: number) {
    this.#path = path
    this.#fd = fd
  }

  tryLock(shared = false): boolean {
    try {
      return kernelLocks.tryLock(this.#fd, 0, 0, shared ? sharedLock : ownLock)
    } catch (cause) {
      throw diskFault('lock', this.#path, cause)
    }
  }

  async waitForLock(): Promise<void> {
    try {
      await kernelLocks.waitForLock(this.#fd)
    } catch (cause) {
      throw diskFault('lock', this.#path, cause)
    }
  }

  unlock(): void {
    try {
      kernelLocks.unlock(this.#fd)
    } catch (cause) {
      throw diskFault('unlock', this.#path, cause)
    }
  }

  linger(): void {
    const now = performance.now()
    this.#uses = now - this.#lastUse < soon ? this.#uses + 1 : 0
    this.#lastUse = now
    if (this.#uses < many) {
      this.unlock()
      return
    }
    if (this.#kept === undefined) {
      this.#kept = new KeptLock()
      watchLock(this.#fd, this.#kept)
    }
    this.#kept.keep()
    if (!wakeKeeper()) this.#leave() // asked only now: see the thread
    else if (!this.#isLeaving) {
      this.#isLeaving = true
      process.nextTick(this.#leave) // which comes when this thread has nothing else to do at once
    }
  }

  resume(): boolean {
    return this.#kept?.takeBack() === true
  }

  note(): string {
    return onDisk('read', this.#path, () => {
      // of the file that is open, wherever its name leads by now
      const bytes = Buffer.alloc(32)
      return bytes.toString('utf8', 0, readSync(this.#fd, bytes, 0, bytes.length, 0))
    })
  }

  leaveNote(text: string): void {
    onDisk('write', this.#path, () => {
      ftruncateSync(this.#fd)
      if (text.length > 0) writeSync(this.#fd, text, 0)
    })
  }

  isThere(): boolean {
    return onDisk('look at', this.#path, () => {
      return fstatSync(this.#fd).ino === statSync(this.#path, { throwIfNoEntry: false })?.ino
    })
  }

  close(): void {
    if (this.#kept !== undefined) {
      this.resume()
      forgetLock(this.#fd)
    }
    closeSync(this.#fd)
  }
}
