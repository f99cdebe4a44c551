import type { KeyType } from '@cmz/store-core'
import { invalid, invalidParameters } from '../wire-error.ts'
import type { AttributeDefinition, KeySchemaElement } from './table-input.ts'

/** The types of key attributes, by name. */
export type AttributeTypes = ReadonlyMap<string, KeyType>

/** The types that the definitions give; a name has one. */
export function attributeTypes(definitions: readonly AttributeDefinition[]): AttributeTypes {
  const types = new Map<string, KeyType>()
  for (const { AttributeName: name, AttributeType: type } of definitions) {
    if (types.has(name)) throw invalid(`Attribute Name is duplicated: ${name}`)
    types.set(name, type)
  }
  return types
}

/** Refuses a key of which an attribute has no type (rule 12.3). */
export function checkDefined(keys: readonly KeySchemaElement[], types: AttributeTypes): void {
  const names = keys.map(({ AttributeName }) => AttributeName)
  if (names.every((name) => types.has(name))) return
  throw invalidParameters(
    `Some index key attributes are not defined in AttributeDefinitions. ` +
      `Keys: [${names.join(', ')}], AttributeDefinitions: [${[...types.keys()].join(', ')}]`,
  )
}

/** Refuses a type that no key uses (rule 12.3). */
export function checkUsed(types: AttributeTypes, keys: readonly KeySchemaElement[], hasIndexes: boolean): void {
  const used = new Set(keys.map(({ AttributeName }) => AttributeName))
  if ([...types.keys()].every((name) => used.has(name))) return
  throw invalidParameters(
    hasIndexes
      ? `Some AttributeDefinitions are not used. ` +
          `AttributeDefinitions: [${[...types.keys()].join(', ')}], keys used: [${[...used].join(', ')}]`
      : `Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
  )
}
