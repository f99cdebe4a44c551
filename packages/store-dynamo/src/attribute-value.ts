import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import {
  type Item,
  numberText,
  type NumberValue,
  parseNumber,
  setOwn,
  sortedSet,
  StoreError,
  typeOf,
  type Value,
} from '@cmz/store-core'

/** An item, or a map inside one, as DynamoDB takes and gives it. */
export type AttributeValues = Record<string, AttributeValue>

/** An item for DynamoDB. */
export function toAttributeValues(item: Item): AttributeValues {
  const values: AttributeValues = {}
  for (const name of Object.keys(item)) setOwn(values, name, toAttributeValue(item[name]!))
  return values
}

/** One value for DynamoDB. Numbers travel as their exact text, whatever they are in JavaScript. */
function toAttributeValue(value: Value): AttributeValue {
  switch (typeOf(value)) {
    case 'S':
      return { S: value as string }
    case 'N':
      return { N: numberText(value as NumberValue) }
    case 'BOOL':
      return { BOOL: value as boolean }
    case 'NULL':
      return { NULL: true }
    case 'B':
      return { B: value as Uint8Array }
    case 'SS':
      return { SS: [...(value as Set<string>)] }
    case 'NS':
      return { NS: [...(value as Set<NumberValue>)].map(numberText) }
    case 'BS':
      return { BS: [...(value as Set<Uint8Array>)] }
    case 'L':
      return { L: (value as readonly Value[]).map(toAttributeValue) }
    case 'M':
      return { M: toAttributeValues(value as Item) }
  }
}

/** The item that DynamoDB gave. */
export function fromAttributeValues(values: AttributeValues): Item {
  const item: Record<string, Value> = {}
  for (const name of Object.keys(values)) setOwn(item, name, fromAttributeValue(values[name]!))
  return item
}

function fromAttributeValue(value: AttributeValue): Value {
  if (value.S !== undefined) return value.S
  if (value.N !== undefined) return parseNumber(value.N)
  if (value.BOOL !== undefined) return value.BOOL
  if (value.M !== undefined) return fromAttributeValues(value.M)
  if (value.L !== undefined) return value.L.map(fromAttributeValue)
  if (value.NULL !== undefined) return null
  if (value.B !== undefined) return Uint8Array.from(value.B)
  // some servers keep the order of writing
  if (value.SS !== undefined) return sortedSet(value.SS)
  if (value.NS !== undefined) return sortedSet(value.NS.map(parseNumber))
  if (value.BS !== undefined) return sortedSet(value.BS.map((each) => Uint8Array.from(each)))
  throw new StoreError(`DynamoDB answered with a value of a type that is not known: ${Object.keys(value).join()}`, {})
}
