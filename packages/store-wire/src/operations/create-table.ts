import { boolean, listOf, structure } from '../input/shape.ts'
import { tableName } from '../input/common-shapes.ts'
import type { Operation } from '../service/operation.ts'
import { type CreateTableInput, newTable } from '../tables/create.ts'
import { describeTable } from '../tables/describe.ts'
import { stateOf } from '../tables/settings.ts'
import { noSizes, sizesOf } from '../tables/sizes.ts'
import {
  attributeDefinitions,
  billingMode,
  capacity,
  encryption,
  globalIndex,
  keySchema,
  localIndex,
  streamSpecification,
  tableClass,
  tags,
} from '../tables/table-shapes.ts'
import { tableOperation } from '../tables/table-operation.ts'
import { WireError } from '../wire-error.ts'

const shape = structure(
  {
    AttributeDefinitions: attributeDefinitions,
    TableName: tableName,
    BillingMode: billingMode,
    ...capacity,
    KeySchema: keySchema,
    LocalSecondaryIndexes: listOf(localIndex),
    GlobalSecondaryIndexes: listOf(globalIndex),
    StreamSpecification: streamSpecification,
    SSESpecification: encryption,
    Tags: tags,
    TableClass: tableClass,
    DeletionProtectionEnabled: boolean,
  },
  'AttributeDefinitions',
  'TableName',
  'KeySchema',
)

/** Makes a table, which is there at once (rules 12.1 to 12.8). */
export const createTable: Operation = tableOperation<CreateTableInput>(shape, async (input, service) => {
  const { TableName: name } = input
  const created = newTable(input, service.now())
  await service.engine.alterTable(name, (known) => {
    if (known !== undefined) throw new WireError('ResourceInUseException', `Table already exists: ${name}`)
    return { table: stateOf(created), result: undefined }
  })
  const table = service.engine.tables.find(name)
  const sizes = table === undefined ? noSizes : await sizesOf(table) // a dataset may have items for it
  return JSON.stringify({ TableDescription: describeTable(service, created, sizes) })
})
