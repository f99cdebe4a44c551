import { checkKey, type Item, keyAttributes, type Keyed, typeOf, ValidationException } from '@cmz/store-core'

const mismatch = 'The provided key element does not match the schema'

/** Refuses a `Key` that is not exactly the table's key (rules 2.5 to 2.7 and 2.10). */
export function checkKeyParameter(table: Keyed, key: Item): void {
  const attributes = keyAttributes(table)
  if (Object.keys(key).length !== attributes.length) throw new ValidationException(mismatch)
  for (const { name, type } of attributes) {
    if (!Object.hasOwn(key, name) || typeOf(key[name]!) !== type) throw new ValidationException(mismatch)
  }
  checkKey(table, key)
}
