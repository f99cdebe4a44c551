import { dirname } from 'node:path'
import { DiskException } from '@cmz/store-core'
import type { Disk, DiskFile, DiskLock, FileState, PathState } from '../src/disk.ts'
import { type Damage, type Kept, type Step, survivors } from './disk-steps.ts'
import { ForgetfulLock } from './forgetful-lock.ts'
import { type Inode, Machine } from './machine.ts'
import type { Seeded } from './seeded.ts'

const owner = process.geteuid?.() ?? 0
const nowhere = (): string => ''

/**
 * A disk in memory, as one of the processes of a machine sees it. It remembers every change as a step, so that
 * `survivors` can tell what is left if the power is cut after any of them: only what was synced, and of the rest
 * whatever a disk may have written by then.
 */
export class ForgetfulDisk implements Disk {
  readonly process: number
  readonly #machine: Machine

  private constructor(machine: Machine, process: number) {
    this.#machine = machine
    this.process = process
  }

  /**
   * A machine that starts with what lasted. The choices are how long things take; `site` names the line of code that
   * syncs.
   */
  static start(kept: Kept, random: Seeded, site: () => string = nowhere): ForgetfulDisk {
    return new ForgetfulDisk(new Machine(kept, random, site), 0)
  }

  /** The same machine when its power is back, after it was cut when so many steps were done. */
  restart(cut: number, damage: Damage, site?: () => string): ForgetfulDisk {
    const { start, steps } = this.#machine
    return ForgetfulDisk.start(survivors(start, steps, cut, damage), damage.random, site)
  }

  /** The same files, for another process. */
  anotherProcess(process: number): ForgetfulDisk {
    return new ForgetfulDisk(this.#machine, process)
  }

  /** Kills this process in the middle of the step of that number, whoever takes it. */
  dieAt(step: number): void {
    this.#machine.deaths.set(this.process, step)
  }

  get isDead(): boolean {
    return this.#machine.isDead(this.process)
  }

  /** Lets others run for a moment. */
  pause(): Promise<void> {
    return this.#machine.pause()
  }

  get steps(): readonly Step[] {
    return this.#machine.steps
  }

  /** The contents of all files of a directory. */
  below(directory: string): readonly string[] {
    return [...this.#machine.names].flatMap(([path, { bytes }]) =>
      // a process that is killed while it writes leaves a temporary file, which nobody was told of
      dirname(path) === directory && !path.endsWith('.tmp') ? [bytes.toString('latin1')] : [],
    )
  }

  open(path: string, mode: 'read' | 'change' | 'create'): DiskFile {
    const machine = this.#machine
    const found = machine.names.get(path)
    if (mode !== 'create') return new ForgetfulFile(machine, this.process, path, machine.find(path))
    if (found !== undefined) machine.truncate(this.process, path, found, 0)
    return new ForgetfulFile(machine, this.process, path, found ?? machine.create(this.process, path))
  }

  openLock(path: string): DiskLock {
    const machine = this.#machine
    const inode = machine.names.get(path) ?? machine.create(this.process, path)
    return new ForgetfulLock(machine, this.process, path, inode)
  }

  syncDirectory(path: string): void {
    this.#machine.syncDirectory(this.process, path, this.#machine.site())
  }

  rename(from: string, to: string): void {
    this.#machine.rename(this.process, from, to)
  }

  remove(path: string): void {
    this.#machine.remove(this.process, path)
  }

  makeDirectory(path: string): void {
    this.#machine.makeDirectory(this.process, path)
  }

  list(directory: string): readonly string[] {
    const { names, directories } = this.#machine
    if (!directories.has(directory)) throw new DiskException(`${directory}: there is no such folder`, directory)
    return [...names.keys(), ...directories.keys()]
      .filter((path) => dirname(path) === directory && path !== '/')
      .map((path) => path.slice(directory.length + 1))
  }

  realPath(path: string): string {
    if (this.stat(path) === undefined) throw new DiskException(`${path}: there is no such file or folder`, path)
    return path
  }

  stat(path: string): PathState | undefined {
    const directory = this.#machine.directories.get(path)
    if (directory !== undefined) {
      return { kind: 'directory', owner, inode: BigInt(directory.inode), size: 0n, modified: directory.modified }
    }
    const file = this.#machine.names.get(path)
    return file && { kind: 'file', owner, ...stateOf(file) }
  }

  checkWritable(): void {}
}

class ForgetfulFile implements DiskFile {
  readonly path: string
  readonly #machine: Machine
  readonly #process: number
  readonly #inode: Inode
  #isOpen = true

  constructor(machine: Machine, process: number, path: string, inode: Inode) {
    this.#machine = machine
    this.#process = process
    this.path = path
    this.#inode = inode
  }

  read(buffer: Uint8Array, position: number): number {
    return this.#open.bytes.copy(buffer, 0, position)
  }

  write(bytes: Uint8Array, position: number): void {
    this.#machine.write(this.#process, this.path, this.#open, bytes, position)
  }

  async writeLater(bytes: Uint8Array, position: number): Promise<void> {
    const part = this.#machine.random.below(bytes.length)
    await this.#machine.pause()
    if (part > 0) this.write(bytes.subarray(0, part), position)
    await this.#machine.pause()
    this.write(bytes.subarray(part), position + part)
  }

  truncate(size: number): void {
    this.#machine.truncate(this.#process, this.path, this.#open, size)
  }

  state(): FileState {
    return stateOf(this.#open)
  }

  extent(): { readonly size: number; readonly links: number } {
    return { size: this.#open.bytes.length, links: this.#inode.links }
  }

  sync(): void {
    this.#machine.sync(this.#process, this.path, this.#open, this.#machine.steps.length, this.#machine.site())
  }

  syncLater(): Promise<void> | undefined {
    const before = this.#machine.steps.length
    const site = this.#machine.site()
    const inode = this.#open
    const sync = (): void => this.#machine.sync(this.#process, this.path, inode, before, site)
    if (this.#machine.random.chance(0.5)) return this.#machine.pause().then(sync) // closing the file does not end it
    sync()
    return undefined
  }

  close(): void {
    this.#isOpen = false
  }

  get #open(): Inode {
    this.#machine.checkAlive(this.#process)
    if (!this.#isOpen) throw new DiskException(`${this.path} was closed (EBADF)`, this.path)
    return this.#inode
  }
}

function stateOf({ number, bytes, modified }: Inode): FileState {
  return { inode: BigInt(number), size: BigInt(bytes.length), modified }
}
