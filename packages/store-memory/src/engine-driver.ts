import {
  atPaths,
  type BatchGetAnswer,
  type BatchWriteRequest,
  type Capabilities,
  checkDistinct,
  copyItem,
  digestOf,
  type Driver,
  type GetRequest,
  type Item,
  keyOfRequest,
  type QueryRequest,
  type ReadPage,
  type ScanRequest,
  StoreClosedException,
  type TableDefinition,
  type TableDescription,
  type TransactOptions,
  type TransactRequest,
  UnsupportedException,
  type WriteRequest,
} from '@cmz/store-core'
import { checkIndex, checkKeys } from './check-definition.ts'
import { answerOf, effectOf } from './effect-of.ts'
import type { Outcome, View } from './durability.ts'
import { Engine } from './engine.ts'
import { InMemory } from './in-memory.ts'
import { inSlices } from './in-slices.ts'
import type { TableData } from './table-data.ts'
import { changesOf, effectsOf, isRepeated } from './transact.ts'

/** A driver over an engine: what it promises beyond atomic single writes depends on what makes the engine durable. */
export class EngineDriver implements Driver {
  readonly capabilities: Capabilities
  readonly #shared: Engine
  readonly #onClose: () => Promise<void>
  #closed = false

  constructor(engine: Engine, capabilities: Capabilities, onClose: () => Promise<void> = () => engine.close()) {
    this.#shared = engine
    this.capabilities = capabilities
    this.#onClose = onClose
  }

  /** The engine may serve other drivers too, so each one knows by itself that it was closed. */
  get #engine(): Engine {
    if (this.#closed) throw new StoreClosedException()
    return this.#shared
  }

  async ensureTable(...tables: readonly TableDefinition[]): Promise<void> {
    await this.#engine.ensureTable(...tables)
  }

  async describeTable(name: string): Promise<TableDescription> {
    await this.#engine.catchUp()
    const { partitionKey, sortKey, indexes } = this.#engine.table(name).definition
    return { name, partitionKey, ...(sortKey && { sortKey }), indexes }
  }

  async get(request: GetRequest): Promise<Item | undefined> {
    const stale = this.#engine.catchUp()
    if (stale !== undefined) await stale // what there is not to wait for costs no turn
    return this.#read(request)
  }

  async query(request: QueryRequest): Promise<ReadPage> {
    const preparing = this.#prepare(request)
    if (preparing !== undefined) await preparing
    return this.#readFrom(request).query(request)
  }

  async scan(request: ScanRequest): Promise<ReadPage> {
    const preparing = this.#prepare(request)
    if (preparing !== undefined) await preparing
    return this.#readFrom(request).scan(request)
  }

  write(request: WriteRequest): Promise<Item | undefined> {
    if (this.#closed) return Promise.reject(new StoreClosedException())
    const needsBefore = request.returnValues === 'allOld'
    return this.#shared.transact((view) => {
      const effect = effectOf(request, view, needsBefore)
      const answer = answerOf(request, effect)
      const result = answer && this.#shared.table(request.table.name).copy(answer)
      return { changes: effect.change === undefined ? [] : [effect.change], result }
    })
  }

  async transactWrite(requests: readonly TransactRequest[], { token }: TransactOptions = {}): Promise<void> {
    this.#checkTransactions()
    checkDistinct(requests.map((request) => ({ table: request.table, key: keyOfRequest(request) })))
    await this.#engine.transact((view) => transact(requests, view, token))
  }

  async transactGet(requests: readonly GetRequest[]): Promise<readonly (Item | undefined)[]> {
    this.#checkTransactions()
    checkDistinct(requests)
    await this.#engine.catchUp()
    return requests.map((request) => this.#read(request))
  }

  async batchGet(requests: readonly GetRequest[]): Promise<BatchGetAnswer> {
    await this.#engine.catchUp()
    const items = requests.map((request) => this.#read(request))
    return { items: items.filter((item) => item !== undefined), unprocessed: [] }
  }

  async batchWrite(requests: readonly BatchWriteRequest[]): Promise<readonly BatchWriteRequest[]> {
    await Promise.all(requests.map((request) => this.write(request)))
    return []
  }

  async reset(): Promise<void> {
    await this.#engine.reset()
  }

  async fork(): Promise<Driver> {
    return new EngineDriver(new Engine(new InMemory(), await this.#engine.fork()), { transactions: true })
  }

  async fold(): Promise<void> {
    await this.#engine.fold()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#shared.settled()
    await this.#onClose()
  }

  #read({ table, key, projection }: GetRequest): Item | undefined {
    const data = this.#table(table)
    const text = data.textOf(key)
    if (projection === undefined) return data.read(text)
    const item = data.get(text)
    return item && copyItem(atPaths(item, projection))
  }

  /** The table of a read, unless somebody dropped the index and made another one of its name. */
  #readFrom({ table, index }: ScanRequest): TableData {
    const data = this.#table(table)
    if (index !== undefined) checkIndex(data.definition, table, index)
    return data
  }

  /** The data of a table, unless somebody dropped that one and made another of its name. */
  #table(table: TableDefinition): TableData {
    const data = this.#engine.table(table.name)
    checkKeys(data.definition, table)
    return data
  }

  #checkTransactions(): void {
    if (!this.capabilities.transactions) throw new UnsupportedException('This driver has no transactions')
  }

  /** Brings the table up to date, and in the order that is asked for; what there is not to wait for costs no turn. */
  #prepare(request: ScanRequest): Promise<unknown> | undefined {
    return this.#engine.catchUp()?.then(() => this.#order(request)) ?? this.#order(request)
  }

  #order({ table, index }: ScanRequest): Promise<unknown> | undefined {
    const steps = this.#engine.table(table.name).preparation(index)
    return steps && inSlices(steps)
  }
}

/** All changes of a transaction, or none. */
function transact(requests: readonly TransactRequest[], view: View, token: string | undefined): Outcome<void> {
  const used = token === undefined ? undefined : { token, digest: digestOf(requests.map(withName)), at: Date.now() }
  if (isRepeated(view, used)) return { changes: [], result: undefined }
  const effects = effectsOf(requests.map((request) => () => effectOf(request, view)))
  return { changes: changesOf(effects), result: undefined, token: used }
}

function withName(request: TransactRequest): object {
  return { ...request, table: request.table.name }
}
