import { DiskException } from '@cmz/store-core'
import type { Disk, FileState } from '../src/disk.ts'

interface File {
  text: string
  synced: string | undefined
  inode: bigint
  modified: bigint
}

/** Power that fails after a number of steps. */
class PowerCut extends Error {
  override readonly name = 'PowerCut'
}

/**
 * A disk in memory that keeps only what was synced: contents by a sync of the file, names by a sync of the directory.
 * Every call that changes something is a step; `cutAfter` steps the power is gone, until `restart`.
 */
export class ForgetfulDisk implements Disk {
  steps = 0
  cutAfter = Infinity
  #names = new Map<string, File>()
  #syncedNames = new Map<string, File>()
  #clock = 1n
  #locked = new Set<string>()

  /**
   * Power is back. `names: 'lost'` forgets every name that was not synced, `'kept'` has written them all early, as a
   * file system may; contents that were not synced are gone either way.
   */
  restart(names: 'lost' | 'kept'): void {
    const survivors = names === 'lost' ? this.#syncedNames : this.#names
    this.#names = new Map(
      [...survivors].map(([path, file]) => [path, { ...file, text: file.synced ?? '', synced: file.synced ?? '' }]),
    )
    this.#syncedNames = new Map(this.#names)
    this.#locked.clear()
    this.steps = 0
    this.cutAfter = Infinity
  }

  text(path: string): string | undefined {
    return this.#names.get(path)?.text
  }

  async read(path: string): Promise<Uint8Array> {
    return Buffer.from(this.#file(path).text)
  }

  async write(path: string, text: string): Promise<void> {
    this.#step()
    const before = this.#names.get(path)
    this.#clock++
    if (before === undefined) {
      this.#names.set(path, { text, synced: undefined, inode: this.#clock, modified: this.#clock })
    } else {
      Object.assign(before, { text, synced: undefined, modified: this.#clock })
    }
  }

  async sync(path: string): Promise<void> {
    this.#step()
    const file = this.#names.get(path)
    if (file !== undefined) {
      file.synced = file.text
      return
    }
    const inside = (name: string): boolean => name.slice(0, name.lastIndexOf('/')) === path
    for (const name of this.#syncedNames.keys()) if (inside(name)) this.#syncedNames.delete(name)
    for (const [name, each] of this.#names) if (inside(name)) this.#syncedNames.set(name, each)
  }

  rename(from: string, to: string): void {
    this.#step()
    const file = this.#file(from)
    this.#names.delete(from)
    this.#names.set(to, file)
  }

  async remove(path: string): Promise<void> {
    if (!this.#names.has(path)) return
    this.#step()
    this.#names.delete(path)
  }

  async makeDirectory(): Promise<void> {
    this.#step()
  }

  checkWritable(): void {}

  async list(directory: string): Promise<readonly string[]> {
    return [...this.#names.keys()]
      .filter((name) => name.startsWith(`${directory}/`))
      .map((name) => name.slice(directory.length + 1))
  }

  async realPath(path: string): Promise<string> {
    return path
  }

  stat(path: string): FileState | undefined {
    const file = this.#names.get(path)
    return (
      file && {
        inode: file.inode,
        size: BigInt(file.text.length),
        modified: file.modified,
        owner: process.geteuid?.() ?? 0,
      }
    )
  }

  lock(path: string): ReturnType<Disk['lock']> {
    this.#step()
    if (this.#locked.has(path)) return { heldBy: '1' }
    this.#locked.add(path)
    const release = (): void => void this.#locked.delete(path)
    return { lock: { release, undo: release } }
  }

  #step(): void {
    if (this.steps >= this.cutAfter) throw new PowerCut()
    this.steps++
  }

  #file(path: string): File {
    const file = this.#names.get(path)
    if (file === undefined)
      throw new DiskException(`Cannot read ${path}: there is no such file or folder (ENOENT)`, path)
    return file
  }
}
