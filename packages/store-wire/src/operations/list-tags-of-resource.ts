import { structure, text } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import { onNewest } from '../service/service.ts'
import { knownOf } from '../tables/settings.ts'
import { resourceNotFound, taggedTable } from '../tables/tagged-resource.ts'

interface ListTagsOfResourceInput {
  readonly ResourceArn?: string
}

/** A page holds more tags than a table can have, so where it would go on is not asked for. */
const shape = structure({ ResourceArn: text(), NextToken: text() })

/** The tags of a table (rule 16.3). */
export const listTagsOfResource: Operation = operation<ListTagsOfResourceInput>(
  shape,
  ({ ResourceArn: arn }, service) =>
    onNewest(service, () => {
      const table = service.engine.tables.find(taggedTable(arn))
      if (table === undefined) throw resourceNotFound(arn!)
      return JSON.stringify({ Tags: knownOf(table.state).settings.Tags ?? [] })
    }),
)
