import { join } from 'node:path'
import { checkTableName, DiskException, ValidationException } from '@cmz/store-core'
import { checkFolder } from './check-folder.ts'
import type { Disk } from './disk.ts'

/** File systems hold 255 bytes; what is written first ends with `.json.tmp`. */
const longestName = 246

const journalName = /^journal-(\d{6,})$/

/** Where everything lies in the folder of a file store. */
export class Folder {
  readonly path: string
  readonly disk: Disk
  readonly store: string
  readonly tables: string
  readonly datasets: string
  readonly conflicts: string
  readonly lost: string

  constructor(path: string, disk: Disk) {
    this.path = path
    this.disk = disk
    this.store = join(path, '.store')
    this.tables = join(this.store, 'tables.json')
    this.datasets = join(this.store, 'datasets')
    this.conflicts = join(this.store, 'conflicts')
    this.lost = join(this.store, 'lost')
  }

  /** Makes sure that the folder and what it holds of ours are there, and are ours alone. */
  prepare(): void {
    checkFolder(this.path, this.disk)
    this.disk.makeDirectory(this.store)
    checkFolder(this.store, this.disk)
  }

  /**
   * Refuses what cannot be the name of a table's file: a definition need not have been made by `defineTable`.
   * ValidationException.
   */
  checkName(table: string): void {
    checkTableName(table)
    if (table.length <= longestName) return
    throw new ValidationException(`The name of a table in files has at most ${longestName} characters`, { table })
  }

  /** Makes one of the folders below `.store`. DiskException if something else is in its place. */
  make(directory: string): void {
    this.disk.makeDirectory(directory)
    checkFolder(directory, this.disk)
  }

  /** Leaves the folder as it was found where nothing could be made of it. */
  removeIfEmpty(): void {
    try {
      this.disk.remove(this.store)
    } catch {
      // somebody else uses it, or what went wrong before goes on: that is what the caller must hear
    }
  }

  /** DiskException if the folder was taken away while it was in use, or replaced by one that is not ours alone. */
  checkThere(): void {
    if (this.disk.stat(this.store) !== undefined) {
      checkFolder(this.path, this.disk)
      checkFolder(this.store, this.disk)
      return
    }
    throw new DiskException(
      `Cannot use ${this.path}: the folder was taken away or replaced while it was in use; put it back`,
      this.path,
    )
  }

  lockFile(name: string): string {
    return join(this.store, name)
  }

  snapshot(table: string): string {
    return join(this.path, `${table}.json`)
  }

  journal(number: number): string {
    return join(this.store, `journal-${String(number).padStart(6, '0')}`)
  }

  /** The numbers of the journals that are there, the oldest first. */
  journals(): readonly number[] {
    return this.disk
      .list(this.store)
      .flatMap((name) => journalName.exec(name)?.[1] ?? [])
      .map(Number)
      .toSorted((left, right) => left - right)
  }

  /** Some file systems cannot tell `Users.json` from `users.json`, which are two tables to DynamoDB (rule 2.17). */
  checkCase(table: string): void {
    if (this.disk.stat(this.snapshot(table)) === undefined) return
    if (this.disk.list(this.path).includes(`${table}.json`)) return
    throw new ValidationException(
      `${this.path} already holds a table whose name differs from ${table} only by case, which this file system cannot tell apart`,
      { table },
    )
  }

  /**
   * Writes a whole file so that it is there in full or not at all, and lasts when this returns. Only whoever holds the
   * lock may; without it, `writeAlone`.
   */
  write(path: string, contents: string | Uint8Array, temporary: string = temporaryOf(path)): void {
    const file = this.disk.open(temporary, 'create')
    try {
      file.write(Buffer.from(contents), 0)
      file.sync() // the contents must last before the name points at them
    } finally {
      file.close()
    }
    this.disk.rename(temporary, path)
    this.disk.syncDirectory(join(path, '..')) // the rename itself lives in the directory
  }

  /** The same while others may write the same file: not into what they are writing. */
  writeAlone(path: string, contents: string | Uint8Array): void {
    const temporary = `${path}.${Math.random().toString(36).slice(2)}.tmp`
    try {
      this.write(path, contents, temporary)
    } catch (error) {
      this.#removeQuietly(temporary)
      throw error
    }
  }

  #removeQuietly(path: string): void {
    try {
      this.disk.remove(path)
    } catch {
      // what went wrong before is what the caller must hear
    }
  }
}

/** Where the next contents of a file are written. */
export function temporaryOf(path: string): string {
  return `${path}.tmp`
}

/** The whole contents of a file. */
export function readWhole(disk: Disk, path: string): Buffer {
  const file = disk.open(path, 'read')
  try {
    const bytes = Buffer.allocUnsafe(file.extent().size)
    return bytes.subarray(0, file.read(bytes, 0))
  } finally {
    file.close()
  }
}
