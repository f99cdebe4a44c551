import {
  applyUpdate,
  type CancellationReason,
  checkIndexKeys,
  type Capabilities,
  type Condition,
  ConditionalCheckFailedException,
  type Driver,
  type GetRequest,
  type Item,
  type Key,
  keyOf,
  matches,
  type QueryRequest,
  type ReadPage,
  type ScanRequest,
  StoreClosedException,
  type TableDefinition,
  type TableDescription,
  TransactionCanceledException,
  UnsupportedException,
  ValidationException,
  type WriteRequest,
} from '@cmz/store-core'
import type { Change, View } from './durability.ts'
import { Engine } from './engine.ts'
import { InMemory } from './in-memory.ts'
import { inSlices } from './in-slices.ts'

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

  async get({ table, key }: GetRequest): Promise<Item | undefined> {
    const stale = this.#engine.catchUp()
    if (stale !== undefined) await stale // what there is not to wait for costs no turn
    const data = this.#engine.table(table.name)
    return data.read(data.textOf(key))
  }

  async query(request: QueryRequest): Promise<ReadPage> {
    const preparing = this.#prepare(request)
    if (preparing !== undefined) await preparing
    return this.#engine.table(request.table.name).query(request)
  }

  async scan(request: ScanRequest): Promise<ReadPage> {
    const preparing = this.#prepare(request)
    if (preparing !== undefined) await preparing
    return this.#engine.table(request.table.name).scan(request)
  }

  write(request: WriteRequest): Promise<Item | undefined> {
    if (this.#closed) return Promise.reject(new StoreClosedException())
    return this.#shared.transact((view) => {
      const change = changeOf(request, view)
      return { changes: [change], result: change.item ? this.#shared.table(change.table).copy(change.item) : undefined }
    })
  }

  async transactWrite(requests: readonly WriteRequest[]): Promise<void> {
    if (!this.capabilities.transactions) throw new UnsupportedException('This driver has no transactions')
    checkDistinct(this.#engine, requests)
    await this.#engine.transact((view) => ({ changes: changesOf(requests, view), result: undefined }))
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

  /** Brings the table up to date, and in the order that is asked for; what there is not to wait for costs no turn. */
  #prepare(request: ScanRequest): Promise<unknown> | undefined {
    return this.#engine.catchUp()?.then(() => this.#order(request)) ?? this.#order(request)
  }

  #order({ table, index }: ScanRequest): Promise<unknown> | undefined {
    const steps = this.#engine.table(table.name).preparation(index)
    return steps && inSlices(steps)
  }
}

/** All changes of a transaction; every condition sees the state before it, and every failure is told (rule 10.4). */
function changesOf(requests: readonly WriteRequest[], view: View): readonly Change[] {
  const changes: Change[] = []
  const reasons: CancellationReason[] = []
  for (const request of requests) {
    try {
      changes.push(changeOf(request, view))
      reasons.push({ code: 'None' })
    } catch (error) {
      reasons.push(reasonOf(error))
    }
  }
  if (changes.length < requests.length) throw new TransactionCanceledException(reasons)
  return changes
}

/** A condition that is not met, or an update that makes its item too large (rule 3.6); anything else is thrown on. */
function reasonOf(error: unknown): CancellationReason {
  if (error instanceof ConditionalCheckFailedException) {
    return { code: 'ConditionalCheckFailed', message: 'The conditional request failed' }
  }
  if (error instanceof ValidationException) return { code: 'ValidationError', message: error.message }
  throw error
}

function changeOf(request: WriteRequest, view: View): Change {
  const { name } = request.table
  const key = request.kind === 'put' ? keyOf(request.table, request.item) : request.key
  const { condition } = request
  const before = condition === undefined && request.kind !== 'update' ? undefined : view.get(name, key)
  checkCondition(condition, before, name, key)
  // the caller's definition may lack an index that another one named
  if (request.kind !== 'delete') {
    checkIndexKeys(view.definition(name), request.kind === 'put' ? request.item : request.update.set)
  }
  switch (request.kind) {
    case 'put':
      return { table: name, key, item: request.item }
    case 'update':
      return { table: name, key, item: applyUpdate(request.update, before ?? key, { table: name, key }) }
    case 'delete':
      return { table: name, key, item: null }
  }
}

function checkCondition(condition: Condition | undefined, item: Item | undefined, table: string, key: Key): void {
  if (condition !== undefined && !matches(condition, item)) throw new ConditionalCheckFailedException({ table, key })
}

function checkDistinct(engine: Engine, requests: readonly WriteRequest[]): void {
  const seen = new Set<string>()
  for (const request of requests) {
    const { name } = request.table
    const key = request.kind === 'put' ? keyOf(request.table, request.item) : request.key
    const text = `${name}/${engine.table(name).textOf(key)}`
    if (seen.has(text)) {
      throw new ValidationException('Transaction request cannot include multiple operations on one item', {
        table: name,
        key,
      })
    }
    seen.add(text)
  }
}
