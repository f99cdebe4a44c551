import { compareText } from '@cmz/store-core'
import { resourceName } from '../input/common-shapes.ts'
import { integer, structure } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import { onNewest } from '../service/service.ts'

interface ListTablesInput {
  readonly ExclusiveStartTableName?: string
  readonly Limit?: number
}

const most = 100
const shape = structure({
  Limit: integer({ min: 1, max: most }),
  ExclusiveStartTableName: resourceName,
})

/** The names of all tables in order; where to go on need not be a table (rule 12.12). */
export const listTables: Operation = operation<ListTablesInput>(
  shape,
  ({ ExclusiveStartTableName: start, Limit: limit = most }, service) =>
    onNewest(service, () => {
      const names = service.engine.tables
        .names()
        .filter((name) => start === undefined || name > start)
        .toSorted(compareText)
      const page = names.slice(0, limit)
      return JSON.stringify({
        TableNames: page,
        ...(names.length > limit && { LastEvaluatedTableName: page.at(-1) }),
      })
    }),
)
