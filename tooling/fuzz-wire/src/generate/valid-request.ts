import type { WireRequest } from '../wire-request.ts'
import { batchGetItem, batchWriteItem, transactGetItems, transactWriteItems } from './batches.ts'
import { deleteItem, getItem, putItem, updateItem } from './item-operations.ts'
import { query, scan } from './reads.ts'
import * as tables from './table-operations.ts'
import type { Generator, World } from './world.ts'

/** Every operation, how often it is sent, and what makes its requests. */
const generators: Readonly<Record<string, readonly [weight: number, generator: Generator]>> = {
  PutItem: [20, putItem],
  UpdateItem: [24, updateItem],
  DeleteItem: [8, deleteItem],
  GetItem: [10, getItem],
  Query: [18, query],
  Scan: [8, scan],
  BatchGetItem: [4, batchGetItem],
  BatchWriteItem: [3, batchWriteItem],
  TransactWriteItems: [7, transactWriteItems],
  TransactGetItems: [4, transactGetItems],
  CreateTable: [1, tables.createTable],
  DescribeTable: [0.5, tables.describeTable],
  DeleteTable: [0.5, tables.deleteTable],
  ListTables: [0.5, tables.listTables],
  UpdateTable: [0.8, tables.updateTable],
  UpdateTimeToLive: [0.5, tables.updateTimeToLive],
  DescribeTimeToLive: [0.3, tables.describeTimeToLive],
  TagResource: [0.3, tables.tagResource],
  UntagResource: [0.3, tables.untagResource],
  ListTagsOfResource: [0.3, tables.listTagsOfResource],
}

export const operationNames: readonly string[] = Object.keys(generators)

/** A request as a careful client sends it; that it succeeds depends on what is there. */
export function validRequest(world: World, operations: readonly string[]): WireRequest {
  const operation = world.random.weighted(operations.map((name) => [generators[name]![0], name]))
  return { operation, input: generators[operation]![1](world) }
}
