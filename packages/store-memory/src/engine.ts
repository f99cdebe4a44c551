import { StoreClosedException, type TableDefinition } from '@cmz/store-core'
import type { Durability, Outcome, View } from './durability.ts'
import type { Items } from './items.ts'
import { mergeDefinitions } from './merge-definitions.ts'
import { StagedView } from './staged-view.ts'
import { TableData } from './table-data.ts'
import { nextState, type TableChanges, type TableState } from './table-state.ts'
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
  /** Definitions that add nothing to what the tables were then: the table may be another one now. */
  readonly #defined = new WeakMap<TableDefinition, TableDefinition>()
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
    const stale = this.catchUp() // somebody may have dropped one
    if (stale !== undefined) await stale
    if (definitions.every((each) => this.#defined.has(each) && this.#defined.get(each) === this.#known(each.name)))
      return
    await this.#durability.prepare(definitions)
    const states = await this.#change(() => {
      const wanted = new Map<string, TableState>()
      for (const definition of definitions) {
        const known = wanted.get(definition.name) ?? this.tables.find(definition.name)?.state
        const merged = known === undefined ? definition : mergeDefinitions(known.definition, definition)
        wanted.set(definition.name, { settings: {}, ...known, definition: merged })
      }
      const added = [...wanted].filter(([name, { definition }]) => definition !== this.#known(name))
      return { changes: new Map(added), result: wanted }
    })
    for (const definition of definitions) this.#defined.set(definition, states.get(definition.name)!.definition)
  }

  /**
   * Creates, changes or drops one table. `run` is told what the table is, and answers what it is from here on, exactly:
   * an index that is not named any more is gone. `table: null` drops it with its items; without `table` nothing changes.
   * A new table starts as with `ensureTable`. ValidationException if the keys of a known one would change.
   *
   * `run` is synchronous and runs alone on the newest state; what it throws changes nothing. It is run again, before
   * anything has changed, where what a new table starts with has to be read first. Resolves once it lasts.
   */
  async alterTable<T>(
    name: string,
    run: (known: TableState | undefined) => { readonly table?: TableState | null; readonly result: T },
  ): Promise<T> {
    this.#checkOpen()
    return this.#change(() => {
      // of a broken table nobody knows what it holds: it says why
      const known = this.tables.isBroken(name) ? this.tables.get(name).state : this.tables.find(name)?.state
      const { table, result } = run(known)
      const isNothing = table === undefined || (table === null && known === undefined)
      const changes = isNothing ? [] : [[name, table && nextState(name, known, table)] as const]
      return { changes: new Map(changes), result }
    })
  }

  /** Changes tables alone, on the newest state; once more, where it first has to be read what a new one starts with. */
  async #change<T>(change: () => { readonly changes: TableChanges; readonly result: T }): Promise<T> {
    for (;;) {
      const done = await this.exclusive(() => {
        const { changes, result } = change()
        const states = [...changes.values()].filter((state) => state !== null)
        const added = states.map(({ definition }) => definition).filter(({ name }) => this.#known(name) === undefined)
        const preparing = added.length === 0 ? undefined : this.#durability.prepare(added)
        if (preparing !== undefined) return { preparing }
        if (changes.size > 0) this.define(changes, this.#durability.define(changes))
        return { result }
      })
      if ('result' in done) {
        await this.#durability.lasting()
        return done.result
      }
      await done.preparing
    }
  }

  /** Takes tables for what they are from here on; one that is new has these items. */
  define(changes: TableChanges, items: ReadonlyMap<string, Items | undefined>): void {
    for (const [name, state] of changes) {
      const table = this.tables.find(name)
      if (state === null) this.tables.delete(name)
      else if (table === undefined)
        this.tables.set(name, new TableData(state.definition, items.get(name), state.settings))
      else table.alter(state)
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

  #known(name: string): TableDefinition | undefined {
    return this.tables.find(name)?.definition
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
