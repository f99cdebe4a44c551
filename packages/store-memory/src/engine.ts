import { type Item, StoreClosedException, type StoreError, type TableDefinition } from '@cmz/store-core'
import { checkDefinition } from './check-definition.ts'
import { type Durability, type Outcome, StateChanged, type View } from './durability.ts'
import { StagedView } from './staged-view.ts'
import { TableData } from './table-data.ts'
import { Tables } from './tables.ts'

interface Waiting {
  readonly run: (view: View) => Outcome<unknown>
  readonly resolve: (result: never) => void
  readonly reject: (error: unknown) => void
}

/**
 * Ordered tables with atomic transactions. Transactions run one after the other; those that wait while a commit is
 * made to last share the next one. Reads see only what was acknowledged.
 */
export class Engine {
  readonly #tables = new Tables()
  readonly #durability: Durability | undefined
  #waiting: Waiting[] = []
  #turn: Promise<unknown> = Promise.resolve()
  /** How many calls have, or wait for, their turn. */
  #turns = 0
  #catchingUp: Promise<void> | undefined
  #closed = false

  constructor(durability?: Durability) {
    this.#durability = durability
  }

  /** The data of a table; ResourceNotFoundException where nobody defined it. */
  table(name: string): TableData {
    this.#checkOpen()
    return this.#tables.get(name)
  }

  /** Makes every use of a table fail until it is loaded again. */
  breakTable(name: string, error: StoreError): void {
    this.#tables.break(name, error)
  }

  /**
   * Defines tables, or adds the indexes that further definitions bring. ValidationException if keys differ. If one of
   * the new tables cannot be opened, none is.
   */
  async ensureTable(...definitions: readonly TableDefinition[]): Promise<void> {
    this.#checkOpen()
    await this.#inTurn(async () => {
      await this.#durability?.catchUp(this)
      const missing = definitions.filter(({ name }) => !this.#tables.has(name))
      const added = [...new Map(missing.toReversed().map((definition) => [definition.name, definition])).values()]
      const items = await this.#durability?.openTables(added)
      for (const [index, definition] of added.entries()) {
        this.#tables.set(definition.name, new TableData(definition, items?.[index]))
      }
      for (const definition of definitions) {
        const table = this.#tables.get(definition.name)
        checkDefinition(table.definition, definition)
        table.addIndexes(definition)
        await this.#durability?.alterTable(table.definition)
      }
    })
  }

  /** Replaces all items of a table by what durability has found; they belong to the engine from here on. */
  replaceItems(name: string, items: readonly Item[]): void {
    this.#tables.replaceItems(name, items)
  }

  /** Loads what others changed; reads call it first. While a commit is under way, which began with it, reads go on. */
  async catchUp(): Promise<void> {
    const durability = this.#durability
    for (;;) {
      this.#checkOpen()
      if (this.#catchingUp !== undefined) {
        await this.#catchingUp
      } else {
        if (this.#turns > 0 || !durability?.isStale()) return
        this.#catchingUp = this.#inTurn(() => durability.catchUp(this)).finally(() => (this.#catchingUp = undefined))
      }
    }
  }

  /**
   * Runs a synchronous callback on the state as it is then, alone; applies its changes atomically, once they last.
   * What it throws changes nothing.
   */
  async transact<T>(run: (view: View) => Outcome<T>): Promise<T> {
    this.#checkOpen()
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run, resolve, reject })
      if (this.#waiting.length === 1) void this.#inTurn(() => this.#commitWaiting())
    })
  }

  /** Resolves once all that was asked for until now is done. */
  async settled(): Promise<void> {
    await this.#turn
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#turn
    await this.#durability?.close()
  }

  /** Commits all that wait by now; it settles their promises and so never fails itself. */
  async #commitWaiting(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = []
    try {
      await this.#commit(waiting)
    } catch (error) {
      for (const { reject } of waiting) reject(error)
    }
  }

  async #commit(waiting: readonly Waiting[]): Promise<void> {
    for (;;) {
      await this.#durability?.catchUp(this)
      const view = new StagedView(this.#tables)
      const settle = waiting.map((each) => runOne(each, view))
      try {
        if (view.changes.length > 0) await this.#durability?.commit(view.changes, view)
      } catch (error) {
        if (error instanceof StateChanged) continue
        throw error
      }
      view.apply()
      for (const each of settle) each()
      return
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#turns++
    const done = this.#turn.then(work).finally(() => this.#turns--)
    this.#turn = done.catch(() => undefined)
    return done
  }

  #checkOpen(): void {
    if (this.#closed) throw new StoreClosedException()
  }
}

/** Runs one transaction; what it answers is told only after the commit it stands on has lasted. */
function runOne({ run, resolve, reject }: Waiting, view: StagedView): () => void {
  try {
    const { changes, result } = run(view)
    view.stage(changes)
    return () => resolve(result as never)
  } catch (error) {
    return () => reject(error)
  }
}
