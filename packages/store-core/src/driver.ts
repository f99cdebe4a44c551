import type { Condition } from './condition.ts'
import type { Key } from './key.ts'
import type { KeyAttribute } from './key-attribute.ts'
import type { Path } from './path.ts'
import type { TableDefinition } from './table.ts'
import type { Update } from './update.ts'
import type { Item, Value } from './value.ts'

/** What a driver offers beyond what every driver must. A missing capability is refused with UnsupportedException. */
export interface Capabilities {
  /** `transactWrite` changes several items, all or none. */
  readonly transactions: boolean
}

export interface GetRequest {
  readonly table: TableDefinition
  readonly key: Key
  /** Only what stands at these paths (rule 7.2); default: everything. */
  readonly projection?: readonly Path[]
}

/** A condition on the sort key of the table or index that is queried. */
export type SortCondition =
  | { readonly op: '=' | '<' | '<=' | '>' | '>='; readonly value: Value }
  | { readonly op: 'between'; readonly low: Value; readonly high: Value }
  | { readonly op: 'beginsWith'; readonly prefix: Value }

export interface BatchOptions {
  readonly signal?: AbortSignal
}

export interface BatchGetAnswer {
  /** Those that were found, in no order (rule 9.8). */
  readonly items: readonly Item[]
  readonly unprocessed: readonly GetRequest[]
}

/** A put or delete that stands on nothing. */
export type BatchWriteRequest =
  | { readonly kind: 'put'; readonly table: TableDefinition; readonly item: Item }
  | { readonly kind: 'delete'; readonly table: TableDefinition; readonly key: Key }

interface ReadRequest {
  readonly table: TableDefinition
  /** The name of an index of the definition; else the table itself. */
  readonly index?: string
  /** Only what stands at these paths (rule 7.2), after the filter; default: all that the table or index holds. */
  readonly projection?: readonly Path[]
  /** Items that do not meet it are left out, but count as scanned. */
  readonly filter?: Condition
  /** Only how many items meet the filter, without the items (rule 7.20). */
  readonly countOnly?: boolean
  /** How many items to scan at most, before the filter (rule 7.12). */
  readonly limit?: number
  /** Continues after the item with these key attributes, which need not exist any more (rule 7.18). */
  readonly startAfter?: Item
  readonly signal?: AbortSignal
}

/** One partition of a table or index, in the order of its sort key. */
export interface QueryRequest extends ReadRequest {
  readonly partition: KeyAttribute & { readonly value: Value }
  readonly sort?: KeyAttribute & { readonly condition: SortCondition }
  readonly descending: boolean
}

/** A whole table or index; the order between partitions is nobody's promise (rule 8.1). */
export interface ScanRequest extends ReadRequest {
  /** One of so many parts that do not overlap and together are the whole (rule 8.2). */
  readonly segment?: { readonly number: number; readonly of: number }
}

/** Part of a read. `lastKey` is where the scan stopped; it is absent only at the end of the data. */
export interface ReadPage {
  readonly items: readonly Item[]
  /** How many items met the filter, where only that was asked for. */
  readonly count?: number
  readonly lastKey?: Item
  /** How many items were looked at, before the filter. */
  readonly scanned: number
}

/**
 * Which item a write answers with: as it is after the write (the default), as it was, or of either what stands at the
 * paths of the update (rule 6.3). After a put or a delete only `allNew` and `allOld` mean something.
 */
export type ReturnValues = 'allNew' | 'allOld' | 'updatedNew' | 'updatedOld'

interface ConditionalRequest {
  readonly table: TableDefinition
  /** Without it being met the write changes nothing and fails with ConditionalCheckFailedException. */
  readonly condition?: Condition
  /** That error then holds the item as it is (rule 10.6). */
  readonly wantsCurrent?: boolean
}

export interface PutRequest extends ConditionalRequest {
  readonly kind: 'put'
  readonly item: Item
}

export interface UpdateRequest extends ConditionalRequest {
  readonly kind: 'update'
  readonly key: Key
  readonly update: Update
}

export interface DeleteRequest extends ConditionalRequest {
  readonly kind: 'delete'
  readonly key: Key
}

/** One write as a part of a transaction. */
export type TransactRequest = PutRequest | UpdateRequest | DeleteRequest | CheckRequest

/** A condition that has to hold for the rest of a transaction to happen; nothing is written. */
export interface CheckRequest extends ConditionalRequest {
  readonly kind: 'check'
  readonly key: Key
  readonly condition: Condition
}

/** One write. */
export type WriteRequest = (PutRequest | UpdateRequest | DeleteRequest) & { readonly returnValues?: ReturnValues }

/** What a transaction is told besides its requests. */
export interface TransactOptions {
  /** Up to 36 characters: within 10 minutes a second transaction with it does nothing, and must ask for the same (rule 10.10). */
  readonly token?: string
}

/** What exists of a table: its keys and indexes. */
export type TableDescription = Pick<TableDefinition, 'name' | 'partitionKey' | 'sortKey' | 'indexes'>

/**
 * What a backend implements. It obeys and decides nothing: what arrives here has been checked by the store, and
 * of soft deletes, stamps, ids and schemas it never hears. Items handed in and out belong to the receiver.
 * Every failure is a StoreError with DynamoDB's name.
 */
export interface Driver {
  readonly capabilities: Capabilities

  /**
   * Makes tables usable: creates or opens them. ValidationException if one exists with other keys. A driver that can
   * tell beforehand that one of them cannot be opened creates none.
   */
  ensureTable(...tables: readonly TableDefinition[]): Promise<void>

  /** ResourceNotFoundException if there is no such table. */
  describeTable(name: string): Promise<TableDescription>

  /** Strongly consistent. */
  get(request: GetRequest): Promise<Item | undefined>

  /** Strongly consistent, except on a global index of DynamoDB. */
  query(request: QueryRequest): Promise<ReadPage>

  scan(request: ScanRequest): Promise<ReadPage>

  /**
   * The item that `returnValues` asks for; `undefined` where there is none. An update that only takes away makes no item
   * (rule 5.14).
   */
  write(request: WriteRequest): Promise<Item | undefined>

  /**
   * All or none. TransactionCanceledException with reasons in order; at most one request per item.
   * IdempotentParameterMismatchException where the token was used for other requests.
   */
  transactWrite(requests: readonly TransactRequest[], options?: TransactOptions): Promise<void>

  /** Several items as they are at one moment, in the order of the requests. */
  transactGet(requests: readonly GetRequest[]): Promise<readonly (Item | undefined)[]>

  /** Some of the items; those that were not read come back in `unprocessed` (rule 9.7). Up to 100 requests, none twice. */
  batchGet(requests: readonly GetRequest[], options?: BatchOptions): Promise<BatchGetAnswer>

  /** Puts and deletes without conditions; those that were not done come back (rule 9.7). Up to 25 requests, none on one item. */
  batchWrite(requests: readonly BatchWriteRequest[], options?: BatchOptions): Promise<readonly BatchWriteRequest[]>

  /** Goes back to the starting data, for everybody. A driver that has none lacks it. */
  reset?(): Promise<void>

  /** Everything as it is now, in memory, which goes its own way from here on. A driver that cannot lacks it. */
  fork?(): Promise<Driver>

  /** Brings what was written into the form that people read, where that is not at once so. */
  fold?(): Promise<void>

  /** Waits for what is under way; every later call fails with StoreClosedException. */
  close(): Promise<void>
}
