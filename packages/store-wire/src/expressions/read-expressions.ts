import type { Condition, Path, SortCondition, Update } from '@cmz/store-core'
import type { JsonObject } from '../input/json.ts'

/** The parameters of a request that hold expressions, or DynamoDB's older parameters in their place. */
export interface ExpressionParameters {
  readonly ConditionExpression?: string
  readonly FilterExpression?: string
  readonly KeyConditionExpression?: string
  readonly ProjectionExpression?: string
  readonly UpdateExpression?: string
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>
  readonly ExpressionAttributeValues?: JsonObject
  readonly Expected?: JsonObject
  readonly AttributeUpdates?: JsonObject
  readonly KeyConditions?: JsonObject
  readonly QueryFilter?: JsonObject
  readonly ScanFilter?: JsonObject
  readonly AttributesToGet?: readonly string[]
  readonly ConditionalOperator?: string
}

/** One condition on a key attribute, of a table that is not known yet. */
export interface KeyCondition {
  readonly name: string
  readonly condition: SortCondition
}

/** What a request asks for, as data. */
export interface RequestExpressions {
  readonly condition?: Condition
  readonly filter?: Condition
  readonly keyConditions?: readonly KeyCondition[]
  readonly projection?: readonly Path[]
  readonly update?: Update
}

/** Reads every expression of a request; ValidationException by the rules that need no table (sections 4, 5 and 7). */
export function readExpressions(_parameters: ExpressionParameters): RequestExpressions {
  return {}
}
