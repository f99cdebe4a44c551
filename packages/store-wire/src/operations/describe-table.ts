import { tableName } from '../input/common-shapes.ts'
import { structure } from '../input/shape.ts'
import type { Operation } from '../service/operation.ts'
import { onNewest } from '../service/service.ts'
import { describeTable as describe } from '../tables/describe.ts'
import { knownTable } from '../tables/known-table.ts'
import { knownOf } from '../tables/settings.ts'
import { sizesOf } from '../tables/sizes.ts'
import { tableOperation } from '../tables/table-operation.ts'

const shape = structure({ TableName: tableName }, 'TableName')

/** Everything about a table but its items (rules 12.9, 12.13 and 12.14). */
export const describeTable: Operation = tableOperation<{ readonly TableName: string }>(
  shape,
  ({ TableName: name }, service) =>
    onNewest(service, async () => {
      const table = knownTable(service, name)
      const known = knownOf(table.state)
      return JSON.stringify({ Table: describe(service, known, await sizesOf(table)) })
    }),
)
