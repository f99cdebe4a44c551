import {
  applyUpdate,
  type BatchGetAnswer,
  type BatchWriteRequest,
  type Driver,
  type GetRequest,
  type Item,
  type QueryRequest,
  type ReadPage,
  type ScanRequest,
  type TableDefinition,
  type TableDescription,
  type TransactOptions,
  type TransactRequest,
  type WriteRequest,
} from '../src/index.ts'

type Call = readonly [call: keyof Driver, request: unknown]

/** Notes what the store asks of a driver, and answers with what the test put into it. */
export class RecordingDriver implements Driver {
  readonly capabilities = { transactions: false }
  readonly calls: Call[] = []
  /** What reads answer with. */
  items: readonly Item[] = []
  /** What the next call of a method fails with. */
  readonly failures = new Map<keyof Driver, Error>()
  closed = 0

  /** The requests of one method, in order. */
  sent(call: keyof Driver): readonly unknown[] {
    return this.calls.filter(([name]) => name === call).map(([, request]) => request)
  }

  async ensureTable(...tables: readonly TableDefinition[]): Promise<void> {
    for (const table of tables) this.#note('ensureTable', table.name)
  }

  async describeTable(name: string): Promise<TableDescription> {
    this.#note('describeTable', name)
    return { name, partitionKey: { name: 'id', type: 'S' }, indexes: {} }
  }

  async get(request: GetRequest): Promise<Item | undefined> {
    this.#note('get', request)
    return this.items[0]
  }

  async query(request: QueryRequest): Promise<ReadPage> {
    this.#note('query', request)
    return this.#page()
  }

  async scan(request: ScanRequest): Promise<ReadPage> {
    this.#note('scan', request)
    return this.#page()
  }

  async write(request: WriteRequest): Promise<Item | undefined> {
    this.#note('write', request)
    if (request.kind === 'put') return request.item
    return request.kind === 'update' ? applyUpdate(request.update, undefined, request.key, {}) : undefined
  }

  async transactWrite(requests: readonly TransactRequest[], options?: TransactOptions): Promise<void> {
    this.#note('transactWrite', { requests, ...options })
  }

  async transactGet(requests: readonly GetRequest[]): Promise<readonly (Item | undefined)[]> {
    this.#note('transactGet', requests)
    return requests.map((_request, index) => this.items[index])
  }

  async batchGet(requests: readonly GetRequest[]): Promise<BatchGetAnswer> {
    this.#note('batchGet', requests)
    return { items: requests.map(({ key }) => key), unprocessed: [] }
  }

  async batchWrite(requests: readonly BatchWriteRequest[]): Promise<readonly BatchWriteRequest[]> {
    this.#note('batchWrite', requests)
    return []
  }

  async close(): Promise<void> {
    this.closed++
  }

  #note(call: keyof Driver, request: unknown): void {
    this.calls.push([call, request])
    const failure = this.failures.get(call)
    this.failures.delete(call)
    if (failure !== undefined) throw failure
  }

  #page(): ReadPage {
    return { items: this.items, scanned: this.items.length }
  }
}
