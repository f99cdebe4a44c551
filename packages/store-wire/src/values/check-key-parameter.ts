import { checkKey, hasKey, type Item, type Keyed, ValidationException } from '@cmz/store-core'

/** What is said of attributes that are not a table's key, or lack it (rules 2.10, 7.18 and 9.9). */
export const keyMismatch = 'The provided key element does not match the schema'

/** Refuses a `Key` that is not exactly the table's key (rules 2.5 to 2.7 and 2.10). */
export function checkKeyParameter(table: Keyed, key: Item): void {
  if (Object.keys(key).length !== (table.sortKey === undefined ? 1 : 2) || !hasKey(table, key)) {
    throw new ValidationException(keyMismatch)
  }
  checkKey(table, key)
}
