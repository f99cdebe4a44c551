import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  CorruptFileException,
  DirectoryLockedException,
  DiskException,
  type Item,
  type TableDefinition,
  ValidationException,
} from '@cmz/store-core'
import { type Change, type Durability, type Engine, StateChanged, type View } from '@cmz/store-memory'
import { checkOwner } from './check-owner.ts'
import { type Disk, type DiskLock, type FileState, sameFile } from './disk.ts'
import { formatSnapshot, parseSnapshot } from './snapshot.ts'
import { formatTables, parseTables } from './tables-file.ts'

/** An editor may write a file in steps: one that cannot be read counts once it has not changed for so many ms. */
const settleMs = 20
const settleAttempts = 25

interface OpenTable {
  readonly definition: TableDefinition
  /** The file as it was seen last: the one that the engine has, or the one that broke the table. */
  readonly seen: FileState | undefined
}

interface Loaded {
  readonly items: readonly Item[]
  readonly seen: FileState | undefined
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
  #written = false
  /** What `.store/tables.json` says. */
  #known = new Map<string, TableDefinition>()

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
    disk.checkWritable(path)
    await disk.makeDirectory(join(path, '.store'))
    disk.checkWritable(join(path, '.store'))
    const attempt = disk.lock(join(path, '.store', 'lock'), `${process.pid}\n`)
    if ('heldBy' in attempt) throw new DirectoryLockedException(path, Number.parseInt(attempt.heldBy, 10) || undefined)
    return new Directory(path, dataset, disk, attempt.lock)
  }

  /** The tables that the folder was used with before. */
  async knownTables(): Promise<readonly TableDefinition[]> {
    const file = this.#tablesFile
    const tables = this.#disk.stat(file) === undefined ? [] : parseTables(await this.#disk.read(file), file)
    this.#known = new Map(tables.map((table) => [table.name, table]))
    return tables
  }

  async openTables(definitions: readonly TableDefinition[]): Promise<readonly (readonly Item[])[]> {
    const loaded: Loaded[] = []
    for (const definition of definitions) loaded.push(await this.#load(definition))
    for (const [index, definition] of definitions.entries()) {
      const { items, seen } = loaded[index]!
      const file = this.#fileOf(definition.name)
      await this.#disk.remove(temporaryOf(file)) // a killed process may have left it
      if (seen === undefined) await this.#replace(file, formatSnapshot(definition, items))
      this.#see(definition, seen ?? this.#disk.stat(file))
    }
    if (definitions.length > 0) await this.#saveTables(definitions)
    return loaded.map(({ items }) => items)
  }

  async alterTable(definition: TableDefinition): Promise<void> {
    this.#see(definition, this.#tables.get(definition.name)!.seen)
    await this.#saveTables([definition])
  }

  isStale(): boolean {
    return [...this.#tables.values()].some((table) => this.#isChanged(table))
  }

  /** Loads every file that was changed by hand; one that cannot be read is left alone, and its table fails until it can. */
  async catchUp(engine: Engine): Promise<void> {
    for (const table of this.#tables.values()) {
      if (!this.#isChanged(table)) continue
      const { definition } = table
      const now = this.#disk.stat(this.#fileOf(definition.name))
      try {
        const { items, seen } = await this.#read(definition)
        engine.replaceItems(definition.name, items)
        this.#see(definition, seen)
      } catch (error) {
        if (!(error instanceof CorruptFileException || error instanceof DiskException)) throw error
        engine.breakTable(definition.name, error)
        this.#see(definition, now)
      }
    }
  }

  async commit(changes: readonly Change[], after: View): Promise<void> {
    const tables = [...new Set(changes.map(({ table }) => table))].map((name) => this.#tables.get(name)!)
    const written = await this.#writeBeside(tables, after)
    try {
      // no edit by hand can come between this look and the renames: nothing is awaited
      if (tables.some((table) => this.#isChanged(table))) throw new StateChanged()
      for (const { path } of written) this.#disk.rename(temporaryOf(path), path)
      await this.#disk.sync(this.#path) // the renames themselves live in the directory
    } catch (error) {
      await this.#removeBeside(written.map(({ path }) => path))
      if (!(error instanceof DiskException)) throw error
      const message = `${error.message}. It is not known whether the writes took effect: the next call shows it`
      throw new DiskException(message, error.path, { cause: error })
    }
    for (const { definition, seen } of written) this.#see(definition, seen)
  }

  /** Lets go of the folder; where nothing was written, it is as it was found. */
  async close(): Promise<void> {
    if (this.#written) return this.#lock.release()
    this.#lock.undo()
    const folder = join(this.#path, '.store')
    if ((await this.#disk.list(folder)).length === 0) await this.#disk.remove(folder)
  }

  /** The new files beside the old ones, their contents synced. */
  async #writeBeside(tables: readonly OpenTable[], after: View) {
    const paths = tables.map(({ definition }) => this.#fileOf(definition.name))
    this.#written = true
    try {
      for (const [index, { definition }] of tables.entries()) {
        const temporary = temporaryOf(paths[index]!)
        await this.#disk.write(temporary, formatSnapshot(definition, after.items(definition.name)))
        await this.#disk.sync(temporary) // the contents must last before the name points at them
      }
    } catch (error) {
      await this.#removeBeside(paths)
      throw error
    }
    return tables.map(({ definition }, index) => {
      const path = paths[index]!
      return { definition, path, seen: this.#disk.stat(temporaryOf(path)) }
    })
  }

  /** Frees the space; what went wrong before is what the caller must hear, not what goes wrong now. */
  async #removeBeside(paths: readonly string[]): Promise<void> {
    await Promise.allSettled(paths.map((path) => this.#disk.remove(temporaryOf(path))))
  }

  /** What a table that nobody opened yet starts with; nothing is written. */
  async #load(definition: TableDefinition): Promise<Loaded> {
    if (this.#disk.stat(this.#fileOf(definition.name)) === undefined) {
      return { items: await this.#startingItems(definition), seen: undefined }
    }
    await this.#checkCase(definition.name)
    return this.#read(definition)
  }

  async #read(definition: TableDefinition): Promise<Loaded> {
    const path = this.#fileOf(definition.name)
    for (let attempt = 1; ; attempt++) {
      const seen = this.#disk.stat(path)
      try {
        return { items: parseSnapshot(definition, path, await this.#disk.read(path)), seen }
      } catch (error) {
        if (!(error instanceof CorruptFileException) || attempt === settleAttempts) throw error
        await pause(settleMs)
        if (sameFile(this.#disk.stat(path), seen)) throw error
      }
    }
  }

  async #startingItems(definition: TableDefinition): Promise<readonly Item[]> {
    if (this.#dataset === undefined) return []
    const file = `${definition.name}.json`
    if (!(await this.#disk.list(this.#dataset)).includes(file)) return []
    const path = join(this.#dataset, file)
    return parseSnapshot(definition, path, await this.#disk.read(path))
  }

  async #saveTables(definitions: readonly TableDefinition[]): Promise<void> {
    const known = new Map([...this.#known, ...definitions.map((definition) => [definition.name, definition] as const)])
    const text = formatTables([...known.values()])
    if (text !== formatTables([...this.#known.values()])) await this.#replace(this.#tablesFile, text)
    this.#known = known
  }

  async #replace(path: string, text: string): Promise<void> {
    const temporary = temporaryOf(path)
    this.#written = true
    await this.#disk.write(temporary, text)
    await this.#disk.sync(temporary)
    this.#disk.rename(temporary, path)
    await this.#disk.sync(dirname(path))
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

  #isChanged({ definition, seen }: OpenTable): boolean {
    return !sameFile(this.#disk.stat(this.#fileOf(definition.name)), seen)
  }

  #see(definition: TableDefinition, seen: FileState | undefined): void {
    this.#tables.set(definition.name, { definition, seen })
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
