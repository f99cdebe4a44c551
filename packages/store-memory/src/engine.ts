import { StoreClosedException, type TableDefinition } from '@cmz/store-core'
import type { Durability, Outcome, View } from './durability.ts'
import type { Items } from './items.ts'
import { mergeDefinitions } from './merge-definitions.ts'
import { StagedView } from './staged-view.ts'
import { TableData } from './table-data.ts'
import { Tables } from './tables.ts'

interface Waiting {
  readonly run: (view: View) => Outcome<unknown>
  readonly resolve: (result: never) => void
  readonly reject: (error: unknown) => void
}

/**
 * Ordered tables with atomic transactions. Transactions run one after the other; those that wait at the same moment
 * share a commit. What stands on a commit is told once that lasts.
 */
export class Engine {
  /** Everything the engine holds; whoever changes it does so inside `exclusive`, or as part of `catchUp`. */
  readonly tables: Tables
  readonly #durability: Durability
  /** Definitions that are known to add nothing. */
  #defined = new WeakSet<TableDefinition>()
  #waiting: Waiting[] = []
  #closed = false

  constructor(durability: Durability, tables: Tables = new Tables()) {
    this.#durability = durability
    this.tables = tables
    durability.attach(this)
  }

  /** The data of a table; ResourceNotFoundException where nobody defined it. */
  table(name: string): TableData {
    this.#checkOpen()
    return this.tables.get(name)
  }

  /** Loads what others committed; reads call it first. */
  catchUp(): Promise<void> | undefined {
    this.#checkOpen()
    return this.#durability.catchUp()
  }

  /**
   * Defines tables, or adds the indexes that further definitions bring. ValidationException if keys differ. If one of
   * the new tables cannot be opened, none is.
   */
  async ensureTable(...definitions: readonly TableDefinition[]): Promise<void> {
    this.#checkOpen()
    if (definitions.every((definition) => this.#defined.has(definition))) return
    await this.#durability.prepare(definitions)
    await this.exclusive(() => {
      const wanted = new Map<string, TableDefinition>()
      for (const definition of definitions) {
        const known = wanted.get(definition.name) ?? this.tables.find(definition.name)?.definition
        wanted.set(definition.name, known === undefined ? definition : mergeDefinitions(known, definition))
      }
      const added = [...wanted.values()].filter((each) => each !== this.tables.find(each.name)?.definition)
      if (added.length > 0) this.define(added, this.#durability.define(added))
    })
    await this.#durability.lasting()
    for (const definition of definitions) this.#defined.add(definition)
  }

  /** Takes definitions for known; a table that is new has these items. */
  define(definitions: readonly TableDefinition[], items: ReadonlyMap<string, Items | undefined>): void {
    for (const definition of definitions) {
      const table = this.tables.find(definition.name)
      if (table === undefined) this.tables.set(definition.name, new TableData(definition, items.get(definition.name)))
      else table.define(definition)
    }
  }

  /**
   * Runs a synchronous callback on the state as it is then, alone; applies its changes atomically, once they are
   * committed, and answers once they last. What it throws changes nothing.
   */
  transact<T>(run: (view: View) => Outcome<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#checkOpen()
      this.#waiting.push({ run, resolve, reject })
      if (this.#waiting.length === 1) queueMicrotask(this.#commitWaiting) // those that come with it join in
    })
  }

  /** Runs work while nobody else writes, on the newest state. Nothing is awaited meanwhile. */
  async exclusive<T>(work: () => T): Promise<T> {
    await this.#durability.begin()
    try {
      return work()
    } finally {
      this.#durability.end()
    }
  }

  /** Goes back to the starting data. */
  async reset(): Promise<void> {
    this.#checkOpen()
    await this.#durability.prepare(this.tables.names().map((name) => this.tables.find(name)!.definition))
    await this.exclusive(() => {
      const items = this.#durability.reset()
      for (const name of this.tables.names()) this.tables.find(name)!.replace(items.get(name))
      this.tables.tokens.clear()
    })
    await this.#durability.lasting()
  }

  /** Brings what lasts into the form that people read. */
  async fold(): Promise<void> {
    this.#checkOpen()
    await this.#durability.fold()
  }

  /** The tables as they are now, which go their own way from here on. */
  async fork(): Promise<Tables> {
    await this.catchUp()
    return this.tables.fork()
  }

  /** Resolves once all that was asked for until now is done; whoever asked is told what came of it. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.exclusive(() => {})])
    await Promise.allSettled([this.#durability.lasting()])
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.settled()
    await this.#durability.close()
  }

  /** Commits all that wait by now; it settles their promises and so never fails itself. */
  readonly #commitWaiting = (): void => {
    try {
      const began = this.#durability.begin()
      if (began === undefined) this.#commit()
      else void began.then(() => this.#commit()).catch((error: unknown) => this.#rejectWaiting(error))
    } catch (error) {
      this.#rejectWaiting(error)
    }
  }

  #commit(): void {
    const waiting = this.#take()
    const view = new StagedView(this.tables)
    const settle = waiting.map((each) => runOne(each, view))
    let lasting: Promise<void> | undefined
    try {
      try {
        const { changes, tokens } = view
        if (changes.length > 0 || tokens.length > 0) this.#durability.append(changes, tokens)
        view.apply()
      } finally {
        this.#durability.end()
      }
      lasting = this.#durability.lasting()
    } catch (error) {
      for (const { reject } of waiting) reject(error)
      return
    }
    if (lasting === undefined) {
      for (const each of settle) each()
      return
    }
    lasting.then(
      () => settle.forEach((each) => each()),
      (error: unknown) => waiting.forEach(({ reject }) => reject(error)),
    )
  }

  #rejectWaiting(error: unknown): void {
    for (const { reject } of this.#take()) reject(error)
  }

  #take(): readonly Waiting[] {
    const waiting = this.#waiting
    this.#waiting = []
    return waiting
  }

  #checkOpen(): void {
    if (this.#closed) throw new StoreClosedException()
  }
}

/** Runs one transaction; what it answers is told only after the commit it stands on has lasted. */
function runOne({ run, resolve, reject }: Waiting, view: StagedView): () => void {
  try {
    const { changes, result, token } = run(view)
    view.stage(changes, token)
    return () => resolve(result as never)
  } catch (error) {
    return () => reject(error)
  }
}
