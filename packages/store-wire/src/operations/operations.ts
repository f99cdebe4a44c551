import type { Operation } from '../service/operation.ts'
import { batchGetItem } from './batch-get-item.ts'
import { batchWriteItem } from './batch-write-item.ts'
import { deleteItem } from './delete-item.ts'
import { getItem } from './get-item.ts'
import { putItem } from './put-item.ts'
import { scan } from './scan.ts'
import { transactGetItems } from './transact-get-items.ts'
import { transactWriteItems } from './transact-write-items.ts'
import { updateItem } from './update-item.ts'

/** Every operation by DynamoDB's name; streams and PartiQL would be further entries. */
export const operations: ReadonlyMap<string, Operation> = new Map([
  ['BatchGetItem', batchGetItem],
  ['BatchWriteItem', batchWriteItem],
  ['DeleteItem', deleteItem],
  ['GetItem', getItem],
  ['PutItem', putItem],
  ['Scan', scan],
  ['TransactGetItems', transactGetItems],
  ['TransactWriteItems', transactWriteItems],
  ['UpdateItem', updateItem],
])
