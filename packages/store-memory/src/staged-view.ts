import type { Item, Key, TableDefinition } from '@cmz/store-core'
import type { Change, View } from './durability.ts'
import type { TableData } from './table-data.ts'
import type { Tables } from './tables.ts'
import type { UsedToken } from './tokens.ts'

interface Staged {
  readonly data: TableData
  readonly text: string
  readonly change: Change
}

/** The state with changes that are not committed yet. */
export class StagedView implements View {
  readonly #tables: Tables
  /** Most commits hold one change, which needs no map. */
  #first: Staged | undefined
  #staged: Map<string, Map<string, Staged>> | undefined

  readonly #tokens: UsedToken[] = []

  constructor(tables: Tables) {
    this.#tables = tables
  }

  /** One change for each item, the last one. */
  get changes(): readonly Change[] {
    return this.#all().map(({ change }) => change)
  }

  get(table: string, key: Key): Item | undefined {
    const data = this.#tables.get(table)
    const text = data.textOf(key)
    const staged = this.#find(table, text)
    return staged === undefined ? data.get(text) : (staged.change.item ?? undefined)
  }

  definition(table: string): TableDefinition {
    return this.#tables.get(table).definition
  }

  get tokens(): readonly UsedToken[] {
    return this.#tokens
  }

  token(token: string, now: number): UsedToken | undefined {
    return this.#tokens.find((used) => used.token === token) ?? this.#tables.tokens.find(token, now)
  }

  /** Takes all of them, or throws and takes none. */
  stage(changes: readonly Change[], token?: UsedToken): void {
    const found = changes.map((change) => {
      const data = this.#tables.get(change.table)
      return { data, change, text: data.textOf(change.key) }
    })
    for (const staged of found) this.#stage(staged)
    if (token !== undefined) this.#tokens.push(token)
  }

  /** Makes the changes the state. */
  apply(): void {
    for (const { data, text, change } of this.#all()) data.set(text, change.item)
    for (const used of this.#tokens) this.#tables.tokens.note(used)
  }

  #stage(staged: Staged): void {
    if (this.#staged === undefined) {
      if (this.#first === undefined) {
        this.#first = staged
        return
      }
      this.#staged = new Map()
      this.#add(this.#staged, this.#first)
    }
    this.#add(this.#staged, staged)
  }

  #add(all: Map<string, Map<string, Staged>>, staged: Staged): void {
    const { table } = staged.change
    let ofTable = all.get(table)
    if (ofTable === undefined) all.set(table, (ofTable = new Map<string, Staged>()))
    ofTable.set(staged.text, staged)
  }

  #find(table: string, text: string): Staged | undefined {
    if (this.#staged !== undefined) return this.#staged.get(table)?.get(text)
    const first = this.#first
    return first?.text === text && first.change.table === table ? first : undefined
  }

  #all(): readonly Staged[] {
    if (this.#staged === undefined) return this.#first === undefined ? [] : [this.#first]
    return [...this.#staged.values()].flatMap((ofTable) => [...ofTable.values()])
  }
}
