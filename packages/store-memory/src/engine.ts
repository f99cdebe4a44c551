import {
  copyItem,
  type Item,
  type Key,
  keyAttributes,
  StoreClosedException,
  type StoreError,
  type TableDefinition,
  ValidationException,
} from '@cmz/store-core'
import { Tables } from './tables.ts'
import { TableData } from './table-data.ts'

/** What an item is after a commit; `null` removes it. The item belongs to the engine from then on. */
export interface Change {
  readonly table: string
  readonly key: Key
  readonly item: Item | null
}

/** The state that a transaction sees: what is committed, and what those before it in the same commit changed. */
export interface View {
  /** The item itself, not a copy: it must not be changed. */
  get(table: string, key: Key): Item | undefined
  /** Every item of a table. */
  items(table: string): Iterable<Item>
}

/** What a transaction wants: changes to commit together, and what to answer once they last. */
export interface Outcome<T> {
  readonly changes: readonly Change[]
  readonly result: T
}

/** What makes an engine's changes outlive it. Every call is made by one caller at a time. */
export interface Durability {
  /** Loads what others changed, before transactions run. */
  catchUp(engine: Engine): Promise<void>
  /**
   * Resolves once the changes last; `after` is the state with them. What it rejects is not applied; on StateChanged
   * the transactions run again on what `catchUp` then loads.
   */
  commit(changes: readonly Change[], after: View): Promise<void>
  /** The items a table starts with, once its definition is known; they last when this resolves. */
  openTable(definition: TableDefinition): Promise<readonly Item[]>
  /** Keeps what a further definition added to a table that is open. */
  alterTable(definition: TableDefinition): Promise<void>
  close(): Promise<void>
}

/** The state under a commit was changed by somebody else before the commit lasted. */
export class StateChanged extends Error {
  override readonly name = 'StateChanged'
}

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

  /** Defines a table, or adds the indexes a further definition brings. ValidationException if its keys differ. */
  async ensureTable(definition: TableDefinition): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#tables.has(definition.name)) {
        const known = this.#tables.get(definition.name)
        checkSameKeys(known, definition)
        if (known.addIndexes(definition)) await this.#durability?.alterTable(known.definition)
        return
      }
      const items = (await this.#durability?.openTable(definition)) ?? []
      this.#tables.set(definition.name, new TableData(definition, items))
    })
  }

  /** Replaces all items of a table by what durability has found; they belong to the engine from here on. */
  replaceItems(name: string, items: readonly Item[]): void {
    this.#tables.replaceItems(name, items)
  }

  /** Loads what others changed; reads call it first. While a commit is under way, which began with it, reads go on. */
  async catchUp(): Promise<void> {
    this.#checkOpen()
    const durability = this.#durability
    if (durability !== undefined && this.#turns === 0) await this.#inTurn(() => durability.catchUp(this))
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

class StagedView implements View {
  readonly #tables: Tables
  readonly #staged = new Map<string, Map<string, Change>>()

  constructor(tables: Tables) {
    this.#tables = tables
  }

  get changes(): readonly Change[] {
    return [...this.#staged.values()].flatMap((table) => [...table.values()])
  }

  get(table: string, key: Key): Item | undefined {
    const data = this.#tables.get(table)
    const text = data.textOf(key)
    const staged = this.#staged.get(table)?.get(text)
    return staged === undefined ? data.get(text) : (staged.item ?? undefined)
  }

  *items(table: string): Iterable<Item> {
    const staged = this.#staged.get(table)
    for (const [text, item] of this.#tables.get(table).items()) if (!staged?.has(text)) yield item
    for (const { item } of staged?.values() ?? []) if (item !== null) yield item
  }

  stage(changes: readonly Change[]): void {
    for (const { table, key, item } of changes) {
      const staged = this.#staged.get(table) ?? new Map<string, Change>()
      this.#staged.set(table, staged)
      staged.set(this.#tables.get(table).textOf(key), { table, key, item: item && copyItem(item) })
    }
  }

  apply(): void {
    for (const [table, changes] of this.#staged) {
      for (const [text, { item }] of changes) this.#tables.get(table).set(text, item)
    }
  }
}

/** Refuses a definition that disagrees about the keys of a table or of an index. */
function checkSameKeys(known: TableData, definition: TableDefinition): void {
  const refuse = (what: string, before: string, now: string): never => {
    throw new ValidationException(`${what} is ${before}, the definition says ${now}: a key cannot be changed`, {
      table: definition.name,
    })
  }
  const before = keysText(known.definition)
  const now = keysText(definition)
  if (before !== now) refuse('The key', before, now)
  for (const [name, index] of Object.entries(definition.indexes)) {
    const existing = known.definition.indexes[name]
    if (existing && keysText(existing) !== keysText(index))
      refuse(`The key of index ${name}`, keysText(existing), keysText(index))
  }
}

function keysText(keys: Parameters<typeof keyAttributes>[0]): string {
  return keyAttributes(keys)
    .map(({ name, type }) => `${name} (${type})`)
    .join(', ')
}
