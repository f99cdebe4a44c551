import type { ReturnValues, TableDefinition, WriteRequest } from '@cmz/store-core'
import { answerOf, effectOf } from '@cmz/store-memory'
import type { ExpressionParameters } from '../expressions/read-expressions.ts'
import type { Service } from '../service/service.ts'
import { encodeItem } from '../values/encode.ts'

/** What the three writes of one item have in common. */
export interface WriteInput extends ExpressionParameters {
  readonly TableName: string
  readonly ReturnValues?: string
  readonly ReturnConsumedCapacity?: string
  readonly ReturnItemCollectionMetrics?: string
  readonly ReturnValuesOnConditionCheckFailure?: string
}

const returned: Readonly<Record<string, ReturnValues>> = {
  ALL_OLD: 'allOld',
  ALL_NEW: 'allNew',
  UPDATED_OLD: 'updatedOld',
  UPDATED_NEW: 'updatedNew',
}

/** Does one write as a transaction of its own; `requestOf` checks what depends on the table. */
export function writeItem(
  input: WriteInput,
  { engine }: Service,
  requestOf: (table: TableDefinition) => WriteRequest,
): Promise<string> {
  const returnValues = returned[input.ReturnValues ?? 'NONE']
  return engine.transact((view) => {
    const request = requestOf(view.definition(input.TableName))
    const effect = effectOf(request, view, returnValues === 'allOld')
    const answer = returnValues && answerOf({ ...request, returnValues }, effect)
    const result = answer === undefined ? '{}' : `{"Attributes":${encodeItem(answer)}}`
    return { changes: effect.change === undefined ? [] : [effect.change], result }
  })
}

/** Whether a failed condition tells the item (rule 4.31). */
export function wantsCurrent({ ReturnValuesOnConditionCheckFailure: wanted }: WriteInput): boolean {
  return wanted === 'ALL_OLD'
}
