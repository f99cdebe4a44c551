import { tableName } from '../input/common-shapes.ts'
import { structure } from '../input/shape.ts'
import type { Operation } from '../service/operation.ts'
import { onNewest } from '../service/service.ts'
import { describeTable } from '../tables/describe.ts'
import { knownTable, tableNotFound } from '../tables/known-table.ts'
import { knownOf } from '../tables/settings.ts'
import { sizesOf } from '../tables/sizes.ts'
import { tableOperation } from '../tables/table-operation.ts'
import { invalid } from '../wire-error.ts'

const shape = structure({ TableName: tableName }, 'TableName')

/** Drops a table with its items, unless it is protected (rules 12.9 and 12.10). */
export const deleteTable: Operation = tableOperation<{ readonly TableName: string }>(
  shape,
  ({ TableName: name }, service) =>
    onNewest(service, async () => {
      const table = knownTable(service, name)
      const sizes = await sizesOf(table)
      const dropped = await service.engine.alterTable(name, (state) => {
        if (state === undefined) throw tableNotFound(name)
        const known = knownOf(state)
        if (known.settings.DeletionProtectionEnabled === true) {
          throw invalid(
            'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
          )
        }
        return { table: null, result: known }
      })
      return JSON.stringify({ TableDescription: describeTable(service, dropped, sizes, 'DELETING') })
    }),
)
