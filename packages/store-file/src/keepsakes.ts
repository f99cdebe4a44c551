import { join } from 'node:path'
import type { Item, Key } from '@cmz/store-core'
import { encodeItem } from './tagged-json.ts'
import { type Folder, readWhole } from './folder.ts'

/** What a person changed in a file while the store changed it too. The store's version stands. */
export interface Conflict {
  readonly key: Key
  /** The item as it stands in the file; `null` where it was taken out. */
  readonly file: Item | null
}

export type Warn = (message: string) => void

/** Keeps what a person may want back, and says so. Nothing of it is ever deleted by the store. */
export class Keepsakes {
  readonly #folder: Folder
  readonly #warn: Warn

  constructor(folder: Folder, warn: Warn) {
    this.#folder = folder
    this.#warn = warn
  }

  /** Keeps the versions of items that a file had, one a line. */
  keepConflicts(table: string, seq: number, conflicts: readonly Conflict[]): void {
    if (conflicts.length === 0) return
    const lines = conflicts.map(
      ({ key, file }) => `{"key":${encodeItem(key)},"file":${file === null ? 'null' : encodeItem(file)}}`,
    )
    const path = this.#write(this.#folder.conflicts, `${table}-${seq}.json`, `[\n${lines.join(',\n')}\n]\n`)
    this.#warn(
      `${this.#folder.snapshot(table)} was edited where the store had changed ${conflicts.length} of the items too. ` +
        `The store's versions stand; those of the file are kept in ${path}`,
    )
  }

  /** Keeps the file of a table that was dropped while a person was at it. */
  keepEdited(table: string, seq: number): void {
    const file = this.#folder.snapshot(table)
    const path = this.#write(this.#folder.conflicts, `${table}-${seq}.json`, readWhole(this.#folder.disk, file))
    this.#warn(`${file} was edited when its table was dropped: it is kept in ${path}`)
  }

  /** Keeps what stands behind the last whole line of a journal after a power cut. */
  keepLost(journal: string, bytes: Uint8Array): void {
    const path = this.#write(this.#folder.lost, journal, Buffer.from(bytes))
    this.#warn(`The end of ${journal} was damaged by a power cut before it was synced: it is kept in ${path}`)
  }

  /** Writes it under a name that is not taken; the same contents are kept once. */
  #write(directory: string, name: string, contents: string | Buffer): string {
    const { disk } = this.#folder
    this.#folder.make(directory)
    const bytes = Buffer.from(contents)
    const [, stem, ending] = /^(.*?)(\.json)?$/.exec(name)!
    for (let copy = 1; ; copy++) {
      const path = join(directory, `${stem}${copy === 1 ? '' : `-${copy}`}${ending ?? ''}`)
      if (disk.stat(path) !== undefined && !readWhole(disk, path).equals(bytes)) continue
      this.#folder.writeAlone(path, bytes) // again, if it is there: whoever wrote it may have died before it lasted
      return path
    }
  }
}
