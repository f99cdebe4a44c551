import { equal, type Item, type Update, type UpdateAction, valueAt, type WriteRequest } from '@cmz/store-core'

/**
 * Whether a write took effect whose answer was lost, and whose second attempt then failed its condition: the item as
 * it stands now is what the write made of it. That cannot tell this write from an equal one, which has the same stamps
 * if the same actor made it in the same millisecond: `Rivals` can among the writes of one driver, nothing can among
 * processes. There both may be told that they won.
 */
export function tookEffect(request: WriteRequest, current: Item | undefined): boolean {
  switch (request.kind) {
    case 'put':
      return equal(current, request.item)
    case 'update':
      return current !== undefined && request.update.length > 0 && request.update.every((each) => isDone(each, current))
    case 'delete':
      return current === undefined
  }
}

/** False for an update that does something else the second time, such as an increment: its answer must not be lost. */
export function isRepeatable(update: Update): boolean {
  return update.every((action) => action.op === 'remove' || (action.op === 'set' && 'value' in action.to))
}

function isDone(action: UpdateAction, item: Item): boolean {
  const value = valueAt(item, action.path)
  if (action.op === 'remove') return value === undefined
  return action.op === 'set' && 'value' in action.to && equal(value, action.to.value)
}
