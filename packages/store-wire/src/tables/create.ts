import { randomUUID } from 'node:crypto'
import { defineTable } from '@cmz/store-core'
import { invalid } from '../wire-error.ts'
import { attributeTypes, checkDefined, checkUsed } from './attribute-definitions.ts'
import { newEncryption } from './encryption.ts'
import { checkIndexKeys, checkIndexLists, newIndexes } from './indexes.ts'
import { checkKeySchema, keysOf } from './key-schema.ts'
import type { Capacity, Known } from './settings.ts'
import { newStream } from './stream.ts'
import type {
  AttributeDefinition,
  BillingMode,
  CapacityInput,
  EncryptionInput,
  GlobalIndexInput,
  KeySchema,
  LocalIndexInput,
  StreamInput,
  TagInput,
} from './table-input.ts'
import { withTags } from './tags.ts'
import { checkTableCapacity, newCapacity } from './throughput.ts'

export interface CreateTableInput extends CapacityInput {
  readonly TableName: string
  readonly AttributeDefinitions: readonly AttributeDefinition[]
  readonly KeySchema: KeySchema
  readonly LocalSecondaryIndexes?: readonly LocalIndexInput[]
  readonly GlobalSecondaryIndexes?: readonly GlobalIndexInput[]
  readonly BillingMode?: BillingMode
  readonly StreamSpecification?: StreamInput
  readonly SSESpecification?: EncryptionInput
  readonly Tags?: readonly TagInput[]
  readonly TableClass?: string
  readonly DeletionProtectionEnabled?: boolean
}

/** The table that a request asks for, at a time in ms; ValidationException by rules 12.3 to 12.7, in DynamoDB's order. */
export function newTable(input: CreateTableInput, now: number): Known {
  const mode = input.BillingMode ?? 'PROVISIONED'
  checkTableCapacity(mode, input)
  const { KeySchema: keys } = input
  const lists = { local: input.LocalSecondaryIndexes, global: input.GlobalSecondaryIndexes }
  const types = attributeTypes(input.AttributeDefinitions)
  if (keys.length > types.size) throw invalid('Invalid KeySchema: Some index key attribute have no definition')
  checkDefined(keys, types)
  checkKeySchema(keys)
  checkIndexLists(lists, keys)
  checkIndexKeys(lists, keys, types)
  const all = [lists.local ?? [], lists.global ?? []].flat()
  checkUsed(types, [keys, ...all.map(({ KeySchema }) => KeySchema)].flat(), all.length > 0)
  const indexes = newIndexes(lists, types, mode)
  const created = now / 1000
  return {
    definition: defineTable({
      name: input.TableName,
      ...keysOf(keys, types),
      indexes: Object.fromEntries(Object.entries(indexes).map(([name, index]) => [name, { ...index, foreign: true }])),
      softDelete: false,
      stamps: false,
    }),
    settings: {
      TableId: randomUUID(),
      CreationDateTime: created,
      BillingMode: mode,
      ...(mode === 'PAY_PER_REQUEST' && { LastUpdateToPayPerRequestDateTime: created }),
      ...newCapacity(mode, input),
      Indexes: Object.fromEntries(
        (lists.global ?? []).map((index): [string, Capacity] => [index.IndexName, newCapacity(mode, index)]),
      ),
      ...newStream(input.StreamSpecification, now),
      ...newEncryption(input.SSESpecification),
      ...(input.TableClass !== undefined && { TableClass: input.TableClass }),
      ...(input.DeletionProtectionEnabled === true && { DeletionProtectionEnabled: true }),
      Tags: withTags([], input.Tags ?? []),
    },
  }
}
