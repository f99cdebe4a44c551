import { NumberValue, type PutCommandInput } from '@aws-sdk/lib-dynamodb'
import {
  type Item,
  numberText,
  type NumberValue as StoreNumber,
  parseNumber,
  setOwn,
  sortedSet,
  typeOf,
  type Value,
} from '@cmz/store-core'

/** An item as the SDK's document client takes and gives it. */
export type Document = NonNullable<PutCommandInput['Item']>

/** A value inside a document. */
export type DocumentValue = Document[string]

/** What the document client needs so that nothing is lost on the way back; made anew, for the SDK writes to it. */
export function translation(): { unmarshallOptions: { wrapNumbers: true } } {
  return { unmarshallOptions: { wrapNumbers: true } }
}

/** An item for the SDK. Numbers travel as their exact text, whatever they are in JavaScript. */
export function toDocument(item: Item): Document {
  const document: Document = {}
  for (const [name, value] of Object.entries(item)) setOwn(document, name, toDocumentValue(value))
  return document
}

/** One value for the SDK. */
export function toDocumentValue(value: Value): DocumentValue {
  switch (typeOf(value)) {
    case 'S':
    case 'BOOL':
    case 'NULL':
    case 'B':
    case 'SS':
    case 'BS':
      return value
    case 'N':
      return toNumber(value as StoreNumber)
    case 'NS':
      return new Set([...(value as Set<StoreNumber>)].map(toNumber))
    case 'L':
      return (value as readonly Value[]).map(toDocumentValue)
    case 'M':
      // a JavaScript Map, because the SDK mistakes an object with a member `constructor` for something else
      return new Map(Object.entries(value as Item).map(([name, each]) => [name, toDocumentValue(each)]))
  }
}

/** The item that the SDK read. */
export function fromDocument(document: Document): Item {
  const item: Record<string, Value> = {}
  for (const [name, value] of Object.entries(document)) setOwn(item, name, fromDocumentValue(value))
  return item
}

function fromDocumentValue(value: DocumentValue): Value {
  if (typeof value !== 'object' || value === null) return value as string | boolean | null
  if (value instanceof NumberValue) return parseNumber(value.toString())
  if (value instanceof Uint8Array) return Uint8Array.from(value)
  if (value instanceof Set) return sortedSet([...value].map(fromDocumentValue)) // some servers keep the order of writing
  if (Array.isArray(value)) return value.map(fromDocumentValue)
  return fromDocument(value as Document)
}

function toNumber(value: StoreNumber): NumberValue {
  return NumberValue.from(numberText(value))
}
