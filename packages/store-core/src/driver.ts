import type { Condition } from './condition.ts'
import type { Key } from './key.ts'
import type { KeyAttribute } from './key-attribute.ts'
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
}

/** A condition on the sort key of the table or index that is queried. */
export type SortCondition =
  | { readonly op: '=' | '<' | '<=' | '>' | '>='; readonly value: Value }
  | { readonly op: 'between'; readonly low: Value; readonly high: Value }
  | { readonly op: 'beginsWith'; readonly prefix: Value }

interface ReadRequest {
  readonly table: TableDefinition
  /** The name of an index of the definition; else the table itself. */
  readonly index?: string
  /** Items that do not meet it are left out, but count as scanned. */
  readonly filter?: Condition
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
export interface ScanRequest extends ReadRequest {}

/** Part of a read. `lastKey` is where the scan stopped; it is absent only at the end of the data. */
export interface ReadPage {
  readonly items: readonly Item[]
  readonly lastKey?: Item
  /** How many items were looked at, before the filter. */
  readonly scanned: number
}

/** One write. Without its condition being met it changes nothing and fails with ConditionalCheckFailedException. */
export type WriteRequest =
  | { readonly kind: 'put'; readonly table: TableDefinition; readonly item: Item; readonly condition?: Condition }
  | {
      readonly kind: 'update'
      readonly table: TableDefinition
      readonly key: Key
      readonly update: Update
      readonly condition?: Condition
    }
  | { readonly kind: 'delete'; readonly table: TableDefinition; readonly key: Key; readonly condition?: Condition }

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

  /** The item as it is after the write; `undefined` after a delete. */
  write(request: WriteRequest): Promise<Item | undefined>

  /** All or none. TransactionCanceledException with reasons in order; at most one request per item. */
  transactWrite(requests: readonly WriteRequest[]): Promise<void>

  /** Goes back to the starting data, for everybody. A driver that has none lacks it. */
  reset?(): Promise<void>

  /** Everything as it is now, in memory, which goes its own way from here on. A driver that cannot lacks it. */
  fork?(): Promise<Driver>

  /** Brings what was written into the form that people read, where that is not at once so. */
  fold?(): Promise<void>

  /** Waits for what is under way; every later call fails with StoreClosedException. */
  close(): Promise<void>
}
