import type { TableDescription as ExistingTable } from '@aws-sdk/client-dynamodb'
import type { IndexDefinition, KeyAttribute, Projection, TableDescription } from '@cmz/store-core'

type ExistingIndex = NonNullable<ExistingTable['GlobalSecondaryIndexes' | 'LocalSecondaryIndexes']>[number]
type KeySchema = NonNullable<ExistingTable['KeySchema']>

/** Keys and indexes of an existing table, in the store's words. */
export function toDescription(table: ExistingTable): TableDescription {
  const indexesOf = (
    kind: IndexDefinition['kind'],
    indexes: readonly ExistingIndex[] = [],
  ): (readonly [string, IndexDefinition])[] =>
    indexes.map(({ IndexName, KeySchema, Projection }) => [
      IndexName!,
      { kind, ...toKeys(table, KeySchema), projection: toProjection(Projection) },
    ])
  return {
    name: table.TableName!,
    ...toKeys(table, table.KeySchema),
    indexes: Object.fromEntries([
      ...indexesOf('global', table.GlobalSecondaryIndexes),
      ...indexesOf('local', table.LocalSecondaryIndexes),
    ]),
  }
}

function toKeys(
  { AttributeDefinitions = [] }: ExistingTable,
  schema: KeySchema = [],
): Pick<IndexDefinition, 'partitionKey' | 'sortKey'> {
  const key = (kind: 'HASH' | 'RANGE'): KeyAttribute | undefined => {
    const name = schema.find(({ KeyType }) => KeyType === kind)?.AttributeName
    const type = AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType
    return name === undefined || type === undefined ? undefined : { name, type }
  }
  const sortKey = key('RANGE')
  return { partitionKey: key('HASH')!, ...(sortKey && { sortKey }) }
}

function toProjection({ ProjectionType, NonKeyAttributes = [] }: ExistingIndex['Projection'] = {}): Projection {
  if (ProjectionType === 'INCLUDE') return NonKeyAttributes
  return ProjectionType === 'KEYS_ONLY' ? 'KEYS_ONLY' : 'ALL'
}
