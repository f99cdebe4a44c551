import type { Operation } from '../service/operation.ts'
import { deleteItem } from './delete-item.ts'
import { getItem } from './get-item.ts'
import { putItem } from './put-item.ts'
import { scan } from './scan.ts'
import { updateItem } from './update-item.ts'

/** Every operation by DynamoDB's name; streams and PartiQL would be further entries. */
export const operations: ReadonlyMap<string, Operation> = new Map([
  ['DeleteItem', deleteItem],
  ['GetItem', getItem],
  ['PutItem', putItem],
  ['Scan', scan],
  ['UpdateItem', updateItem],
])
