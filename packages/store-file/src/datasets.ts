import { join } from 'node:path'
import type { TableDefinition } from '@cmz/store-core'
import { type Items, keysText } from '@cmz/store-memory'
import { datasetFile, startingItems } from './dataset-items.ts'
import { type FileState, sameFile } from './disk.ts'
import { type Folder, readWhole } from './folder.ts'
import { formatSnapshot, parseSnapshot } from './snapshot.ts'

interface Start {
  /** The file of the dataset as it was read. */
  readonly seen: FileState
  /** The name of the copy. */
  readonly copy: string
  /** The keys by which it was read: a table that comes again may have others. */
  readonly keys: string
}

/**
 * What tables start with and go back to. A dataset's file is copied into the folder under the hash of its contents,
 * so that one line of the journal can name it, and every process finds the same.
 */
export class Datasets {
  readonly #folder: Folder
  readonly #path: string | undefined
  readonly #starts = new Map<string, Start>()
  /** By table, its keys, and copy: tables with other keys may have equal files. */
  readonly #copies = new Map<string, Items>()

  constructor(folder: Folder, path: string | undefined) {
    this.#folder = folder
    this.#path = path
  }

  /** Reads a table's starting data, unless it is known, and makes the copy. CorruptFileException if it cannot be read. */
  prepare(table: TableDefinition): void {
    const { disk } = this.#folder
    const path = this.#path === undefined ? undefined : datasetFile(this.#path, table.name, disk)
    const seen = path === undefined ? undefined : disk.stat(path)
    if (path === undefined || seen === undefined) {
      this.#starts.delete(table.name)
      return
    }
    const start = this.#starts.get(table.name)
    const keys = keysText(table)
    if (sameFile(seen, start?.seen) && keys === start?.keys) return
    const items = parseSnapshot(table, path, readWhole(disk, path))
    const text = formatSnapshot(table, items)
    // loaded when it is needed: it takes longer than to open a folder
    const copy = process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex')
    const target = this.#copyOf(copy)
    if (disk.stat(target) === undefined) {
      this.#folder.make(this.#folder.datasets)
      this.#folder.writeAlone(target, text)
    } else disk.syncDirectory(this.#folder.datasets) // whoever made it may have died before its name lasted
    this.#copies.set(nameIn(table, copy), startingItems(table, items))
    this.#starts.set(table.name, { seen, copy, keys })
  }

  /** The name of the copy that a table starts with; `null` where it starts empty. */
  start(table: string): string | null {
    return this.#starts.get(table)?.copy ?? null
  }

  /** The items of a copy. CorruptFileException or DiskException if it cannot be read. */
  items(table: TableDefinition, copy: string | null): Items | undefined {
    if (copy === null) return undefined
    const known = this.#copies.get(nameIn(table, copy))
    if (known !== undefined) return known
    const path = this.#copyOf(copy)
    const items = startingItems(table, parseSnapshot(table, path, readWhole(this.#folder.disk, path)))
    this.#copies.set(nameIn(table, copy), items)
    return items
  }

  #copyOf(name: string): string {
    return join(this.#folder.datasets, `${name}.json`)
  }
}

function nameIn(table: TableDefinition, copy: string): string {
  return `${table.name}/${keysText(table)}/${copy}`
}
