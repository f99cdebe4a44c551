import { checkParameters } from '../expressions/check-parameters.ts'
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
import { checkKeyParameter } from '../values/check-key-parameter.ts'
import { decodeItem } from '../values/decode.ts'
import { invalid } from '../wire-error.ts'
import { wantsCurrent, writeItem, type WriteInput } from './write-item.ts'

interface DeleteItemInput extends WriteInput {
  readonly Key: JsonObject
}

const shape = structure(
  {
    TableName: tableName,
    Key: attributeMap,
    Expected: expected,
    ConditionalOperator: conditionalOperator,
    ReturnValues: returnValues,
    ReturnConsumedCapacity: returnConsumedCapacity,
    ReturnItemCollectionMetrics: returnItemCollectionMetrics,
    ConditionExpression: text(),
    ...expressionAttributes,
    ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
  },
  'TableName',
  'Key',
)

/** Removes an item, if there is one. */
export const deleteItem: Operation = operation<DeleteItemInput>(shape, (input, service) => {
  const said = checkParameters(input)
  const key = decodeItem(input.Key)
  if (input.ReturnValues !== undefined && input.ReturnValues !== 'ALL_OLD' && input.ReturnValues !== 'NONE') {
    throw invalid('ReturnValues can only be ALL_OLD or NONE')
  }
  const expressions = readCheckedExpressions(input, said)
  const { condition } = expressions
  return writeItem(input, service, (table) => {
    checkKeyParameter(table, key)
    checkNested(table, expressions)
    return { kind: 'delete', table, key, ...(condition && { condition, wantsCurrent: wantsCurrent(input) }) }
  })
})
