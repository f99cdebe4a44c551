import { checkParameters } from '../expressions/check-parameters.ts'
import { checkItemKeys, isTooLarge } from '@cmz/store-core'
import { checkNested } from '../expressions/check-paths.ts'
import { readCheckedExpressions } from '../expressions/read-expressions.ts'
import {
  conditionalOperator,
  expected,
  expressionAttributes,
  returnConsumedCapacity,
  returnItemCollectionMetrics,
  returnValues,
  returnValuesOnConditionCheckFailure,
  tableName,
} from '../input/common-shapes.ts'
import type { JsonObject } from '../input/json.ts'
import { attributeMap, structure, text } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import { decodeItem } from '../values/decode.ts'
import { invalid } from '../wire-error.ts'
import { wantsCurrent, writeItem, type WriteInput } from './write-item.ts'

interface PutItemInput extends WriteInput {
  readonly Item: JsonObject
}

const shape = structure(
  {
    TableName: tableName,
    Item: attributeMap,
    Expected: expected,
    ReturnValues: returnValues,
    ReturnConsumedCapacity: returnConsumedCapacity,
    ReturnItemCollectionMetrics: returnItemCollectionMetrics,
    ConditionalOperator: conditionalOperator,
    ConditionExpression: text(),
    ...expressionAttributes,
    ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
  },
  'TableName',
  'Item',
)

/** Puts an item in place of whatever has its key. */
export const putItem: Operation = operation<PutItemInput>(shape, (input, service) => {
  const said = checkParameters(input)
  const item = decodeItem(input.Item)
  if (input.ReturnValues !== undefined && input.ReturnValues !== 'ALL_OLD' && input.ReturnValues !== 'NONE') {
    throw invalid('ReturnValues can only be ALL_OLD or NONE')
  }
  if (isTooLarge(item)) throw invalid('Item size has exceeded the maximum allowed size')
  const expressions = readCheckedExpressions(input, said)
  const { condition } = expressions
  return writeItem(input, service, (table) => {
    checkItemKeys(table, item)
    checkNested(table, expressions)
    return { kind: 'put', table, item, ...(condition && { condition, wantsCurrent: wantsCurrent(input) }) }
  })
})
