import { atPaths } from '@cmz/store-core'
import { storedSize } from '@cmz/store-memory'
import { askedCapacity, encodeConsumed, nothingConsumed } from '../capacity/consumed.ts'
import { readUnits, strengthOf } from '../capacity/read-units.ts'
import { checkParameters } from '../expressions/check-parameters.ts'
import { checkNested } from '../expressions/check-paths.ts'
import { type ExpressionParameters, readCheckedExpressions } from '../expressions/read-expressions.ts'
import { attributesToGet, expressionAttributes, returnConsumedCapacity, tableName } from '../input/common-shapes.ts'
import type { JsonObject } from '../input/json.ts'
import { attributeMap, boolean, structure, text } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import { onNewest } from '../service/service.ts'
import { checkKeyParameter } from '../values/check-key-parameter.ts'
import { decodeItem } from '../values/decode.ts'
import { encodeItem } from '../values/encode.ts'

interface GetItemInput extends ExpressionParameters {
  readonly TableName: string
  readonly Key: JsonObject
  readonly ConsistentRead?: boolean
  readonly ReturnConsumedCapacity?: string
}

const shape = structure(
  {
    TableName: tableName,
    Key: attributeMap,
    AttributesToGet: attributesToGet,
    ConsistentRead: boolean,
    ReturnConsumedCapacity: returnConsumedCapacity,
    ProjectionExpression: text(),
    ExpressionAttributeNames: expressionAttributes['ExpressionAttributeNames']!,
  },
  'TableName',
  'Key',
)

/** One item by its key (rules 7.1 and 7.2). */
export const getItem: Operation = operation<GetItemInput>(shape, (input, service) => {
  const said = checkParameters(input)
  const key = decodeItem(input.Key)
  const expressions = readCheckedExpressions(input, said)
  const { projection } = expressions
  return onNewest(service, () => {
    const table = service.engine.table(input.TableName)
    checkKeyParameter(table.definition, key)
    checkNested(table.definition, expressions)
    const item = table.get(table.textOf(key))
    const found =
      item === undefined ? '' : `"Item":${encodeItem(projection === undefined ? item : atPaths(item, projection))}`
    const asked = askedCapacity(input)
    if (asked === undefined) return `{${found}}`
    const consumed = nothingConsumed()
    consumed.table = readUnits(item === undefined ? 0 : storedSize(item), strengthOf(input))
    return `{${found}${found && ','}"ConsumedCapacity":${encodeConsumed(input.TableName, consumed, asked)}}`
  })
})
