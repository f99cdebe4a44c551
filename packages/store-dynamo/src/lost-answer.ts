import { equal, type Item, type WriteRequest } from '@cmz/store-core'

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
    case 'update': {
      const { set, remove } = request.update
      if (current === undefined || (Object.keys(set).length === 0 && remove.length === 0)) return false
      return (
        Object.entries(set).every(([name, value]) => equal(current[name], value)) &&
        remove.every((name) => !Object.hasOwn(current, name))
      )
    }
    case 'delete':
      return current === undefined
  }
}
