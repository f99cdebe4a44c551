import type { Cursor } from './cursor.ts'
import type { NumberValue } from './decimal.ts'
import type { ProjectionInput, Stored, TableShape } from './shape.ts'
import type { Where } from './where.ts'

/** What a sort key must meet: a value, or one operator. */
export type SortKeyInput<T = string | NumberValue | Uint8Array> =
  | T
  | { readonly eq: T }
  | { readonly lt: T }
  | { readonly le: T }
  | { readonly gt: T }
  | { readonly ge: T }
  | { readonly between: readonly [low: T, high: T] }
  | { readonly beginsWith: T }

/** What every read of several items takes. */
export interface ReadOptions<S extends TableShape> {
  /** Also soft-deleted items. Default: only live ones. */
  readonly includeDeleted?: boolean | undefined
  /** Leaves out items that do not meet it: `({ role }) => role.eq('student')`. */
  readonly where?: Where<Stored<S>> | undefined
  readonly signal?: AbortSignal | undefined
}

/** One of so many parts of a table or index that do not overlap and together are the whole: for readers side by side. */
export interface Segment {
  /** From 0. */
  readonly number: number
  /** How many there are. */
  readonly of: number
}

export interface ListOptions<S extends TableShape> extends ReadOptions<S> {
  /** How many readers share the table. Default: 1. */
  readonly parallel?: number | undefined
}

export interface CountOptions<S extends TableShape> extends ReadOptions<S> {
  /** Counts an index instead of the table: only the items that have its keys. */
  readonly index?: S['index'] | undefined
  /** Counts one partition, or a part of it, as `query` reads it. */
  readonly key?: Readonly<Record<string, SortKeyInput>> | undefined
}

export interface PageOptions<S extends TableShape> extends ReadOptions<S> {
  /** How many items a page holds: 1 or more. Default: 100. */
  readonly limit?: number | undefined
  /** Continues after the page that gave this cursor. */
  readonly cursor?: Cursor | undefined
  /** Looks at no more items than this; a page that ends for this reason is `partial`. */
  readonly maxScanned?: number | undefined
  /** Reads an index instead of the table: only the items that have its keys. */
  readonly index?: S['index'] | undefined
  /** Hands out only these attributes, or places inside them. Default: all that the table or index holds. */
  readonly projection?: ProjectionInput<S> | undefined
  /** Reads only a part of the table or index; not of a partition. */
  readonly segment?: Segment | undefined
}

export interface QueryOptions<S extends TableShape> extends PageOptions<S> {
  /** The partition key, and optionally the sort key, of the table or of the index. */
  readonly key: Readonly<Record<string, SortKeyInput>>
  /** By sort key; default: `ascending`. */
  readonly order?: 'ascending' | 'descending' | undefined
}
