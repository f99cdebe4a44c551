import { basename } from 'node:path'
import type { TableDefinition } from '@cmz/store-core'
import { type Change, type Durability, type Engine, inSlices, type Items } from '@cmz/store-memory'
import { Datasets } from './datasets.ts'
import type { Disk } from './disk.ts'
import { isMissing } from './disk-fault.ts'
import { fold, type Folded } from './fold.ts'
import { Folder } from './folder.ts'
import { Follower } from './follower.ts'
import { GroupSync } from './group-sync.ts'
import { HandEdits } from './hand-edits.ts'
import { Keepsakes, type Warn } from './keepsakes.ts'
import { loadFolder, openFolder } from './load-folder.ts'
import { Locks, type Sharing } from './locks.ts'
import { mayBeLost } from './read-journals.ts'
import { Upkeep } from './upkeep.ts'

/** What a write that was acknowledged survives: the death of the process, or a power cut too. */
export type DurabilityLevel = 'process' | 'disk'

export interface DirectoryOptions {
  readonly dataset?: string | undefined
  readonly durability: DurabilityLevel
  readonly sharing: Sharing
  /** The journal is folded when it has more bytes than this; default: than the snapshots, and at least 4 MB. */
  readonly foldBytes?: number | undefined
  readonly warn: Warn
}

/**
 * A look at the journal is good for the rest of the turn of the event loop, in which nobody can tell us of a write, and
 * for no longer than this many ms, in case somebody is asked synchronously.
 */
const lookInterval = 0.05

/** How often to begin anew where others remove what they made, while we open the folder. */
const attempts = 50

/** A folder of JSON files and a journal, which make an engine's changes last and show it those of other processes. */
export class Directory implements Durability {
  readonly #folder: Folder
  readonly #options: DirectoryOptions
  readonly #keepsakes: Keepsakes
  #locks: Locks
  #durability: DurabilityLevel
  #follower!: Follower
  #edits!: HandEdits
  #sync!: GroupSync
  #upkeep!: Upkeep
  /** In this turn of the event loop. */
  #hasLooked = false
  #lookAgain = 0
  readonly #endTurn = (): void => {
    this.#hasLooked = false
  }
  #toldSynced = 0
  /** Bytes of a journal that is not to be folded yet. */
  #longest = 0
  #wrote = false
  /** What is in memory is not what is in the folder. */
  #isStale = true
  #loading: Promise<void> | undefined
  #folding: Promise<Folded | 'busy'> | undefined
  /** Whether we wrote anything since our last fold began: nobody else may be left to fold it. */
  #hasToFold = false
  #recovering: Promise<void> | undefined

  private constructor(folder: Folder, locks: Locks, options: DirectoryOptions) {
    this.#folder = folder
    this.#locks = locks
    this.#options = options
    this.#durability = options.durability
    this.#keepsakes = new Keepsakes(folder, options.warn)
  }

  /**
   * Takes hold of a folder, which exists already. DirectoryLockedException if it cannot be shared; DiskException if it
   * cannot be used.
   */
  static async open(path: string, disk: Disk, options: DirectoryOptions): Promise<Directory> {
    const folder = new Folder(path, disk)
    const isNew = disk.stat(folder.store) === undefined
    for (let attempt = 1; ; attempt++) {
      try {
        folder.prepare()
        return new Directory(folder, await Locks.open(folder, options.sharing), options)
      } catch (error) {
        // whoever left last may have tidied up while we came
        if (isMissing(error) && attempt < attempts) continue
        if (isNew) folder.removeIfEmpty()
        throw error
      }
    }
  }

  /** From here on an acknowledged write survives a power cut. */
  survivePowerCuts(): void {
    this.#durability = 'disk'
  }

  attach(engine: Engine): void {
    const datasets = new Datasets(this.#folder, this.#options.dataset)
    this.#follower = new Follower(this.#folder, engine, datasets)
    const locked = <T>(work: () => T): Promise<T> => engine.exclusive(work)
    this.#edits = new HandEdits(this.#follower, this.#keepsakes, locked)
    this.#sync = new GroupSync(this.#follower, () => this.#recover())
    this.#upkeep = new Upkeep({
      fold: async () => {
        const folded = await this.#fold(false)
        if (folded === 'blocked') this.#sayWhatBlocks()
        if (folded === 'busy') this.#upkeep.foldWhenIdle() // that fold may have begun before our last write
      },
      look: () => this.#look(),
      warn: this.#options.warn,
    })
  }

  /** Loads everything; what cannot be read as what it should be stops it. The tables that have to start anew. */
  async load(): Promise<readonly TableDefinition[]> {
    const { write } = this.#locks
    await write.take()
    const opened = (() => {
      try {
        return openFolder(this.#folder)
      } finally {
        write.release()
      }
    })()
    const anew = await inSlices(loadFolder(opened, this.#follower, this.#keepsakes))
    await this.#settleTail()
    if (this.#follower.journal !== undefined && this.#follower.seq > opened.after) this.#upkeep.foldWhenIdle()
    this.#measure()
    this.#upkeep.watch()
    this.#isStale = false
    return anew
  }

  catchUp(): Promise<void> | undefined {
    if (this.#loading !== undefined) return this.#loading
    if (this.#isStale) return this.#reload()
    const now = performance.now()
    if (this.#hasLooked && now < this.#lookAgain) return undefined
    if (!this.#hasLooked) process.nextTick(this.#endTurn)
    this.#hasLooked = true
    this.#lookAgain = now + lookInterval
    return !this.#follower.isBehind() || this.#follower.follow() ? undefined : this.#reload()
  }

  begin(): Promise<void> | undefined {
    if (this.#loading !== undefined) return this.#loading.then(() => this.begin())
    if (this.#isStale) return this.#reload().then(() => this.begin())
    const isDoubtful = this.#durability === 'disk' && this.#follower.isDoubtful
    if (isDoubtful && this.#folding === undefined) return this.#recover().then(() => this.begin())
    const waiting = this.#locks.write.take()
    return waiting === undefined ? this.#begun() : waiting.then(() => this.#begun())
  }

  /** We hold the lock. */
  #begun(): Promise<void> | undefined {
    let isReady = false
    try {
      isReady = this.#follower.prepareToAppend(this.#locks.write.isResumed)
      if (isReady) return undefined
    } finally {
      if (!isReady) this.#locks.write.release()
    }
    return this.#reload().then(() => this.begin())
  }

  append(changes: readonly Change[]): void {
    const { synced } = this.#follower
    const survivesPowerCuts = this.#durability === 'disk'
    const isTold = !survivesPowerCuts || synced === this.#toldSynced
    this.#follower.commit(changes, isTold ? undefined : synced, survivesPowerCuts)
    this.#toldSynced = synced
    this.#wrote = true
  }

  end(): void {
    this.#locks.write.release(this.#wrote)
    if (!this.#wrote) return
    this.#wrote = false
    this.#hasToFold = true
    this.#upkeep.wrote(this.#follower.journal!.end > this.#longest)
  }

  lasting(): Promise<void> | undefined {
    return this.#durability === 'disk' ? this.#sync.lasting() : undefined
  }

  async prepare(definitions: readonly TableDefinition[]): Promise<void> {
    for (const { name } of definitions) this.#folder.checkName(name)
    for (const definition of definitions) this.#follower.datasets.prepare(definition)
  }

  define(definitions: readonly TableDefinition[]): ReadonlyMap<string, Items | undefined> {
    const { engine, files, datasets } = this.#follower
    const added = definitions.filter(({ name }) => engine.tables.find(name) === undefined)
    const loaded = new Map(added.map((table) => [table.name, this.#follower.load(table)]))
    const reset = new Map<string, string | null>()
    for (const { name } of added) if (loaded.get(name) === undefined) reset.set(name, datasets.start(name))
    const states = [...loaded].flatMap(([name, file]) => (file === undefined ? [] : [[name, file.state] as const]))
    this.#follower.append({
      tables: definitions,
      ...(reset.size > 0 && { reset: Object.fromEntries(reset) }),
      ...(states.length > 0 && { files: Object.fromEntries(states) }),
    })
    this.#wrote = true
    return new Map(
      added.map((table) => {
        const file = loaded.get(table.name)
        files.set(table.name, { seen: file?.state, content: file?.items })
        return [table.name, file?.items ?? datasets.items(table, reset.get(table.name) ?? null)]
      }),
    )
  }

  reset(): ReadonlyMap<string, Items | undefined> {
    const { engine, datasets } = this.#follower
    // others may have added tables since the last look
    for (const name of engine.tables.names()) datasets.prepare(engine.tables.find(name)!.definition)
    const copies = Object.fromEntries(engine.tables.names().map((name) => [name, datasets.start(name)]))
    this.#follower.append({ reset: copies })
    this.#wrote = true
    return new Map(
      Object.entries(copies).map(([name, copy]) => [name, datasets.items(engine.tables.find(name)!.definition, copy)]),
    )
  }

  async fold(): Promise<void> {
    await this.#folding?.catch(() => undefined) // that one may have begun before what is to be folded now
    if ((await this.#fold(true)) === 'busy') await this.fold() // the upkeep was faster, and waits for nobody
  }

  /** Folds what we wrote, and lets go of the folder; where nothing was written, it is as it was found. */
  async close(): Promise<void> {
    this.#upkeep.stop()
    try {
      await this.#folding?.catch(() => undefined) // this fold does what that one could not
      const folded = await this.#fold(false)
      if (folded === 'busy' && this.#hasToFold) await this.#fold(true)
    } finally {
      this.letGo()
    }
  }

  /** Lets go of the folder as it is. */
  letGo(): void {
    this.#upkeep.stop()
    const isAsFound = this.#isStale || this.#follower.journal === undefined
    this.#follower.close()
    if (isAsFound) this.#locks.closeAndTidy()
    else this.#locks.close()
  }

  #fold(waits: boolean): Promise<Folded | 'busy'> {
    this.#folding ??= this.#foldAlone(waits).finally(() => (this.#folding = undefined))
    return this.#folding
  }

  async #foldAlone(waits: boolean): Promise<Folded | 'busy'> {
    const lock = this.#locks.fold
    if (!lock.tryLock()) {
      if (!waits) return 'busy' // somebody else is at it
      await lock.waitForLock()
    }
    const hadToFold = this.#hasToFold
    let folded: Folded | undefined
    try {
      const locked = <T>(work: () => T): Promise<T> => this.#follower.engine.exclusive(work)
      this.#hasToFold = false
      do {
        await this.#edits.takeIn()
        folded = await fold(this.#follower, this.#edits, locked)
      } while (folded === 'edited')
      this.#measure()
      return folded
    } finally {
      if (folded !== 'done') this.#hasToFold ||= hadToFold
      lock.unlock()
    }
  }

  /** After a failed sync nothing is acknowledged until everything is in new files. */
  #recover(): Promise<void> {
    this.#recovering ??= this.#foldAnew().finally(() => (this.#recovering = undefined))
    return this.#recovering
  }

  async #foldAnew(): Promise<void> {
    await this.#folding?.catch(() => undefined) // that one may have begun before
    if ((await this.#fold(true)) === 'blocked') this.#sayWhatBlocks()
  }

  /** Throws why a table cannot be folded. */
  #sayWhatBlocks(): void {
    const { tables } = this.#follower.engine
    for (const name of tables.names()) tables.get(name)
  }

  /** Looks for a folder that was replaced and for edits by hand; the upkeep calls it from time to time. */
  async #look(): Promise<void> {
    if (!this.#locks.areThere()) await this.#reload()
    await this.catchUp() // what a fold of others put in place is no edit
    if (this.#edits.changed().length > 0) await this.#edits.takeIn()
  }

  /** Loads everything again: what was followed is gone. */
  #reload(): Promise<void> {
    this.#isStale = true
    this.#loading ??= this.#loadAgain().finally(() => (this.#loading = undefined))
    return this.#loading
  }

  async #loadAgain(): Promise<void> {
    if (!this.#locks.areThere()) {
      this.#folder.checkThere()
      const locks = await Locks.open(this.#folder, this.#options.sharing)
      this.#locks.close()
      this.#locks = locks
    }
    this.#follower.close()
    const anew = await this.load()
    if (anew.length === 0) return
    this.#isStale = true
    this.#isStale = !(await this.#startAnew(anew))
  }

  /** Defines tables that a folder lacks, as a part of loading it; false if it has to be loaded again first. */
  async #startAnew(definitions: readonly TableDefinition[]): Promise<boolean> {
    await this.prepare(definitions)
    await this.#locks.write.take()
    try {
      if (!this.#follower.prepareToAppend()) return false
      const { engine } = this.#follower
      const before = definitions.map(({ name }) => engine.tables.find(name))
      for (const { name } of definitions) engine.tables.delete(name)
      try {
        engine.define(definitions, this.define(definitions))
      } catch (error) {
        for (const data of before) if (data !== undefined) engine.tables.set(data.definition.name, data)
        throw error
      }
      return true
    } finally {
      this.end()
    }
  }

  /** What a power cut damaged behind the last synced line is put aside; other damage is refused. */
  async #settleTail(): Promise<void> {
    const { journal, seq, synced } = this.#follower
    if (journal?.tail() !== 'damaged') return
    const { write } = this.#locks
    await write.take()
    try {
      if (journal.tail() !== 'damaged') return
      if (!mayBeLost(journal, seq, synced))
        throw journal.damage('this line is not what was written, though it was synced')
      this.#keepsakes.keepLost(basename(journal.file.path), journal.rest())
      journal.cut() // only now: the power may be cut again
    } finally {
      write.release()
    }
  }

  #measure(): void {
    const sizes = [...this.#follower.files.values()].map(({ seen }) => Number(seen?.size ?? 0))
    this.#longest = this.#options.foldBytes ?? Math.max(4 * 1024 * 1024, ...sizes)
  }
}
