import { keyOfRequest, type ReturnValues, type TableDefinition, type WriteRequest } from '@cmz/store-core'
import { answerOf, type Effect, effectOf } from '@cmz/store-memory'
import { askedCapacity, type AskedCapacity, encodeConsumed, nothingConsumed } from '../capacity/consumed.ts'
import { encodeItemCollection, hasItemCollections } from '../capacity/item-collection.ts'
import { consumeWrite } from '../capacity/write-units.ts'
import type { ExpressionParameters } from '../expressions/read-expressions.ts'
import {
  conditionalOperator,
  expected,
  expressionAttributes,
  returnConsumedCapacity,
  returnItemCollectionMetrics,
  returnValues as returnValuesShape,
  returnValuesOnConditionCheckFailure,
  tableName,
} from '../input/common-shapes.ts'
import { type Shape, structure, type StructureShape, text } from '../input/shape.ts'
import type { Service } from '../service/service.ts'
import { encodeItem } from '../values/encode.ts'
import { invalid } from '../wire-error.ts'

/** What the three writes of one item have in common. */
export interface WriteInput extends ExpressionParameters {
  readonly TableName: string
  readonly ReturnValues?: string
  readonly ReturnConsumedCapacity?: string
  readonly ReturnItemCollectionMetrics?: string
  readonly ReturnValuesOnConditionCheckFailure?: string
}

/** What every write of one item takes, with its own parameters. */
export function writeShape(own: Readonly<Record<string, Shape>>, key: string): StructureShape {
  return structure(
    {
      TableName: tableName,
      ...own,
      Expected: expected,
      ConditionalOperator: conditionalOperator,
      ReturnValues: returnValuesShape,
      ReturnConsumedCapacity: returnConsumedCapacity,
      ReturnItemCollectionMetrics: returnItemCollectionMetrics,
      ConditionExpression: text(),
      ...expressionAttributes,
      ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
    },
    'TableName',
    key,
  )
}

/** A put or a delete returns what was there, or nothing (rule 6.1). */
export function checkReturnsOld({ ReturnValues: wanted }: WriteInput): void {
  if (wanted === undefined || wanted === 'ALL_OLD' || wanted === 'NONE') return
  throw invalid('ReturnValues can only be ALL_OLD or NONE')
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
  service: Service,
  requestOf: (table: TableDefinition) => WriteRequest,
): Promise<string> {
  const returnValues = returned[input.ReturnValues ?? 'NONE']
  const asked = askedCapacity(input)
  const needsBefore = returnValues === 'allOld' || asked !== undefined
  let done: WriteRequest | undefined
  const writing = service.engine.transact((view) => {
    const request = requestOf(view.definition(input.TableName))
    done = request
    const effect = effectOf(request, view, needsBefore)
    const answer = returnValues && answerOf({ ...request, returnValues }, effect)
    const attributes = answer === undefined ? '{}' : `{"Attributes":${encodeItem(answer)}}`
    const result =
      asked === undefined ? attributes : and(attributes, 'ConsumedCapacity', consumed(request, effect, asked))
    return { changes: effect.change === undefined ? [] : [effect.change], result }
  })
  return input.ReturnItemCollectionMetrics === 'SIZE' ? withCollection(writing, () => done!, input, service) : writing
}

/** Whether a failed condition tells the item (rule 4.31). */
export function wantsCurrent({ ReturnValuesOnConditionCheckFailure: wanted }: WriteInput): boolean {
  return wanted === 'ALL_OLD'
}

function consumed({ table }: WriteRequest, { before, after }: Effect, asked: AskedCapacity): string {
  const units = nothingConsumed()
  consumeWrite(units, table, before, after)
  return encodeConsumed(table.name, units, asked)
}

async function withCollection(
  writing: Promise<string>,
  request: () => WriteRequest,
  input: WriteInput,
  service: Service,
): Promise<string> {
  const written = await writing
  const { table } = request()
  if (!hasItemCollections(table, input)) return written
  return and(written, 'ItemCollectionMetrics', await encodeItemCollection(service, table, keyOfRequest(request())))
}

/** The JSON written of an object with one more member. */
function and(object: string, member: string, json: string): string {
  return `${object.slice(0, -1)}${object === '{}' ? '' : ','}"${member}":${json}}`
}
