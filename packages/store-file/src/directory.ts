import { basename } from 'node:path'
import type { TableDefinition } from '@cmz/store-core'
import {
  type Change,
  type Durability,
  type Engine,
  inSlices,
  type Items,
  type TableChanges,
  type TableState,
  type UsedToken,
} from '@cmz/store-memory'
import { Datasets } from './datasets.ts'
import { changeTables, resetTables } from './change-tables.ts'
import type { Disk } from './disk.ts'
import { isMissing } from './disk-fault.ts'
import { Folder } from './folder.ts'
import { Folds } from './folds.ts'
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
  #folds!: Folds
  #sync!: GroupSync
  #upkeep!: Upkeep
  /** In this turn of the event loop. */
  #hasLooked = false
  #lookAgain = 0
  readonly #endTurn = (): void => {
    this.#hasLooked = false
  }
  #toldSynced = 0
  #wrote = false
  /** What is in memory is not what is in the folder. */
  #isStale = true
  /** What is in the folder does not go on from what is in memory: it is another one. */
  #isReplaced = false
  /** The last line that was followed before the folder had to be loaded again. */
  #reached = 0
  #loading: Promise<void> | undefined

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
    this.#edits = new HandEdits(this.#follower, this.#keepsakes, () => this.catchUp())
    this.#folds = new Folds(this.#follower, this.#edits, () => this.#locks.fold, this.#options.foldBytes)
    this.#sync = new GroupSync(this.#follower, () => this.#folds.recover())
    this.#upkeep = new Upkeep({
      fold: async () => {
        const folded = await this.#folds.fold(false)
        if (folded === 'blocked') this.#folds.sayWhatBlocks()
        if (folded === 'busy') this.#upkeep.foldWhenIdle() // that fold may have begun before our last write
      },
      look: () => this.#look(),
      warn: this.#options.warn,
    })
  }

  /** Loads everything; what cannot be read as what it should be stops it. The tables that have to start anew. */
  async load(): Promise<readonly TableState[]> {
    const { write } = this.#locks
    await write.take()
    const opened = (() => {
      try {
        return openFolder(this.#folder)
      } finally {
        write.release()
      }
    })()
    const isReplaced = this.#isReplaced || opened.seq < this.#reached
    const anew = await inSlices(loadFolder(opened, this.#follower, this.#keepsakes, isReplaced))
    await this.#settleTail()
    if (this.#follower.journal !== undefined && this.#follower.seq > opened.after) this.#upkeep.foldWhenIdle()
    this.#folds.measure()
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
    if (isDoubtful && !this.#folds.isRunning) return this.#folds.recover().then(() => this.begin())
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

  append(changes: readonly Change[], tokens: readonly UsedToken[]): void {
    const { synced } = this.#follower
    const survivesPowerCuts = this.#durability === 'disk'
    const isTold = !survivesPowerCuts || synced === this.#toldSynced
    this.#follower.commit({ changes, tokens, synced: isTold ? undefined : synced }, survivesPowerCuts)
    this.#toldSynced = synced
    this.#wrote = true
  }

  end(): void {
    this.#locks.write.release(this.#wrote)
    if (!this.#wrote) return
    this.#wrote = false
    this.#upkeep.wrote(this.#folds.wrote())
  }

  lasting(): Promise<void> | undefined {
    return this.#durability === 'disk' ? this.#sync.lasting() : undefined
  }

  prepare(definitions: readonly TableDefinition[]): undefined {
    for (const { name } of definitions) this.#folder.checkName(name)
    for (const definition of definitions) this.#follower.datasets.prepare(definition)
  }

  define(changes: TableChanges): ReadonlyMap<string, Items | undefined> {
    return this.#writing(() => changeTables(this.#follower, this.#keepsakes, changes))
  }

  reset(): ReadonlyMap<string, Items | undefined> {
    return this.#writing(() => resetTables(this.#follower))
  }

  /** Notes whether a line was written, also where what comes after it fails. */
  #writing<T>(work: () => T): T {
    const { seq } = this.#follower
    try {
      return work()
    } finally {
      this.#wrote = this.#follower.seq > seq
    }
  }

  async fold(): Promise<void> {
    await this.#folds.foldNow()
  }

  /** Folds what we wrote, and lets go of the folder; where nothing was written, it is as it was found. */
  async close(): Promise<void> {
    this.#upkeep.stop()
    try {
      await this.#folds.foldLast()
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

  /** Looks for a folder that was replaced and for edits by hand; the upkeep calls it from time to time. */
  async #look(): Promise<void> {
    if (!this.#locks.areThere()) await this.#reload()
    await this.catchUp() // what a fold of others put in place is no edit
    if (this.#edits.changed().length > 0) await this.#edits.takeIn()
  }

  /** Loads everything again: what was followed is gone. */
  #reload(): Promise<void> {
    if (!this.#isStale) this.#reached = this.#follower.seq
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
      this.#isReplaced = true
    }
    this.#follower.close()
    const anew = await this.load()
    if (anew.length > 0) {
      this.#isStale = true
      if (!(await this.#startAnew(anew))) return
    }
    this.#isStale = false
    this.#isReplaced = false
  }

  /** Defines tables that a folder lacks, as a part of loading it; false if it has to be loaded again first. */
  async #startAnew(states: readonly TableState[]): Promise<boolean> {
    const changes = new Map(states.map((state) => [state.definition.name, state]))
    this.prepare(states.map(({ definition }) => definition))
    await this.#locks.write.take()
    try {
      if (!this.#follower.prepareToAppend()) return false
      const { engine } = this.#follower
      const before = [...changes.keys()].map((name) => engine.tables.find(name))
      for (const name of changes.keys()) engine.tables.delete(name)
      try {
        engine.define(changes, this.define(changes))
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
}
