import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import { type IndexDefinition, keyAttributes, type KeyType, type TableDefinition } from '@cmz/store-core'

type GlobalIndexes = NonNullable<CreateTableCommandInput['GlobalSecondaryIndexes']>

/** The table of a definition, billed on demand. Exactly the attributes used as keys are defined (rule 12.3). */
export function createTableParameters(table: TableDefinition): CreateTableCommandInput {
  const global = indexParameters(table, 'global')
  const local = indexParameters(table, 'local')
  const types = new Map<string, KeyType>(
    [table, ...Object.values(table.indexes)].flatMap(keyAttributes).map(({ name, type }) => [name, type]),
  )
  return {
    TableName: table.name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    KeySchema: keySchema(table),
    // an empty list is refused (rule 12.7)
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
  }
}

function indexParameters({ indexes }: TableDefinition, kind: IndexDefinition['kind']): GlobalIndexes {
  return Object.entries(indexes)
    .filter(([, index]) => index.kind === kind)
    .map(([IndexName, index]) => ({ IndexName, KeySchema: keySchema(index), Projection: projection(index) }))
}

function keySchema(
  keys: Pick<IndexDefinition, 'partitionKey' | 'sortKey'>,
): NonNullable<CreateTableCommandInput['KeySchema']> {
  return keyAttributes(keys).map(({ name }, position) => ({
    AttributeName: name,
    KeyType: position === 0 ? 'HASH' : 'RANGE',
  }))
}

function projection({ projection: held }: IndexDefinition): NonNullable<GlobalIndexes[number]['Projection']> {
  if (typeof held === 'string') return { ProjectionType: held }
  return { ProjectionType: 'INCLUDE', NonKeyAttributes: [...held] }
}
