import { diskFault } from '../src/disk-fault.ts'
import type { Disk, DiskFile, DiskLock } from '../src/disk.ts'
import { nodeDisk } from '../src/node-disk.ts'

type Calls = keyof Disk | Exclude<keyof DiskFile, 'path'> | keyof DiskLock

/** A call of a disk, or of one of its files or locks. */
export interface DiskCall {
  readonly name: Calls
  /** What it is about; of a rename the new name. */
  readonly path: string
}

/** How a call fails: with an error of the operating system, before anything is done or after a part of it. */
export interface Fault {
  readonly code: string
  readonly partly?: boolean
}

/** Unlocking does not fail, nor does closing: whatever the kernel answers, the descriptor is gone. */
const neverFails: ReadonlySet<Calls> = new Set(['unlock'])

/**
 * The real disk, with calls that fail as long as the test says so; syncs are not waited for. Each object is like
 * another process to the store.
 */
export class FaultyDisk implements Disk {
  /** What a call fails with; asked before it. */
  fails: (call: DiskCall) => Fault | string | undefined
  /** What a call that others need not wait for is held up by. */
  holds: (call: DiskCall) => Promise<void> | undefined = () => undefined
  /** What was called so far. */
  readonly calls: DiskCall[] = []
  /** The paths of files and locks that are open. */
  readonly held: string[] = []
  readonly #disk: Disk

  constructor(fails: FaultyDisk['fails'] = () => undefined, disk: Disk = nodeDisk) {
    this.fails = fails
    this.#disk = disk
  }

  open(path: string, mode: 'read' | 'change' | 'create'): DiskFile {
    const file = this.#call('open', path, () => this.#disk.open(path, mode))
    this.held.push(path)
    const call = <T>(name: Calls, work: () => T, part?: () => unknown): T => this.#call(name, path, work, part)
    return {
      path,
      read: (buffer, position) => call('read', () => file.read(buffer, position)),
      write: (bytes, position) =>
        call(
          'write',
          () => file.write(bytes, position),
          () => file.write(half(bytes), position),
        ),
      writeLater: async (bytes, position) => {
        await this.holds({ name: 'writeLater', path })
        await call(
          'writeLater',
          () => file.writeLater(bytes, position),
          () => file.write(half(bytes), position),
        )
      },
      truncate: (size) => call('truncate', () => file.truncate(size)),
      state: () => call('state', () => file.state()),
      extent: () => call('extent', () => file.extent()),
      sync: () => call('sync', () => {}),
      syncLater: async () => {
        await this.holds({ name: 'syncLater', path })
        call('syncLater', () => {})
      },
      close: () => this.#close(file),
    }
  }

  openLock(path: string): DiskLock {
    const lock = this.#call('openLock', path, () => this.#disk.openLock(path))
    this.held.push(path)
    const call = <T>(name: Calls, work: () => T): T => this.#call(name, path, work)
    return {
      tryLock: (shared) => call('tryLock', () => lock.tryLock(shared)),
      waitForLock: async () => call('waitForLock', () => lock.waitForLock()),
      unlock: () => call('unlock', () => lock.unlock()),
      linger: () => lock.linger(),
      resume: () => lock.resume(),
      note: () => call('note', () => lock.note()),
      leaveNote: (text) => call('leaveNote', () => lock.leaveNote(text)),
      isThere: () => call('isThere', () => lock.isThere()),
      close: () => this.#close(lock, path),
    }
  }

  syncDirectory(path: string): void {
    this.#call('syncDirectory', path, () => {})
  }

  rename(from: string, to: string): void {
    this.#call('rename', to, () => this.#disk.rename(from, to))
  }

  remove(path: string): void {
    this.#call('remove', path, () => this.#disk.remove(path))
  }

  makeDirectory(path: string): void {
    this.#call('makeDirectory', path, () => this.#disk.makeDirectory(path))
  }

  list(directory: string): readonly string[] {
    return this.#call('list', directory, () => this.#disk.list(directory))
  }

  realPath(path: string): string {
    return this.#call('realPath', path, () => this.#disk.realPath(path))
  }

  stat(path: string): ReturnType<Disk['stat']> {
    return this.#call('stat', path, () => this.#disk.stat(path))
  }

  checkWritable(directory: string): void {
    this.#call('checkWritable', directory, () => this.#disk.checkWritable(directory))
  }

  #close(file: DiskFile): void
  #close(lock: DiskLock, path: string): void
  #close(held: DiskFile | DiskLock, path: string = (held as DiskFile).path): void {
    this.held.splice(this.held.indexOf(path), 1)
    held.close()
  }

  #call<T>(name: Calls, path: string, work: () => T, part?: () => unknown): T {
    const call = { name, path }
    if (!neverFails.has(name)) {
      this.calls.push(call)
      const fault = this.fails(call)
      if (fault !== undefined) {
        const { code, partly } = typeof fault === 'string' ? { code: fault } : fault
        if (partly) part?.()
        throw diskFault(name, path, Object.assign(new Error('injected'), { code }))
      }
    }
    return work()
  }
}

function half(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.length >> 1)
}

/** Fails the n-th call from now on, counted from 0, or all from there; `reached` tells whether there was one. */
export function failNth(
  disk: FaultyDisk,
  n: number,
  fault: Fault & { readonly lasting?: boolean },
): { readonly reached: () => boolean } {
  let count = 0
  disk.fails = () => {
    const position = count++
    return position === n || (fault.lasting && position > n) ? fault : undefined
  }
  return { reached: () => count > n }
}
