import { DiskException, type Item, keyText, StoreError, type TableDefinition } from '@cmz/store-core'
import { atOnce, type Change, type Engine, type Items, type TableState } from '@cmz/store-memory'
import type { Datasets } from './datasets.ts'
import { type FileState, sameFile } from './disk.ts'
import { Doubts } from './doubts.ts'
import type { DroppedTable } from './dropped-tables.ts'
import type { Folder } from './folder.ts'
import { Journal } from './journal.ts'
import { type Commit, formatCommit, formatEntry, type JournalEntry, journalFormat } from './journal-line.ts'
import { type LoadedSnapshot, loadSnapshot } from './load-snapshot.ts'
import { afterGap } from './read-journals.ts'
import { earlierThan, statesOf, type TableFile } from './table-file.ts'
import { formatTables } from './tables-file.ts'

/**
 * Follows the journals of a folder line by line and keeps the engine's tables as they say. Everything here is
 * synchronous: what is done under the lock is done in one go.
 */
export class Follower {
  readonly folder: Folder
  readonly engine: Engine
  readonly datasets: Datasets
  readonly #doubts: Doubts
  /** By name of the table. */
  readonly files: Map<string, TableFile> = new Map()
  /** What the tables held at the end of the journals that were sealed since the last fold, by number. */
  readonly sealed: Map<number, Map<string, Items>> = new Map()
  /** The tables that were dropped since the last fold; some of them may have come again. */
  readonly dropped: Map<string, DroppedTable> = new Map()
  /** The list of tables as it was written last. */
  listed: string = formatTables([])
  /** The last line that changed the state. */
  seq = 0
  /** The last of those that is known to have been synced. */
  synced = 0
  #journal: Journal | undefined
  /** The last journal of which a sync failed, until it is folded. */
  #doubtful = 0
  /** The last line before a seal that was followed, or made. */
  #sealedAt: number | undefined
  /** The journal that goes on; set while it is not open yet. */
  #successor: number | undefined
  #fault: StoreError | undefined
  /** A line was done in part: everything has to be loaded again. */
  #isHalfDone = false
  #names: FileState | undefined

  constructor(folder: Folder, engine: Engine, datasets: Datasets) {
    this.folder = folder
    this.engine = engine
    this.datasets = datasets
    this.#doubts = new Doubts(engine.tables)
  }

  /** The journal that lines are appended to; `undefined` in a folder that was never written to. */
  get journal(): Journal | undefined {
    return this.#journal
  }

  /**
   * True after a sync of the journal failed: whether its lines last is not known, and no further sync of it would tell,
   * until everything is in new files.
   */
  get isDoubtful(): boolean {
    return this.#doubtful > 0
  }

  /** Goes on from a journal that was read up to its end. */
  resume(journal: Journal | undefined, successor: number | undefined): void {
    this.#journal = journal
    this.#successor = successor
    this.#fault = undefined
    this.#isHalfDone = false
    if ((journal?.number ?? 0) < this.#doubtful) this.#doubtful = 0 // it is not there any more
  }

  /** True if there are lines, or beginnings of lines, that were not read yet. */
  isBehind(): boolean {
    if (this.#fault !== undefined) throw this.#fault
    if (this.#isHalfDone) return true
    if (this.#journal === undefined && !this.#namesChanged()) return false
    return this.#journal !== undefined && this.#successor === undefined
      ? this.#journal.hasMore()
      : this.#next() !== undefined
  }

  /** Reads all there is. False if the journal that it would go on with is gone: everything has to be loaded again. */
  follow(): boolean {
    if (this.#fault !== undefined) throw this.#fault
    if (this.#isHalfDone) return false
    for (;;) {
      if (this.#journal !== undefined && this.#successor === undefined) {
        for (const entry of this.#journal.entries()) {
          this.#isHalfDone = true
          this.apply(entry)
          this.#isHalfDone = false
        }
      }
      const next = this.#next()
      if (next === undefined) return true
      if (next !== (this.#successor ?? 1) || !this.#open(next)) return false
    }
  }

  /**
   * Reads all there is, and makes sure that a line can be appended: that nothing stands behind the last one. Only
   * whoever holds the lock may. False as with `follow`. There is nothing to look at where `isResumed`: nobody else had
   * the lock since this appended a line.
   */
  prepareToAppend(isResumed = false): boolean {
    const journal = this.#successor === undefined && !this.#isHalfDone ? this.#journal : undefined
    if (journal !== undefined && (isResumed || journal.isAtEnd())) return true
    if (!this.follow()) return false
    if (this.#successor !== undefined) this.#succeed()
    const current = this.#journal
    if (current === undefined) return true // the first line makes it, so that a folder is only used by writing to it
    const now = current.file.extent()
    if (now.links === 0 || now.size < current.end) return false // it is gone, or somebody cut it
    switch (current.tail()) {
      case 'none':
      case 'more': // not after all was read
        break
      case 'torn': // whoever wrote it died over it, and was told nothing
        current.cut()
        break
      case 'damaged':
        throw this.#fail(current.damage('this line is not what was written'))
    }
    if (current.end === 0) this.#begin(current)
    return true
  }

  /** Appends a line that changes the state, and so has a number; only between `prepareToAppend` and the next line of others. */
  append(entry: JournalEntry, changes: readonly Change[] = []): void {
    this.#writeDoubts()
    this.#current().append(formatEntry({ seq: this.seq + 1, ...entry }, changes))
    this.seq++
  }

  /** Doubts what is held of the unique values of tables whose files others changed. */
  doubt(names: readonly string[]): void {
    this.#doubts.begin(names, (name) => this.#isAsItsFile(name))
  }

  /** True if a table differs from its file only by what is doubted, which is no reason to write it. */
  isOnlyDoubted(name: string): boolean {
    return this.#doubts.isAllOf(name)
  }

  /** Appends a commit: what most lines are. With `ahead`, there is room for the next ones too. */
  commit(commit: Commit, ahead: boolean): void {
    this.#writeDoubts()
    this.#current().append(formatCommit(this.seq + 1, commit), ahead)
    this.seq++
  }

  /**
   * Ends the journal, makes the next one, and keeps what the tables hold at this moment. Everything before lasts then.
   * Where nothing was written since the last time, as after a fold that failed, that still stands.
   */
  seal(): number {
    this.#writeDoubts()
    const journal = this.#current()
    const { number } = journal
    const last = number - 1
    if (this.#sealedAt === this.seq && this.sealed.has(last) && this.#doubtful <= last) return last
    // without a descriptor for the next journal nobody could write any more
    this.folder.disk.open(journal.file.path, 'read').close()
    journal.cut() // nothing comes behind the seal, nor room for it
    journal.append(formatEntry({ seal: number + 1 }))
    this.#seal(number + 1)
    this.#succeed()
    return number
  }

  /** The list of tables as it is to be written. */
  list(): string {
    const { tables } = this.engine
    return formatTables(tables.names().map((name) => tables.find(name)!.state))
  }

  /** The last line dropped a table: its file is removed by whoever wrote that, or else by the next fold. */
  drop(name: string): void {
    const { states = [] } = this.dropped.get(name) ?? {}
    this.dropped.set(name, { seq: this.seq, states: [...states, ...statesOf(this.files.get(name))] })
    this.files.delete(name)
    this.#doubts.forget(name)
    for (const items of this.sealed.values()) items.delete(name) // they are not what one of that name holds
    this.engine.tables.delete(name)
  }

  /** Does what a line says. */
  apply(entry: JournalEntry): void {
    const { seq, seal, tables, reset, put, edited, files, folding, folded } = entry
    if (seq !== undefined) {
      if (seq !== this.seq + 1) throw this.#fail(this.#journal!.damage(afterGap(seq, this.seq)))
      this.seq = seq
    }
    this.synced = Math.max(this.synced, entry.synced ?? 0)
    if (reset !== undefined && tables === undefined) this.engine.tables.tokens.clear() // everything goes back
    for (const used of entry.tokens ?? []) this.engine.tables.tokens.note(used)
    const untouched = new Set(Object.keys(edited ?? {}).filter((name) => this.#isAsItsFile(name)))
    for (const name of entry.dropped ?? []) this.drop(name)
    if (tables !== undefined) this.#define(tables, reset ?? {})
    for (const [name, copy] of Object.entries(reset ?? {})) this.#reset(name, copy)
    for (const [name, items] of Object.entries(put ?? {})) {
      const data = this.engine.tables.find(name)
      if (data !== undefined) for (const item of items) data.set(keyText(data.definition, item), item)
    }
    for (const [name, keys] of Object.entries(entry.delete ?? {})) {
      const data = this.engine.tables.find(name)
      if (data !== undefined) for (const key of keys) data.set(keyText(data.definition, key), null)
    }
    for (const [name, seen] of Object.entries(edited ?? {})) {
      const content = this.#tryLoad(name, (loaded) => sameFile(loaded.state, seen))
      // else a fold would write over what the person wrote in a way of their own
      if (content !== undefined && untouched.has(name)) this.#takeOver(name, content, entry.delete?.[name] ?? [])
      this.files.set(name, { seen, content })
    }
    for (const [name, seen] of Object.entries(folding === undefined ? {} : (files ?? {}))) {
      const file = this.files.get(name)
      if (sameFile(file?.seen, seen)) {
        this.files.set(name, { seen: file!.seen, content: file!.content }) // what was announced before is past
        continue
      }
      const announced = { seen, content: this.sealed.get(folding!)?.get(name), ...earlierThan(file) }
      this.files.set(name, { seen: undefined, content: undefined, ...file, announced })
    }
    if (folded !== undefined) this.finishFold(folded)
    if (seal !== undefined) this.#seal(seal)
  }

  /** What a fold has announced is in place. */
  finishFold(upTo: number): void {
    for (const [name, { announced }] of this.files) {
      if (announced !== undefined) this.files.set(name, { seen: announced.seen, content: announced.content })
    }
    this.forgetSealed(upTo)
    this.dropped.clear()
    this.listed = this.list()
    if (upTo >= this.#doubtful) this.#doubtful = 0
  }

  /** Syncs the journal, if there is one. */
  sync(): void {
    try {
      this.#journal?.file.sync()
    } catch (error) {
      this.#doubtful = this.#journal!.number
      throw error
    }
  }

  /** The same, while others run; `undefined` where there is nothing to wait for. */
  syncLater(): Promise<void> | undefined {
    const journal = this.#journal
    const fail = (error: unknown): never => {
      this.#doubtful = Math.max(this.#doubtful, journal!.number)
      throw error
    }
    try {
      return journal?.file.syncLater()?.catch(fail)
    } catch (error) {
      return fail(error)
    }
  }

  /** What the snapshots hold by now need not be kept in memory. */
  forgetSealed(upTo: number): void {
    for (const number of this.sealed.keys()) if (number <= upTo) this.sealed.delete(number)
  }

  /** What a table's file holds; `undefined` where there is none. CorruptFileException if it cannot be read. */
  load(table: TableDefinition): LoadedSnapshot | undefined {
    const { disk } = this.folder
    const path = this.folder.snapshot(table.name)
    this.folder.checkCase(table.name)
    if (disk.stat(path) === undefined) return undefined
    const file = disk.open(path, 'read')
    try {
      const { seen } = this.files.get(table.name) ?? {}
      return atOnce(loadSnapshot(table, file, seen === undefined ? [] : [seen]))
    } finally {
      file.close()
    }
  }

  close(): void {
    this.#journal?.close()
    this.#journal = undefined
  }

  /** True if a journal may have been made; a look that costs less than to list them. */
  #namesChanged(): boolean {
    const now = this.folder.disk.stat(this.folder.store)
    const changed = !sameFile(now, this.#names)
    this.#names = now
    return changed
  }

  /** The lowest journal beyond ours; usually there is none. */
  #next(): number | undefined {
    if (this.#journal !== undefined && this.#successor === undefined) return undefined
    const expected = this.#successor ?? 1
    const { disk } = this.folder
    if (disk.stat(this.folder.journal(expected)) !== undefined) return expected
    return this.folder.journals().find((number) => number > expected)
  }

  /** Goes on with the next journal; false if it was folded and removed meanwhile. */
  #open(number: number): boolean {
    const path = this.folder.journal(number)
    try {
      const journal = new Journal(number, this.folder.disk.open(path, 'change'))
      this.#journal?.close()
      this.#journal = journal
    } catch (error) {
      if (this.folder.disk.stat(path) === undefined) return false
      throw error
    }
    this.#successor = undefined
    this.synced = Math.max(this.synced, this.seq) // a journal is synced before the next one is made
    return true
  }

  #writeDoubts(): void {
    if (this.#doubts.changes.length === 0) return
    this.#current().append(formatEntry({ seq: this.seq + 1 }, this.#doubts.changes))
    this.seq++
    this.#doubts.end()
  }

  /** The journal to append to; the first line of a folder makes it. */
  #current(): Journal {
    if (this.#journal === undefined) this.#succeed()
    return this.#journal!
  }

  /** Makes the journal that goes on. */
  #succeed(): void {
    const number = this.#successor ?? 1
    const before = this.#journal
    this.sync() // nobody may rely on the next journal while this one can still lose a line
    const file = this.folder.disk.open(this.folder.journal(number), 'create')
    const journal = new Journal(number, file)
    try {
      this.#begin(journal)
    } catch (error) {
      journal.close()
      throw error
    }
    this.#journal = journal
    this.#successor = undefined
    this.synced = this.seq
    before?.close()
  }

  /** Writes the first line of a journal, which tells everybody that its name lasts. */
  #begin(journal: Journal): void {
    this.folder.disk.syncDirectory(this.folder.store)
    const files = Object.fromEntries([...this.files].flatMap(([name, { seen }]) => (seen ? [[name, seen]] : [])))
    const tokens = this.engine.tables.tokens.recent(Date.now())
    const kept = tokens.length === 0 ? {} : { tokens }
    journal.append(formatEntry({ format: journalFormat, journal: journal.number, after: this.seq, files, ...kept }))
  }

  #seal(successor: number): void {
    const { tables } = this.engine
    this.sealed.set(successor - 1, new Map(tables.names().map((name) => [name, tables.find(name)!.freeze()])))
    this.#successor = successor
    this.#sealedAt = this.seq
  }

  /** A table whose file a person changed is as that is, but for what is doubted of it. */
  #takeOver(name: string, content: Items, doubted: readonly Item[]): void {
    const data = this.engine.tables.find(name)!
    data.replace(content)
    for (const text of doubted.map((key) => data.textOf(key))) if (content.get(text) !== undefined) data.set(text, null)
  }

  #isAsItsFile(name: string): boolean {
    const { content } = this.files.get(name) ?? {}
    return content !== undefined && this.engine.tables.find(name)?.is(content) === true
  }

  /** Tables that another process defined or altered. */
  #define(tables: readonly TableState[], reset: Readonly<Record<string, string | null>>): void {
    const names = tables.map(({ definition }) => definition.name)
    const added = names.filter((name) => this.engine.tables.find(name) === undefined)
    this.engine.define(new Map(tables.map((state) => [state.definition.name, state])), new Map())
    for (const name of added) {
      this.files.set(name, { seen: undefined, content: undefined })
      if (Object.hasOwn(reset, name)) continue
      const loaded = this.#tryLoad(name, () => true, true)
      if (loaded !== undefined) this.engine.tables.find(name)!.replace(loaded)
    }
  }

  #reset(name: string, copy: string | null): void {
    const data = this.engine.tables.find(name)
    if (data === undefined) return
    data.replace(this.datasets.items(data.definition, copy))
  }

  /** What a file holds that another process has taken in; the table is broken where it cannot be read any more. */
  #tryLoad(name: string, isIt: (loaded: LoadedSnapshot) => boolean, see = false): Items | undefined {
    const data = this.engine.tables.find(name)
    if (data === undefined) return undefined
    try {
      const loaded = this.load(data.definition)
      if (loaded === undefined || !isIt(loaded)) return undefined
      if (see) this.files.set(name, { seen: loaded.state, content: loaded.items })
      return loaded.items
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      if (see) this.engine.tables.break(name, error)
      return undefined
    }
  }

  /** What cannot be followed makes every later call fail too: the tables would be wrong from here on. */
  #fail(error: unknown): StoreError {
    this.#fault = error instanceof StoreError ? error : new DiskException(String(error), this.folder.path)
    return this.#fault
  }
}
