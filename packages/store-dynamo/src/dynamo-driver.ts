import { setTimeout as pause } from 'node:timers/promises'
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  type TableDescription as ExistingTable,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import {
  type BatchGetAnswer,
  type BatchOptions,
  type BatchWriteRequest,
  type Capabilities,
  type Driver,
  type GetRequest,
  type Item,
  keyOfRequest,
  type QueryRequest,
  type ReadPage,
  ResourceNotFoundException,
  type ScanRequest,
  StoreClosedException,
  type TableDefinition,
  type TableDescription,
  type TransactOptions,
  type TransactRequest,
  UnsupportedException,
  type WriteRequest,
} from '@cmz/store-core'
import { checkConfiguration, type ClientOptions, createClient, maxSockets } from './client.ts'
import { itemOf, toPage } from './answers.ts'
import { fromAttributeValues } from './attribute-value.ts'
import { ensureTable } from './ensure-table.ts'
import { toBatchGetAnswer, unprocessedWrites } from './batch-answers.ts'
import {
  batchGetParameters,
  batchWriteParameters,
  deleteParameters,
  getParameters,
  putParameters,
  queryParameters,
  scanParameters,
  transactGetParameters,
  transactParameters,
  updateParameters,
} from './parameters.ts'
import { type About, Sender } from './sender.ts'
import { toDescription } from './table-description.ts'

export interface DynamoDriverOptions extends ClientOptions {
  /** A client of the caller's own, used as it is and not destroyed on close. Default: made from the other options. */
  readonly client?: DynamoDBClient | undefined
  /** Creates missing tables, billed on demand, and checks existing ones. Default: true; else no table call is made. */
  readonly createTables?: boolean | undefined
  /** How many requests are sent at a time; more wait in this process. Default: 256, as many as there are sockets. */
  readonly parallel?: number | undefined
  /** Default: true. False for servers that have none, such as dynalite. */
  readonly transactions?: boolean | undefined
  /** Default: true. False for servers that remove no items by their time to live, such as dynalite. */
  readonly timeToLive?: boolean | undefined
}

/** A driver on DynamoDB. ConfigurationException within 5 seconds if region or credentials are missing. */
export async function dynamoDriver(options: DynamoDriverOptions = {}): Promise<Driver> {
  const client = options.client ?? createClient(options)
  const release = (): void => {
    if (options.client === undefined) client.destroy()
  }
  try {
    await checkConfiguration(client)
  } catch (error) {
    release()
    throw error
  }
  return new DynamoDriver(client, options, release)
}

class DynamoDriver implements Driver {
  readonly capabilities: Capabilities
  readonly #sender: Sender
  readonly #createTables: boolean
  readonly #timeToLive: boolean
  readonly #release: () => void
  readonly #underWay = new Set<Promise<unknown>>()
  #closed = false

  constructor(client: DynamoDBClient, options: DynamoDriverOptions, release: () => void) {
    this.capabilities = { transactions: options.transactions ?? true }
    this.#sender = new Sender(client, options.parallel ?? maxSockets)
    this.#createTables = options.createTables ?? true
    this.#timeToLive = options.timeToLive ?? true
    this.#release = release
  }

  async ensureTable(...tables: readonly TableDefinition[]): Promise<void> {
    const ensured = tables.map((table) => this.#run({ table: table.name }, () => this.#ensureTable(table)))
    await Promise.allSettled(ensured) // so that none is still being made when one has failed
    await Promise.all(ensured)
  }

  async describeTable(name: string): Promise<TableDescription> {
    return this.#run({ table: name }, async () => {
      const existing = await this.#describe(name)
      if (existing === undefined) throw new ResourceNotFoundException('Requested resource not found', { table: name })
      return toDescription(existing)
    })
  }

  async get(request: GetRequest): Promise<Item | undefined> {
    return this.#run({ table: request.table.name }, () => this.#get(request))
  }

  async query(request: QueryRequest): Promise<ReadPage> {
    const about = { table: request.table.name, signal: request.signal }
    return this.#run(about, async () => {
      // behind the one item of such a partition there is nothing, and asking for it is refused (rule 7.19)
      if (request.startAfter && request.index === undefined && request.table.sortKey === undefined) {
        return { items: [], scanned: 0 }
      }
      return toPage(await this.#sender.send(new QueryCommand(queryParameters(request)), about))
    })
  }

  async scan(request: ScanRequest): Promise<ReadPage> {
    const about = { table: request.table.name, signal: request.signal }
    return this.#run(about, async () =>
      toPage(await this.#sender.send(new ScanCommand(scanParameters(request)), about)),
    )
  }

  async write(request: WriteRequest): Promise<Item | undefined> {
    return this.#run({ table: request.table.name }, () => this.#write(request))
  }

  async transactWrite(requests: readonly TransactRequest[], options?: TransactOptions): Promise<void> {
    await this.#run({}, async () => {
      this.#checkTransactions()
      await this.#sender.send(new TransactWriteItemsCommand(transactParameters(requests, options)), { writes: true })
    })
  }

  async transactGet(requests: readonly GetRequest[]): Promise<readonly (Item | undefined)[]> {
    return this.#run({}, async () => {
      this.#checkTransactions()
      const { Responses = [] } = await this.#sender.send(
        new TransactGetItemsCommand(transactGetParameters(requests)),
        {},
      )
      return Responses.map(({ Item }) => Item && fromAttributeValues(Item))
    })
  }

  async batchGet(requests: readonly GetRequest[], { signal }: BatchOptions = {}): Promise<BatchGetAnswer> {
    const about = { table: requests[0]?.table.name, signal }
    return this.#run(about, async () =>
      toBatchGetAnswer(requests, await this.#sender.send(new BatchGetItemCommand(batchGetParameters(requests)), about)),
    )
  }

  async batchWrite(
    requests: readonly BatchWriteRequest[],
    { signal }: BatchOptions = {},
  ): Promise<readonly BatchWriteRequest[]> {
    const about = { table: requests[0]?.table.name, signal, writes: true }
    return this.#run(about, async () =>
      unprocessedWrites(
        requests,
        await this.#sender.send(new BatchWriteItemCommand(batchWriteParameters(requests)), about),
      ),
    )
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await Promise.allSettled(this.#underWay)
    this.#release()
  }

  #checkTransactions(): void {
    if (!this.capabilities.transactions) throw new UnsupportedException('This driver has no transactions')
  }

  async #run<T>({ table }: About, work: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new StoreClosedException({ table })
    const running = work()
    this.#underWay.add(running)
    try {
      return await running
    } finally {
      this.#underWay.delete(running)
    }
  }

  async #ensureTable(table: TableDefinition): Promise<void> {
    if (!this.#createTables) return
    await ensureTable(table, {
      describe: (name) => this.#describe(name),
      create: async (parameters) => {
        await this.#sender.send(new CreateTableCommand(parameters), { table: table.name })
      },
      expire: async (name, attribute) => {
        if (!this.#timeToLive) return
        const TimeToLiveSpecification = { Enabled: true, AttributeName: attribute }
        const command = new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification })
        await this.#sender.send(command, { table: name })
      },
      pause,
    })
  }

  async #describe(name: string): Promise<ExistingTable | undefined> {
    try {
      const { Table } = await this.#sender.send(new DescribeTableCommand({ TableName: name }), { table: name })
      return Table
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined
      throw error
    }
  }

  async #get(request: GetRequest): Promise<Item | undefined> {
    const { Item } = await this.#sender.send(new GetItemCommand(getParameters(request)), {
      table: request.table.name,
      key: request.key,
    })
    return Item && fromAttributeValues(Item)
  }

  async #write(request: WriteRequest): Promise<Item | undefined> {
    const { table } = request
    const key = keyOfRequest(request)
    const about = { table: table.name, key }
    const readCurrent = (): Promise<Item | undefined> => this.#get({ table, key })
    switch (request.kind) {
      case 'put': {
        const command = new PutItemCommand(putParameters(request))
        const answer = await this.#sender.sendWrite(command, request, about, readCurrent)
        return request.returnValues === 'allOld' ? itemOf(answer, request) : request.item
      }
      case 'update': {
        const command = new UpdateItemCommand(updateParameters(request))
        return itemOf(await this.#sender.sendWrite(command, request, about, readCurrent), request)
      }
      case 'delete': {
        const command = new DeleteItemCommand(deleteParameters(request))
        const answer = await this.#sender.sendWrite(command, request, about, readCurrent)
        return request.returnValues === 'allOld' ? itemOf(answer, request) : undefined
      }
    }
  }
}
