import { dirname } from 'node:path'
import { DiskException } from '@cmz/store-core'
import { change, type Kept, type Step } from './disk-steps.ts'
import { ForgetfulLocks } from './forgetful-locks.ts'
import type { Seeded } from './seeded.ts'

export interface Inode {
  readonly number: number
  bytes: Buffer
  modified: bigint
  /** How many names lead to it. */
  links: number
}

/** More than any history needs: something does not end. */
const mostSteps = 5000

/** What a process that was killed does no more. */
class Killed extends Error {
  override readonly name = 'Killed'
}

/** True for what fails because the process was killed. */
export function isDeath(error: unknown): boolean {
  return error instanceof Killed || (error instanceof Error && error.cause !== undefined && isDeath(error.cause))
}

/** The files of a machine as its processes see them, and every step that led there. */
export class Machine {
  readonly start: Kept
  readonly random: Seeded
  /** Names the line of code that syncs. */
  readonly site: () => string
  readonly steps: Step[] = []
  /** Processes that are dead, or die when there are so many steps. */
  readonly deaths = new Map<number, number>()
  readonly names = new Map<string, Inode>()
  readonly directories = new Map<string, { readonly inode: number; modified: bigint }>()
  readonly locks = new ForgetfulLocks()
  #clock = 0n
  #inodes = 0

  constructor(start: Kept, random: Seeded, site: () => string) {
    this.start = start
    this.random = random
    this.site = site
    for (const [path, { inode, bytes, modified }] of start.files) {
      this.names.set(path, { number: inode, bytes, modified, links: 1 })
      this.#inodes = Math.max(this.#inodes, inode)
      if (modified > this.#clock) this.#clock = modified
    }
    for (const path of start.directories) this.#addDirectory(path)
  }

  /** The file of a name. DiskException if there is none. */
  find(path: string): Inode {
    const found = this.names.get(path)
    if (found === undefined) throw new DiskException(`${path}: there is no such file or folder (ENOENT)`, path)
    return found
  }

  create(process: number, path: string): Inode {
    this.#touch(path)
    const inode: Inode = { number: ++this.#inodes, bytes: Buffer.alloc(0), modified: this.#now, links: 1 }
    this.#do({ process, kind: 'create', path, inode: inode.number, modified: inode.modified })
    this.names.set(path, inode)
    return inode
  }

  rename(process: number, path: string, to: string): void {
    const inode = this.find(path)
    this.#touch(path)
    this.#touch(to)
    this.#do({ process, kind: 'rename', path, to })
    this.#unlink(to)
    this.names.delete(path)
    this.names.set(to, inode)
  }

  remove(process: number, path: string): void {
    if (!this.names.has(path) && !this.directories.has(path)) return
    if ([...this.names.keys(), ...this.directories.keys()].some((name) => dirname(name) === path)) {
      throw new DiskException(`${path} is not empty (ENOTEMPTY)`, path)
    }
    this.#touch(path)
    this.#do({ process, kind: 'remove', path })
    this.#unlink(path)
    this.directories.delete(path)
  }

  makeDirectory(process: number, path: string): void {
    if (this.directories.has(path)) return
    if (path !== '/') this.makeDirectory(process, dirname(path))
    this.#touch(path)
    this.#do({ process, kind: 'make directory', path })
    this.#addDirectory(path)
  }

  write(process: number, path: string, inode: Inode, bytes: Uint8Array, position: number): void {
    const modified = this.#now
    const whole = { process, kind: 'write', path, inode: inode.number, modified, position } as const
    const isLast = this.steps.length + 1 === this.deaths.get(process)
    const step = {
      ...whole,
      bytes: Buffer.from(bytes.subarray(0, isLast ? this.random.below(bytes.length) : undefined)),
    }
    this.#do(step)
    inode.bytes = change(inode.bytes, step)
    inode.modified = modified
    this.checkAlive(process)
  }

  truncate(process: number, path: string, inode: Inode, size: number): void {
    const modified = this.#now
    const step = { process, kind: 'truncate', path, inode: inode.number, modified, size } as const
    this.#do(step)
    inode.bytes = change(inode.bytes, step)
    inode.modified = modified
  }

  sync(process: number, path: string, inode: Inode, before: number, site: string): void {
    this.#do({ process, kind: 'sync', path, inode: inode.number, before, site })
  }

  syncDirectory(process: number, path: string, site: string): void {
    this.#do({ process, kind: 'sync directory', path, site })
  }

  /** Lets others run for a moment. */
  async pause(): Promise<void> {
    for (let turns = this.random.below(4); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve))
  }

  isDead(process: number): boolean {
    return this.steps.length >= (this.deaths.get(process) ?? Infinity)
  }

  /** Killed if the process has died by now. */
  checkAlive(process: number): void {
    if (!this.isDead(process)) return
    this.locks.release(process)
    throw new Killed(`process ${process} is dead`)
  }

  #do(step: Step): void {
    this.checkAlive(step.process)
    if (this.steps.length >= mostSteps) throw new Error(`more than ${mostSteps} steps`)
    this.steps.push(step)
  }

  /** Time goes on, so that every change of a file can be seen. */
  get #now(): bigint {
    return (this.#clock += 1000n)
  }

  #touch(path: string): void {
    const directory = this.directories.get(dirname(path))
    if (directory === undefined) throw new DiskException(`${dirname(path)}: there is no such folder (ENOENT)`, path)
    directory.modified = this.#now
  }

  #addDirectory(path: string): void {
    this.directories.set(path, { inode: ++this.#inodes, modified: this.#now })
  }

  #unlink(path: string): void {
    const inode = this.names.get(path)
    if (inode !== undefined) inode.links--
    this.names.delete(path)
  }
}
