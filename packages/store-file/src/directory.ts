import { join } from 'node:path'
import {
  CorruptFileException,
  DirectoryLockedException,
  DiskException,
  type Item,
  type TableDefinition,
  ValidationException,
} from '@cmz/store-core'
import { type Change, type Durability, type Engine, StateChanged, type View } from '@cmz/store-memory'
import type { Disk, DiskLock, FileState } from './disk.ts'
import { formatSnapshot, parseSnapshot } from './snapshot.ts'
import { formatTables, parseTables } from './tables-file.ts'

interface OpenTable {
  readonly definition: TableDefinition
  /** The state of the file that the engine's items came from or went to. */
  readonly file: FileState
}

/**
 * A folder with one `<table>.json` per table, which make an engine's changes last. A file is only ever replaced as a
 * whole: written beside it, synced, renamed onto it, and the name synced.
 */
export class Directory implements Durability {
  readonly #path: string
  readonly #dataset: string | undefined
  readonly #disk: Disk
  readonly #lock: DiskLock
  readonly #tables = new Map<string, OpenTable>()
  /** What `.store/tables.json` says: the open tables, and those that nobody asked for yet. */
  readonly #known = new Map<string, TableDefinition>()

  private constructor(path: string, dataset: string | undefined, disk: Disk, lock: DiskLock) {
    this.#path = path
    this.#dataset = dataset
    this.#disk = disk
    this.#lock = lock
  }

  /**
   * Takes hold of a folder, which exists already. DirectoryLockedException if another process has it; DiskException if
   * it cannot be used.
   */
  static async open(path: string, dataset: string | undefined, disk: Disk): Promise<Directory> {
    checkOwner(path, disk)
    await disk.makeDirectory(join(path, '.store'))
    const attempt = disk.lock(join(path, '.store', 'lock'), `${process.pid}\n`)
    if ('heldBy' in attempt) throw new DirectoryLockedException(path, Number.parseInt(attempt.heldBy, 10) || undefined)
    return new Directory(path, dataset, disk, attempt.lock)
  }

  /** The tables that the folder was used with before. */
  async knownTables(): Promise<readonly TableDefinition[]> {
    const file = this.#tablesFile
    const tables = this.#disk.stat(file) === undefined ? [] : parseTables(await this.#disk.read(file), file)
    for (const table of tables) this.#known.set(table.name, table)
    return tables
  }

  async openTable(definition: TableDefinition): Promise<readonly Item[]> {
    const file = this.#fileOf(definition.name)
    const exists = this.#disk.stat(file) !== undefined
    if (exists) await this.#checkCase(definition.name)
    const items = exists ? await this.#readTable(definition) : await this.#startingItems(definition)
    if (!exists) {
      await this.#replace(file, formatSnapshot(definition, items))
      this.#remember(definition, this.#disk.stat(file)!)
    }
    await this.alterTable(definition)
    return items
  }

  async alterTable(definition: TableDefinition): Promise<void> {
    const { file } = this.#tables.get(definition.name)!
    this.#remember(definition, file)
    const before = formatTables([...this.#known.values()])
    this.#known.set(definition.name, definition)
    const text = formatTables([...this.#known.values()])
    if (text !== before) await this.#replace(this.#tablesFile, text)
  }

  /** Loads every file that was changed by hand; one that cannot be read is left alone, and its table fails until it can. */
  async catchUp(engine: Engine): Promise<void> {
    for (const { definition, file } of this.#tables.values()) {
      if (sameFile(this.#disk.stat(this.#fileOf(definition.name)), file)) continue
      try {
        engine.replaceItems(definition.name, await this.#readTable(definition))
      } catch (error) {
        if (!(error instanceof CorruptFileException || error instanceof DiskException)) throw error
        engine.breakTable(definition.name, error)
      }
    }
  }

  async commit(changes: readonly Change[], after: View): Promise<void> {
    const names = [...new Set(changes.map(({ table }) => table))]
    const written: { readonly definition: TableDefinition; readonly file: FileState }[] = []
    for (const name of names) {
      const { definition } = this.#tables.get(name)!
      const temporary = temporaryOf(this.#fileOf(name))
      await this.#disk.write(temporary, formatSnapshot(definition, after.items(name)))
      await this.#disk.sync(temporary) // the contents must last before the name points at them
      written.push({ definition, file: this.#disk.stat(temporary)! })
    }
    for (const { definition } of written) {
      const before = this.#tables.get(definition.name)!.file
      if (!sameFile(this.#disk.stat(this.#fileOf(definition.name)), before)) throw new StateChanged()
    }
    for (const { definition, file } of written) {
      const path = this.#fileOf(definition.name)
      await this.#disk.rename(temporaryOf(path), path)
      this.#remember(definition, file)
    }
    await this.#disk.sync(this.#path) // the renames themselves live in the directory
  }

  async close(): Promise<void> {
    this.#lock.release()
  }

  async #readTable(definition: TableDefinition): Promise<readonly Item[]> {
    const path = this.#fileOf(definition.name)
    const file = this.#disk.stat(path)
    const items = parseSnapshot(definition, path, await this.#disk.read(path))
    if (file !== undefined) this.#remember(definition, file)
    return items
  }

  async #startingItems(definition: TableDefinition): Promise<readonly Item[]> {
    if (this.#dataset === undefined) return []
    const file = join(this.#dataset, `${definition.name}.json`)
    return this.#disk.stat(file) === undefined ? [] : parseSnapshot(definition, file, await this.#disk.read(file))
  }

  async #replace(path: string, text: string): Promise<void> {
    const temporary = temporaryOf(path)
    await this.#disk.write(temporary, text)
    await this.#disk.sync(temporary)
    await this.#disk.rename(temporary, path)
    await this.#disk.sync(join(path, '..'))
  }

  /** Some file systems cannot tell `Users.json` from `users.json`, which are two tables to DynamoDB (rule 2.17). */
  async #checkCase(name: string): Promise<void> {
    const names = await this.#disk.list(this.#path)
    if (names.includes(`${name}.json`)) return
    throw new ValidationException(
      `${this.#path} already holds a table whose name differs from ${name} only by case, which this file system cannot tell apart`,
      { table: name },
    )
  }

  #remember(definition: TableDefinition, file: FileState): void {
    this.#tables.set(definition.name, { definition, file })
  }

  #fileOf(table: string): string {
    return join(this.#path, `${table}.json`)
  }

  get #tablesFile(): string {
    return join(this.#path, '.store', 'tables.json')
  }
}

function temporaryOf(path: string): string {
  return `${path}.tmp`
}

function sameFile(now: FileState | undefined, before: FileState): boolean {
  return now !== undefined && now.inode === before.inode && now.size === before.size && now.modified === before.modified
}

/** A folder of somebody else's could be changed under us, and our files would be theirs to read. */
function checkOwner(path: string, disk: Disk): void {
  const user = process.geteuid?.()
  const owner = disk.stat(path)?.owner
  if (user === undefined || owner === undefined || owner === user) return
  throw new DiskException(
    `${path} belongs to user ${owner}, not to user ${user} who runs this: choose another folder, or change its owner`,
    path,
  )
}
