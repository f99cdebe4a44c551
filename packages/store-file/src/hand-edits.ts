import { setTimeout as pause } from 'node:timers/promises'
import { CorruptFileException, DiskException, equal, type Item, keyOfText } from '@cmz/store-core'
import { type Change, type Items, LayeredItems, type TableData } from '@cmz/store-memory'
import { type FileState, sameFile } from './disk.ts'
import { doubtReservations, takeBack } from './doubt-reservations.ts'
import { standsLeft } from './dropped-tables.ts'
import type { Follower } from './follower.ts'
import type { Conflict, Keepsakes } from './keepsakes.ts'
import type { LoadedSnapshot } from './load-snapshot.ts'
import { knownAs } from './table-file.ts'

/** An editor may write a file in steps: it counts once it has not changed for so many ms. */
const settleTime = 50

/**
 * Notices what people do to the files while the store runs. An edit becomes a line of the journal like any other
 * commit, so that every process sees it in its place. Where the store changed an item too, its own version stands.
 */
export class HandEdits {
  readonly #follower: Follower
  readonly #keepsakes: Keepsakes
  /** Reads what others wrote. */
  readonly #catchUp: () => Promise<void> | undefined
  /** The state of files that could not be read: they are left alone until it changes. */
  readonly #unreadable = new Map<string, FileState | undefined>()
  #takingIn: Promise<void> | undefined

  constructor(follower: Follower, keepsakes: Keepsakes, catchUp: () => Promise<void> | undefined) {
    this.#follower = follower
    this.#keepsakes = keepsakes
    this.#catchUp = catchUp
  }

  /** Takes in every file that is not as the store left it, once it has settled. */
  takeIn(): Promise<void> {
    this.#takingIn ??= this.#takeInAll().finally(() => (this.#takingIn = undefined))
    return this.#takingIn
  }

  /** The tables whose files are neither as the store left them nor known to be unreadable. */
  changed(): readonly string[] {
    return [...this.#follower.files.keys()].filter((name) => this.hasChanged(name))
  }

  hasChanged(name: string): boolean {
    const now = this.#stat(name)
    if (this.#unreadable.has(name) && sameFile(now, this.#unreadable.get(name))) return false
    return !this.#isKnown(name, now) || this.#unreadable.has(name)
  }

  /** True if the store itself left the file like this, or has taken it in. */
  #isKnown(name: string, now: FileState | undefined): boolean {
    const { files } = this.#follower
    const file = files.get(name)
    const known = knownAs(now, file)
    if (known === undefined) return standsLeft(this.#follower, name)
    if (file !== undefined) files.set(name, known) // a fold may have put it in place and not have lived to say so
    return true
  }

  async #takeInAll(): Promise<void> {
    const { tables } = this.#follower.engine
    for (const name of this.changed()) {
      const data = tables.find(name)
      if (data === undefined) continue // it was dropped meanwhile
      const loaded = await this.#settled(name, data)
      if (loaded === undefined || tables.find(name) !== data) continue
      if (loaded === 'known') this.#heal(name)
      else await this.#follower.engine.exclusive(() => this.#commit(name, data, loaded))
    }
  }

  /**
   * The file once nobody writes it any more; `known` where it is as the store left it; `undefined` where it cannot be
   * read, and the table broken, or where the table was dropped meanwhile.
   */
  async #settled(name: string, data: TableData): Promise<LoadedSnapshot | 'known' | undefined> {
    const { engine } = this.#follower
    for (let before = this.#stat(name); ;) {
      await pause(settleTime)
      await this.#catchUp() // whoever drops a table removes its file
      if (engine.tables.find(name) !== data) return undefined
      const now = this.#stat(name)
      const isSettled = sameFile(now, before)
      before = now
      if (!isSettled) continue
      if (this.#isKnown(name, now)) return 'known'
      try {
        const loaded = this.#follower.load(data.definition)
        if (loaded === undefined) throw this.#missing(name)
        if (sameFile(this.#stat(name), now)) return loaded
      } catch (error) {
        if (!(error instanceof CorruptFileException || error instanceof DiskException)) throw error
        if (!sameFile(this.#stat(name), now)) continue
        this.#unreadable.set(name, now)
        engine.tables.break(name, error)
        return undefined
      }
    }
  }

  /** Makes an edit a commit, under the lock; if the file has changed again, it is left to the next look. */
  #commit(name: string, data: TableData, { items, state }: LoadedSnapshot): void {
    const { files, engine, seq } = this.#follower
    if (!sameFile(this.#stat(name), state) || engine.tables.find(name) !== data) return
    // another process may have come first
    if (!this.#isKnown(name, state)) {
      const { seen, content } = files.get(name)!
      const { changes, conflicts } = difference(data, seen === undefined ? nothing : content, items)
      this.#keepsakes.keepConflicts(name, seq, conflicts)
      const doubts = doubtReservations(engine.tables, name)
      this.#follower.append({ edited: { [name]: state } }, [...changes, ...doubts])
      // where the store changed nothing the file is the whole truth, and stays as the person wrote it
      if (content !== undefined && data.is(content)) data.replace(items)
      else for (const { key, item } of changes) data.set(data.textOf(key), item)
      takeBack(engine.tables, doubtReservations(engine.tables, name)) // also what the file says anew
      files.set(name, { seen: state, content: items })
    }
    this.#heal(name)
  }

  #heal(name: string): void {
    this.#unreadable.delete(name)
    this.#follower.engine.tables.heal(name)
  }

  #missing(name: string): DiskException {
    const path = this.#follower.folder.snapshot(name)
    return new DiskException(`Cannot read ${path}: the file was taken away while it was in use; put it back`, path, {
      table: name,
    })
  }

  #stat(name: string): FileState | undefined {
    return this.#follower.folder.disk.stat(this.#follower.folder.snapshot(name))
  }
}

const nothing: Items = new LayeredItems(new Map())

/** What a person changed, against what the file held before; where that is not known, nothing is taken over. */
function difference(
  data: TableData,
  before: Items | undefined,
  after: Items,
): { readonly changes: readonly Change[]; readonly conflicts: readonly Conflict[] } {
  const table = data.definition.name
  const changes: Change[] = []
  const conflicts: Conflict[] = []
  const compare = (text: string, old: Item | undefined, edited: Item | undefined): void => {
    if (same(old, edited)) return
    const now = data.get(text)
    const key = keyOfText(data.definition, text)
    if (same(now, edited)) return
    if (before !== undefined && same(now, old)) changes.push({ table, key, item: edited ?? null })
    else conflicts.push({ key, file: edited ?? null })
  }
  for (const [text, item] of after.entries()) compare(text, before?.get(text), item)
  for (const [text, item] of before?.entries() ?? []) if (after.get(text) === undefined) compare(text, item, undefined)
  return { changes, conflicts }
}

function same(left: Item | undefined, right: Item | undefined): boolean {
  return left === right || equal(left, right)
}
