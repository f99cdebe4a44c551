import { toItem } from '@cmz/store-core'

/** What the stamps of a deletion take, in bytes, with room to spare for the name of who deletes. */
const room = 'x'.repeat(2048)

/** ValidationException unless the item leaves room for being deleted: one that fills DynamoDB's 400 KB could not be. */
export function checkRoom(item: object, table: string): void {
  toItem({ ...item, room }, { table })
}
