import type { KeyAttribute, Keys } from '@cmz/store-core'
import { invalid, invalidParameters } from '../wire-error.ts'
import type { AttributeTypes } from './attribute-definitions.ts'
import { checkStorableName } from './storable-name.ts'
import type { KeySchema, KeySchemaElement } from './table-input.ts'

const mostOfEach = 4

/** Refuses a key that is not one HASH, then at most one RANGE, of distinct names (rule 12.4). */
export function checkKeySchema([first, second]: KeySchema): void {
  if (first.AttributeName === second?.AttributeName) {
    throw invalid('Both the Hash Key and the Range Key element in the KeySchema have the same name')
  }
  if (first.KeyType !== 'HASH') {
    throw invalid('Invalid KeySchema: The first KeySchemaElement is not a HASH key type')
  }
  if (second !== undefined && second.KeyType !== 'RANGE') {
    throw invalid('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type')
  }
}

/** The same for a global index, which DynamoDB lets have more attributes: that is refused here (rule 2.18). */
export function checkGlobalKeySchema(index: string, schema: KeySchema): void {
  const hashes = count(schema, 'HASH')
  const ranges = schema.length - hashes
  if (hashes <= 1 && ranges <= 1) return checkKeySchema(schema)
  if (schema[0].KeyType !== 'HASH') {
    throw invalid('Invalid KeySchema: The first KeySchemaElement is not a HASH key type')
  }
  for (const [type, number] of [
    ['HASH', hashes],
    ['RANGE', ranges],
  ] as const) {
    if (number > mostOfEach)
      throw invalidParameters(`The KeySchema exceeds the maximum allowed number of ${type} key attributes`)
  }
  if (schema.slice(0, hashes).some(({ KeyType }) => KeyType !== 'HASH')) {
    throw invalidParameters(`All HASH key attributes must precede RANGE key attributes in the KeySchema`)
  }
  if (new Set(schema.map(({ AttributeName }) => AttributeName)).size < schema.length) {
    throw invalid('The KeySchema contains multiple key attributes with the same name')
  }
  throw invalidParameters(
    `Index ${index} has several HASH or several RANGE key attributes, ` +
      'which this endpoint does not support: one HASH and at most one RANGE key attribute are',
  )
}

function count(schema: readonly KeySchemaElement[], type: KeySchemaElement['KeyType']): number {
  return schema.filter(({ KeyType }) => KeyType === type).length
}

/** The keys of a schema that was checked. */
export function keysOf([hash, range]: KeySchema, types: AttributeTypes): Keys {
  return {
    partitionKey: attributeOf(hash, types),
    ...(range && { sortKey: attributeOf(range, types) }),
  }
}

function attributeOf({ AttributeName: name }: KeySchemaElement, types: AttributeTypes): KeyAttribute {
  checkStorableName(name)
  return { name, type: types.get(name)! }
}
