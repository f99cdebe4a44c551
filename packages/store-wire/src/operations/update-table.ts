import { boolean, listOf, structure } from '../input/shape.ts'
import { resourceName, tableName } from '../input/common-shapes.ts'
import type { Operation } from '../service/operation.ts'
import { describeTable } from '../tables/describe.ts'
import { tableNotFound } from '../tables/known-table.ts'
import { knownOf, stateOf } from '../tables/settings.ts'
import { noSizes, sizesOf } from '../tables/sizes.ts'
import { tableOperation } from '../tables/table-operation.ts'
import {
  attributeDefinitions,
  billingMode,
  capacity,
  encryption,
  globalIndex,
  streamSpecification,
  tableClass,
} from '../tables/table-shapes.ts'
import { updatedTable } from '../tables/update.ts'
import { checkUpdateRequest, type UpdateTableInput } from '../tables/update-request.ts'

const shape = structure(
  {
    AttributeDefinitions: attributeDefinitions,
    TableName: tableName,
    BillingMode: billingMode,
    ...capacity,
    GlobalSecondaryIndexUpdates: listOf(
      structure({
        Update: structure({ IndexName: resourceName, ...capacity }, 'IndexName'),
        Create: globalIndex,
        Delete: structure({ IndexName: resourceName }, 'IndexName'),
      }),
    ),
    StreamSpecification: streamSpecification,
    SSESpecification: encryption,
    ReplicaUpdates: listOf(structure({}), { min: 1 }),
    TableClass: tableClass,
    DeletionProtectionEnabled: boolean,
  },
  'TableName',
)

/** Changes a table, at once: an index that is added is full when the answer comes (rules 12.8 and 12.11). */
export const updateTable: Operation = tableOperation<UpdateTableInput>(shape, async (input, service) => {
  const { TableName: name } = input
  checkUpdateRequest(input)
  const updated = await service.engine.alterTable(name, (state) => {
    if (state === undefined) throw tableNotFound(name)
    const next = updatedTable(knownOf(state), input, service.now())
    return { table: stateOf(next), result: next }
  })
  const table = service.engine.tables.find(name)
  const sizes = table === undefined ? noSizes : await sizesOf(table)
  return JSON.stringify({ TableDescription: describeTable(service, updated, sizes) })
})
