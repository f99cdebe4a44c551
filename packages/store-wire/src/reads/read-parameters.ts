import type { ExpressionParameters } from '../expressions/read-expressions.ts'
import {
  attributesToGet,
  conditionalOperator,
  expressionAttributes,
  resourceName,
  returnConsumedCapacity,
  tableName,
} from '../input/common-shapes.ts'
import type { JsonObject } from '../input/json.ts'
import { attributeMap, boolean, integer, oneOf, type Shape, text } from '../input/shape.ts'
import { invalid } from '../wire-error.ts'

/** What Query and Scan have in common. */
export interface ReadParameters extends ExpressionParameters {
  readonly TableName: string
  readonly IndexName?: string
  readonly Select?: string
  readonly Limit?: number
  readonly ConsistentRead?: boolean
  readonly ExclusiveStartKey?: JsonObject
  readonly ReturnConsumedCapacity?: string
}

export const readMembers: Readonly<Record<string, Shape>> = {
  TableName: tableName,
  IndexName: resourceName,
  AttributesToGet: attributesToGet,
  Limit: integer({ min: 1 }),
  Select: oneOf('SPECIFIC_ATTRIBUTES', 'COUNT', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES'),
  ConsistentRead: boolean,
  ConditionalOperator: conditionalOperator,
  ExclusiveStartKey: attributeMap,
  ReturnConsumedCapacity: returnConsumedCapacity,
  FilterExpression: text(),
  ProjectionExpression: text(),
  ...expressionAttributes,
}

/** Refuses a `Select` that does not go with the other parameters (rule 7.20). */
export function checkSelect({ Select, IndexName, ProjectionExpression, AttributesToGet }: ReadParameters): void {
  if (Select === undefined) return
  const projecting =
    ProjectionExpression !== undefined
      ? 'ProjectionExpression'
      : AttributesToGet !== undefined
        ? 'AttributesToGet'
        : undefined
  if (Select === 'SPECIFIC_ATTRIBUTES') {
    if (projecting !== undefined) return
    throw invalid('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES')
  }
  if (projecting !== undefined) {
    const what = Select === 'COUNT' ? 'only the Count' : Select
    throw invalid(`Cannot specify the ${projecting} when choosing to get ${what}`)
  }
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) {
    throw invalid('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName')
  }
}
