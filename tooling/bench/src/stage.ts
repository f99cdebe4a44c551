import { open } from 'node:fs/promises'
import { cp, mkdir, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { contenders, type ContenderId } from './contenders.ts'
import type { Contender, Place } from './contender.ts'
import { formatCount } from './format.ts'
import type { Runner } from './runner.ts'

/** How contenders are opened and their data are laid down: each in a process of its own, or all in this one. */
export interface Hosting {
  open(id: ContenderId, place: Place): Promise<Runner>
  prepare(id: ContenderId, place: Place): Promise<void>
}

/** Everything for one number of items: the data on disk, and the contenders that are open. */
export class Stage {
  readonly items: number
  readonly #folder: string
  readonly #hosting: Hosting
  readonly #prepared = new Map<string, Promise<string>>()
  readonly #runners = new Map<ContenderId, Runner>()
  readonly #missing = new Map<ContenderId, string>()

  constructor(folder: string, items: number, hosting: Hosting) {
    this.#folder = folder
    this.items = items
    this.#hosting = hosting
  }

  /** Why contenders are missing. */
  get missing(): ReadonlyMap<ContenderId, string> {
    return this.#missing
  }

  /** Opens those that are not open yet, two at a time: nothing is measured meanwhile. */
  async openAll(ids: readonly ContenderId[]): Promise<void> {
    const waiting = ids.values()
    const opener = async (): Promise<void> => {
      for (const id of waiting) await this.#open(id)
    }
    await Promise.all([opener(), opener()])
  }

  /** A contender that was opened; `undefined` where it cannot be used here, or not with so many items. */
  runner(id: ContenderId): Runner | undefined {
    return this.#runners.get(id)
  }

  async #open(id: ContenderId): Promise<void> {
    if (this.#runners.has(id) || this.#missing.has(id)) return
    const { mostItems = Infinity }: Contender = contenders[id]
    if (this.items > mostItems) {
      this.#missing.set(id, `only up to ${formatCount(mostItems)} items`)
      return
    }
    try {
      this.#runners.set(id, await this.#hosting.open(id, await this.#place(id)))
    } catch (error) {
      this.#missing.set(id, error instanceof Error ? error.message : String(error))
    }
  }

  /** The folder with what a contender keeps on disk, prepared once. Nobody may change it. */
  prepared(id: ContenderId): Promise<string> {
    const { layout }: Contender = contenders[id]
    const name = layout?.name ?? 'nothing'
    let prepared = this.#prepared.get(name)
    if (prepared === undefined) {
      prepared = this.#prepare(id, join(this.#folder, `prepared-${name}`), layout !== undefined)
      this.#prepared.set(name, prepared)
    }
    return prepared
  }

  async close(keep: ReadonlySet<ContenderId> = new Set()): Promise<void> {
    for (const [id, runner] of this.#runners) {
      if (keep.has(id)) continue
      this.#runners.delete(id)
      await runner.close()
    }
  }

  async #prepare(id: ContenderId, folder: string, hasLayout: boolean): Promise<string> {
    await mkdir(folder, { recursive: true })
    if (hasLayout) await this.#hosting.prepare(id, { folder, items: this.items, prepared: folder })
    return folder
  }

  async #place(id: ContenderId): Promise<Place> {
    const prepared = await this.prepared(id)
    const folder = join(this.#folder, id)
    await copyFolder(prepared, folder)
    return { folder, items: this.items, prepared }
  }
}

/** Copies the data, and not what only belongs to the files where they were; on disk when it resolves. */
async function copyFolder(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, filter: (path) => !/^\.store$|-lock$/.test(basename(path)) })
  for (const name of await readdir(to)) {
    await using file = await open(join(to, name))
    await file.sync()
  }
}
