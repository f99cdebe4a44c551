import type { DiskLock } from '../src/disk.ts'
import type { Inode, Machine } from './machine.ts'

/** A lock of one process of a machine; now and then it is kept for a moment after its use. */
export class ForgetfulLock implements DiskLock {
  readonly process: number
  readonly #machine: Machine
  readonly #path: string
  readonly #inode: Inode
  #isKept = false

  constructor(machine: Machine, process: number, path: string, inode: Inode) {
    this.#machine = machine
    this.process = process
    this.#path = path
    this.#inode = inode
  }

  tryLock(shared = false): boolean {
    this.#machine.checkAlive(this.process)
    return this.#machine.locks.tryLock(this.#inode.number, this, shared)
  }

  async waitForLock(): Promise<void> {
    while (!this.tryLock()) await this.#machine.locks.wait()
  }

  unlock(): void {
    this.#isKept = false
    this.#machine.locks.unlock(this.#inode.number, this)
  }

  linger(): void {
    if (this.#machine.random.chance(0.5)) {
      this.unlock()
      return
    }
    this.#isKept = true
    setImmediate(() => this.#isKept && this.unlock()) // also where the process has died meanwhile: the kernel does so
  }

  resume(): boolean {
    const isKept = this.#isKept && !this.#machine.isDead(this.process)
    if (isKept) this.#isKept = false
    return isKept
  }

  note(): string {
    return this.#machine.find(this.#path).bytes.toString()
  }

  leaveNote(text: string): void {
    this.#machine.truncate(this.process, this.#path, this.#inode, 0)
    if (text !== '') this.#machine.write(this.process, this.#path, this.#inode, Buffer.from(text), 0)
  }

  isThere(): boolean {
    return this.#machine.names.get(this.#path) === this.#inode
  }

  close(): void {
    this.unlock()
  }
}
