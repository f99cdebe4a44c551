import { checkParameters } from '../expressions/check-parameters.ts'
import { checkNested } from '../expressions/check-paths.ts'
import { readCheckedExpressions } from '../expressions/read-expressions.ts'
import type { JsonObject } from '../input/json.ts'
import { attributeMap } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import { checkKeyParameter } from '../values/check-key-parameter.ts'
import { decodeItem } from '../values/decode.ts'
import { checkReturnsOld, wantsCurrent, writeItem, type WriteInput, writeShape } from './write-item.ts'

interface DeleteItemInput extends WriteInput {
  readonly Key: JsonObject
}

const shape = writeShape({ Key: attributeMap }, 'Key')

/** Removes an item, if there is one. */
export const deleteItem: Operation = operation<DeleteItemInput>(shape, (input, service) => {
  const said = checkParameters(input)
  const key = decodeItem(input.Key)
  checkReturnsOld(input)
  const expressions = readCheckedExpressions(input, said)
  const { condition } = expressions
  return writeItem(input, service, (table) => {
    checkKeyParameter(table, key)
    checkNested(table, expressions)
    return { kind: 'delete', table, key, ...(condition && { condition, wantsCurrent: wantsCurrent(input) }) }
  })
})
