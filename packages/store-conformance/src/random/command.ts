import type {
  BatchWriteRequest,
  GetRequest,
  QueryRequest,
  ScanRequest,
  TransactRequest,
  WriteRequest,
} from '@cmz/store-core'

/** One step of a random test: a call of a driver, or several that belong together. */
export type Command =
  | { readonly call: 'write'; readonly request: WriteRequest }
  | { readonly call: 'get'; readonly request: GetRequest }
  /** Every page of a query, one after the other. */
  | { readonly call: 'query'; readonly request: QueryRequest }
  /** Every page of a scan; with `segments`, of each of so many. */
  | { readonly call: 'scan'; readonly request: ScanRequest; readonly segments?: number }
  /** A small number stands for the token: the same one within a test is the same token. */
  | { readonly call: 'transactWrite'; readonly requests: readonly TransactRequest[]; readonly token?: number }
  | { readonly call: 'transactGet' | 'batchGet'; readonly requests: readonly GetRequest[] }
  | { readonly call: 'batchWrite'; readonly requests: readonly BatchWriteRequest[] }
  /** Closes the driver and opens it again, where the data last. */
  | { readonly call: 'reopen' }
