import { tableName } from '../input/common-shapes.ts'
import { structure } from '../input/shape.ts'
import type { Operation } from '../service/operation.ts'
import { onNewest } from '../service/service.ts'
import { knownTable } from '../tables/known-table.ts'
import { knownOf } from '../tables/settings.ts'
import { tableOperation } from '../tables/table-operation.ts'
import { timeToLiveOf } from '../tables/time-to-live.ts'

const shape = structure({ TableName: tableName }, 'TableName')

/** Whether items expire, and by which attribute (rule 11.3); there is no time between on and off. */
export const describeTimeToLive: Operation = tableOperation<{ readonly TableName: string }>(
  shape,
  ({ TableName: name }, service) =>
    onNewest(service, () => {
      const table = knownTable(service, name)
      const attribute = timeToLiveOf(knownOf(table.state))
      return JSON.stringify({
        TimeToLiveDescription: {
          TimeToLiveStatus: attribute === undefined ? 'DISABLED' : 'ENABLED',
          AttributeName: attribute,
        },
      })
    }),
)
