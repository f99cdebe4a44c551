import { checkParameters, ofQueries } from '../expressions/check-parameters.ts'
import { checkFilterKeys } from '../expressions/check-paths.ts'
import { partitionOf } from '../expressions/partition-of.ts'
import { readCheckedExpressions } from '../expressions/read-expressions.ts'
import { conditions } from '../input/common-shapes.ts'
import { boolean, structure, text } from '../input/shape.ts'
import { readPage } from '../reads/read-page.ts'
import { checkSelect, readMembers, type ReadParameters } from '../reads/read-parameters.ts'
import { checkQueryKey, checkQueryStart, decodeStartKey } from '../reads/start-key.ts'
import { type Operation, operation } from '../service/operation.ts'

interface QueryInput extends ReadParameters {
  readonly ScanIndexForward?: boolean
}

const shape = structure(
  {
    ...readMembers,
    QueryFilter: conditions,
    KeyConditions: conditions,
    ScanIndexForward: boolean,
    KeyConditionExpression: text(),
  },
  'TableName',
)

/** A page of one partition of a table or index, in the order of its sort key (section 7 of the rules). */
export const query: Operation = operation<QueryInput>(shape, (input, service) => {
  const said = checkParameters(input, ofQueries)
  const startAfter = decodeStartKey(input.ExclusiveStartKey)
  const expressions = readCheckedExpressions(input, said, ofQueries)
  checkSelect(input)
  return readPage(input, service, expressions, (target) => {
    if (startAfter !== undefined) checkQueryKey(target, startAfter)
    const range = partitionOf(target.keys, expressions.keyConditions!)
    if (startAfter !== undefined) checkQueryStart(target, startAfter, range)
    checkFilterKeys(target.keys, expressions)
    return {
      ...range,
      descending: input.ScanIndexForward === false,
      ...(startAfter && { startAfter }),
    }
  })
})
