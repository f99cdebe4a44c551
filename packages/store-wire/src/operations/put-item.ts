import { checkItemKeys, checkItemSize } from '@cmz/store-core'
import { checkParameters } from '../expressions/check-parameters.ts'
import { checkNested } from '../expressions/check-paths.ts'
import { readCheckedExpressions } from '../expressions/read-expressions.ts'
import type { JsonObject } from '../input/json.ts'
import { attributeMap } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import { decodeItem } from '../values/decode.ts'
import { checkReturnsOld, wantsCurrent, writeItem, type WriteInput, writeShape } from './write-item.ts'

interface PutItemInput extends WriteInput {
  readonly Item: JsonObject
}

const shape = writeShape({ Item: attributeMap }, 'Item')

/** Puts an item in place of whatever has its key. */
export const putItem: Operation = operation<PutItemInput>(shape, (input, service) => {
  const said = checkParameters(input)
  const item = decodeItem(input.Item)
  checkReturnsOld(input)
  checkItemSize(item)
  const expressions = readCheckedExpressions(input, said)
  const { condition } = expressions
  return writeItem(input, service, (table) => {
    checkItemKeys(table, item)
    checkNested(table, expressions)
    return { kind: 'put', table, item, ...(condition && { condition, wantsCurrent: wantsCurrent(input) }) }
  })
})
