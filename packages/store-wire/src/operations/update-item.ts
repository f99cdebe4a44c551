import { checkUpdateOfTable, ValidationException } from '@cmz/store-core'
import { checkParameters, ofUpdates } from '../expressions/check-parameters.ts'
import { checkNested } from '../expressions/check-paths.ts'
import { readCheckedExpressions } from '../expressions/read-expressions.ts'
import { attributeUpdates } from '../input/common-shapes.ts'
import type { JsonObject } from '../input/json.ts'
import { attributeMap, text } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import { checkKeyParameter } from '../values/check-key-parameter.ts'
import { decodeItem } from '../values/decode.ts'
import { invalid } from '../wire-error.ts'
import { wantsCurrent, writeItem, type WriteInput, writeShape } from './write-item.ts'

interface UpdateItemInput extends WriteInput {
  readonly Key: JsonObject
}

const shape = writeShape({ Key: attributeMap, AttributeUpdates: attributeUpdates, UpdateExpression: text() }, 'Key')

/** Changes an item, or makes one (section 5 of the rules). */
export const updateItem: Operation = operation<UpdateItemInput>(shape, (input, service) => {
  const said = checkParameters(input, ofUpdates)
  const key = decodeItem(input.Key)
  const expressions = readCheckedExpressions(input, said, ofUpdates)
  const { condition, update = [] } = expressions
  const written = writeItem(input, service, (table) => {
    checkKeyParameter(table, key)
    checkUpdateOfTable(table, update)
    checkNested(table, expressions)
    return { kind: 'update', table, key, update, ...(condition && { condition, wantsCurrent: wantsCurrent(input) }) }
  })
  return expressions.isLegacy === true ? written.catch(inOlderWords) : written
})

/** What `ADD` and `DELETE` of the older form do not fit is told in other words. */
function inOlderWords(error: unknown): never {
  const isMismatch =
    error instanceof ValidationException &&
    error.fault === 'An operand in the update expression has an incorrect data type'
  throw isMismatch ? invalid('Type mismatch for attribute to update') : error
}
