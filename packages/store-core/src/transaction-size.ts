import type { TransactRequest } from './driver.ts'
import { ValidationException } from './errors.ts'
import { itemSize, valueSize } from './size.ts'
import type { SetValue, Update } from './update.ts'
import type { Item, Value } from './value.ts'

/** In bytes (rule 10.1). */
const maxSize = 4 * 1024 * 1024

/** Refuses a transaction whose items, or what is given of them, are larger together than DynamoDB takes. */
export function checkSize(requests: readonly TransactRequest[]): void {
  refuseLarger(requests.reduce((total, request) => total + sizeOf(request), 0))
}

/** Refuses a reading transaction whose items are larger together than DynamoDB hands out. */
export function checkSizeRead(items: readonly (Item | undefined)[]): void {
  refuseLarger(items.reduce((total, item) => total + (item === undefined ? 0 : itemSize(item)), 0))
}

function refuseLarger(size: number): void {
  if (size <= maxSize) return
  throw new ValidationException(
    `The aggregate size of the items in the transaction cannot exceed 4 MB, which is ${maxSize} bytes; it is ${size}`,
  )
}

/** What counts is what is sent: an item of 400 KB is removed by its key. */
function sizeOf(request: TransactRequest): number {
  switch (request.kind) {
    case 'put':
      return itemSize(request.item)
    case 'update':
      return itemSize(request.key) + sizeOfValues(request.update)
    case 'delete':
    case 'check':
      return itemSize(request.key)
  }
}

function sizeOfValues(update: Update): number {
  return update
    .flatMap((action) => (action.op === 'remove' ? [] : action.op === 'set' ? valuesOf(action.to) : [action.value]))
    .reduce((total: number, value) => total + valueSize(value), 0)
}

function valuesOf(to: SetValue): readonly Value[] {
  if (!('op' in to)) return 'value' in to ? [to.value] : []
  switch (to.op) {
    case 'ifNotExists':
      return valuesOf(to.otherwise)
    case '+':
    case '-':
      return [...valuesOf(to.left), ...valuesOf(to.right)]
    case 'listAppend':
      return [...valuesOf(to.first), ...valuesOf(to.second)]
  }
}
