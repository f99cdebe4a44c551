import { describeType } from './describe.ts'
import type { BatchWriteRequest, TransactRequest } from './driver.ts'
import { type ErrorDetails, ValidationException } from './errors.ts'
import { textSize } from './size.ts'
import type { KeyAttribute } from './key-attribute.ts'
import type { Keys } from './key-text.ts'
import { type IndexDefinition, keyAttributes, type TableDefinition } from './table.ts'
import { isPlainObject, toValue } from './to-item.ts'
import { type Item, typeOf, type Value } from './value.ts'

/** The key attributes of one item, and nothing else. */
export type Key = Item

/** What a table's key is checked by. */
export type Keyed = Pick<TableDefinition, 'name' | 'partitionKey' | 'sortKey'>

const partitionKeyLimit = 2048
const sortKeyLimit = 1024
/** UTF-8 takes so many bytes at most for one of UTF-16's units. */
const maxBytesOfUnit = 3

/** A checked key from what a caller names: the bare value, or an object of the key attributes (rules 2.5 to 2.10). */
export function toKey(table: TableDefinition, input: unknown): Key {
  if (table.sortKey === undefined && isPlainKey(table.partitionKey, input)) return { [table.partitionKey.name]: input }
  const attributes = keyAttributes(table)
  const given = isPlainObject(input) ? input : { [table.partitionKey.name]: input }
  const names = Object.keys(given)
  if (names.length !== attributes.length || attributes.some(({ name }) => !Object.hasOwn(given, name))) {
    throw new ValidationException(
      `The provided key element does not match the schema: expected ${attributes.map(({ name }) => name).join(' and ')}, got ${names.join(' and ') || 'nothing'}`,
      { table: table.name },
    )
  }
  const key: Record<string, Value> = {}
  for (const attribute of attributes) {
    const value = given[attribute.name]
    if (value === undefined) {
      throw new ValidationException(
        `The provided key element does not match the schema: ${attribute.name} is undefined`,
        { table: table.name },
      )
    }
    key[attribute.name] = toKeyValue(attribute, value, attribute === table.partitionKey, { table: table.name })
  }
  return key
}

/** True for a text that is surely a valid key: the long way says what is wrong with any other. */
function isPlainKey({ type }: KeyAttribute, input: unknown): input is string {
  return type === 'S' && typeof input === 'string' && input !== '' && isShort(input) && input.isWellFormed()
}

/** True for a text that is within every limit, whatever its characters. */
function isShort(text: string): boolean {
  return text.length * maxBytesOfUnit <= sortKeyLimit
}

/** One key attribute's value, checked for type, emptiness and size. */
export function toKeyValue(
  attribute: KeyAttribute,
  input: unknown,
  isPartition: boolean,
  details: ErrorDetails,
): Value {
  if (isPlainKey(attribute, input)) return input
  const value = toValue(input, [attribute.name], details)
  if (typeOf(value) !== attribute.type) {
    throw new ValidationException(
      `The provided key element does not match the schema: ${attribute.name} is of type ${attribute.type}, got ${describeType(input)}`,
      details,
    )
  }
  checkKeyValue(attribute, value, isPartition, details)
  return value
}

/** The key of an item that was checked before. */
export function keyOf(table: TableDefinition, item: Item): Key {
  return pick(table, item, keyAttributes(table))
}

/** The key of the item that a request is about. */
export function keyOfRequest(request: TransactRequest | BatchWriteRequest): Key {
  return request.kind === 'put' ? keyOf(request.table, request.item) : request.key
}

/** The attributes from which a read of the table or index continues: the table's key, and the index's (rule 7.16). */
export function positionAttributes(
  table: TableDefinition,
  index: IndexDefinition | undefined,
): readonly KeyAttribute[] {
  return [...keyAttributes(table), ...(index ? keyAttributes(index) : [])]
}

/** Where a read of the table or index stands after an item. */
export function positionOf(table: TableDefinition, index: IndexDefinition | undefined, item: Item): Item {
  return pick(table, item, positionAttributes(table, index))
}

/** Checks the table's key and every index key in an item to be written (rules 2.5 to 2.13). */
export function checkItemKeys(table: TableDefinition, item: Item): void {
  checkKey(table, item)
  checkIndexKeys(table, item)
}

/** Checks the table's key in an item (rules 2.5 to 2.9). */
export function checkKey(table: Keyed, item: Item): void {
  checkKeyAttribute(table, table.partitionKey, item, true)
  if (table.sortKey !== undefined) checkKeyAttribute(table, table.sortKey, item, false)
}

function checkKeyAttribute(table: Keyed, attribute: KeyAttribute, item: Item, isPartition: boolean): void {
  const details = { table: table.name }
  const value = attributeOf(item, attribute)
  if (value === undefined) {
    throw new ValidationException(
      `One or more parameter values were invalid: Missing the key ${attribute.name} in the item`,
      details,
    )
  }
  if (typeOf(value) !== attribute.type) {
    throw new ValidationException(
      `One or more parameter values were invalid: Type mismatch for key ${attribute.name} expected: ${attribute.type} actual: ${typeOf(value)}`,
      details,
    )
  }
  checkKeyValue(attribute, value, isPartition, details)
}

/**
 * Checks the index keys among some attributes; an absent one keeps the item out of the index (rules 2.11 to 2.13, 2.15).
 * Those that an update gives are refused in words of their own.
 */
export function checkIndexKeys(table: TableDefinition, attributes: Item, from: 'item' | 'update' = 'item'): void {
  for (const indexName of Object.keys(table.indexes)) {
    const { partitionKey, sortKey } = table.indexes[indexName]!
    checkIndexKey(table, indexName, partitionKey, attributes, true, from)
    if (sortKey !== undefined) checkIndexKey(table, indexName, sortKey, attributes, false, from)
  }
}

const emptyIndexKey = {
  item: 'A value specified for a secondary index key is not supported.',
  update: 'The update expression attempted to update a secondary index key to a value that is not supported.',
} as const

function checkIndexKey(
  table: TableDefinition,
  indexName: string,
  attribute: KeyAttribute,
  attributes: Item,
  isPartition: boolean,
  from: 'item' | 'update',
): void {
  const value = attributeOf(attributes, attribute)
  if (value === undefined) return
  if (typeOf(value) !== attribute.type) {
    throw new ValidationException(
      `One or more parameter values were invalid: Type mismatch for Index Key ${attribute.name} Expected: ${attribute.type} Actual: ${typeOf(value)} IndexName: ${indexName}`,
      { table: table.name },
    )
  }
  if (isEmpty(value)) {
    throw new ValidationException(
      `One or more parameter values are not valid. ${emptyIndexKey[from]} The AttributeValue for a key attribute cannot contain ` +
        `an empty ${kindOf(value)} value. IndexName: ${indexName}, IndexKey: ${attribute.name}`,
      { table: table.name },
    )
  }
  checkKeySize(attribute, value, isPartition, { table: table.name })
}

/** Checks that a value of the right type can be one of a key (rules 2.5 to 2.7). */
export function checkKeyValue(
  attribute: KeyAttribute,
  value: Value,
  isPartition: boolean,
  details: ErrorDetails,
): void {
  if (isEmpty(value)) {
    throw new ValidationException(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kindOf(value)} value. Key: ${attribute.name}`,
      details,
    )
  }
  checkKeySize(attribute, value, isPartition, details)
}

function checkKeySize({ name }: KeyAttribute, value: Value, isPartition: boolean, details: ErrorDetails): void {
  if (isWithinLimit(value, isPartition)) return
  throw new ValidationException(
    isPartition
      ? `One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of${partitionKeyLimit} bytes`
      : `One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of ${sortKeyLimit} bytes`,
    { ...details, hint: `${name} has ${sizeOfKey(value)}` },
  )
}

function isWithinLimit(value: Value, isPartition: boolean): boolean {
  if (typeof value === 'string' && isShort(value)) return true
  return sizeOfKey(value) <= (isPartition ? partitionKeyLimit : sortKeyLimit)
}

/** Bytes, as far as they are limited: a number is always short enough. */
function sizeOfKey(value: Value): number {
  if (typeof value === 'string') return textSize(value)
  return value instanceof Uint8Array ? value.length : 0
}

/**
 * An item's value of one key of an index; `undefined` where it keeps the item out: it is missing (rule 2.15), or was
 * there before the index was and is none that it can hold (rules 2.11 to 2.13).
 */
export function heldKey(attribute: KeyAttribute, item: Item, isPartition: boolean): Value | undefined {
  const value = attributeOf(item, attribute)
  if (value === undefined || typeOf(value) !== attribute.type || isEmpty(value)) return undefined
  return isWithinLimit(value, isPartition) ? value : undefined
}

/** Whether an item is in an index. */
export function isHeld({ partitionKey, sortKey }: Keys, item: Item): boolean {
  if (heldKey(partitionKey, item, true) === undefined) return false
  return sortKey === undefined || heldKey(sortKey, item, false) !== undefined
}

/** Whether attributes hold a table's key, each part of its type. */
export function hasKey(keys: Keys, attributes: Item): boolean {
  return keyAttributes(keys).every((each) => {
    const value = attributeOf(attributes, each)
    return value !== undefined && typeOf(value) === each.type
  })
}

function isEmpty(value: Value): boolean {
  return (typeof value === 'string' || value instanceof Uint8Array) && value.length === 0
}

function kindOf(value: Value): 'string' | 'binary' {
  return typeof value === 'string' ? 'string' : 'binary'
}

/** The value of a key attribute, if the item itself has one. */
function attributeOf(item: Item, { name }: KeyAttribute): Value | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined
}

function pick(table: TableDefinition, item: Item, attributes: readonly KeyAttribute[]): Item {
  const picked: Record<string, Value> = {}
  for (const attribute of attributes) {
    const value = attributeOf(item, attribute)
    if (value === undefined) {
      throw new ValidationException(
        `An item has no ${attribute.name}: the definition names other keys than the table has`,
        { table: table.name },
      )
    }
    picked[attribute.name] = value
  }
  return picked
}
