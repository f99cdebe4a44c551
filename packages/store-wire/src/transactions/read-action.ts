import { checkItemSize, type Item, ValidationException } from '@cmz/store-core'
import { ofConditions, ofUpdates, type ValueExpressions } from '../expressions/check-parameters.ts'
import { type ExpressionParameters, readExpressions, type RequestExpressions } from '../expressions/read-expressions.ts'
import { expressionAttributes, returnValuesOnConditionCheckFailure, tableName } from '../input/common-shapes.ts'
import type { JsonObject } from '../input/json.ts'
import { attributeMap, type Shape, structure, type StructureShape, text } from '../input/shape.ts'
import { tableNameOf } from '../tables/arn.ts'
import { decodeItem } from '../values/decode.ts'
import { invalid, WireError } from '../wire-error.ts'

interface ActionParameters extends ExpressionParameters {
  readonly TableName: string
  readonly ReturnValuesOnConditionCheckFailure?: string
}

/** One member of `TransactItems`: exactly one of these (rule 10.2). */
export interface ActionInput {
  readonly Put?: ActionParameters & { readonly Item: JsonObject }
  readonly Update?: ActionParameters & { readonly Key: JsonObject }
  readonly Delete?: ActionParameters & { readonly Key: JsonObject }
  readonly ConditionCheck?: ActionParameters & { readonly Key: JsonObject }
}

const members: Readonly<Record<string, Shape>> = {
  TableName: tableName,
  ConditionExpression: text(),
  ...expressionAttributes,
  ReturnValuesOnConditionCheckFailure: returnValuesOnConditionCheckFailure,
}

export const actionShape: StructureShape = structure({
  ConditionCheck: structure({ Key: attributeMap, ...members }, 'Key', 'TableName', 'ConditionExpression'),
  Put: structure({ Item: attributeMap, ...members }, 'Item', 'TableName'),
  Delete: structure({ Key: attributeMap, ...members }, 'Key', 'TableName'),
  Update: structure(
    { Key: attributeMap, UpdateExpression: text(), ...members },
    'Key',
    'UpdateExpression',
    'TableName',
  ),
})

/** One action of a transaction, its expressions and values read; nothing is known of its table yet. */
export interface Action {
  readonly kind: 'put' | 'update' | 'delete' | 'check'
  readonly name: string
  /** The item to put; the key of the others. */
  readonly attributes: Item
  readonly expressions: RequestExpressions
  readonly wantsCurrent: boolean
  /** For what the transaction is cancelled, if nothing refuses the whole request (rule 10.7). */
  readonly fault: ValidationException | undefined
}

const kinds = { Put: 'put', Update: 'update', Delete: 'delete', ConditionCheck: 'check' } as const

export function readAction(input: ActionInput): Action {
  const [name, more] = (Object.keys(kinds) as (keyof typeof kinds)[]).filter((each) => input[each] !== undefined)
  if (name === undefined || more !== undefined) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete')
  }
  const parameters = input[name]!
  const attributes = decodeItem('Item' in parameters ? parameters.Item : parameters.Key)
  if (name === 'Put') checkItemSize(attributes)
  const expressions = readFaulty(parameters, name === 'Update' ? ofUpdates : ofConditions)
  const { fault } = expressions
  const wantsCurrent = parameters.ReturnValuesOnConditionCheckFailure === 'ALL_OLD'
  return { kind: kinds[name], name: tableNameOf(parameters.TableName), attributes, expressions, wantsCurrent, fault }
}

const operandFault = /^Invalid UpdateExpression: (?:Incorrect operand type|An operand in the update expression)/

/** An operand of the wrong type in an update cancels the transaction, where the other faults refuse the request. */
function readFaulty(
  parameters: ActionParameters,
  valued: ValueExpressions,
): RequestExpressions & { readonly fault?: ValidationException } {
  try {
    return readExpressions(parameters, valued)
  } catch (error) {
    if (error instanceof WireError && operandFault.test(error.message)) {
      return { fault: new ValidationException(error.message) }
    }
    throw error
  }
}
