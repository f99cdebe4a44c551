import { invalid } from '../wire-error.ts'
import type { ExpressionParameters } from './read-expressions.ts'

const expressions = [
  'UpdateExpression',
  'ConditionExpression',
  'ProjectionExpression',
  'FilterExpression',
  'KeyConditionExpression',
] as const satisfies readonly (keyof ExpressionParameters)[]

const legacy = [
  'AttributesToGet',
  'AttributeUpdates',
  'QueryFilter',
  'ScanFilter',
  'Expected',
  'ConditionalOperator',
  'KeyConditions',
] as const satisfies readonly (keyof ExpressionParameters)[]

/** The expressions of an operation that take values. */
export type ValueExpressions = readonly (
  | 'UpdateExpression'
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
)[]

export const ofConditions: ValueExpressions = ['ConditionExpression']
export const ofUpdates: ValueExpressions = ['UpdateExpression', 'ConditionExpression']
export const ofQueries: ValueExpressions = ['FilterExpression', 'KeyConditionExpression']
export const ofScans: ValueExpressions = ['FilterExpression']

const relevant: ReadonlySet<string> = new Set([
  ...expressions,
  ...legacy,
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
])

/** Whether a request says anything that is read here. */
export function saysAnything(parameters: ExpressionParameters): boolean {
  for (const name in parameters) if (relevant.has(name)) return true
  return false
}

/** Refuses parameters that do not go together (rules 4.24, 4.32 and 7.11). */
export function checkParameters(parameters: ExpressionParameters, valued: ValueExpressions): void {
  const isGiven = (name: keyof ExpressionParameters): boolean => parameters[name] !== undefined
  const given = expressions.filter(isGiven)
  checkMixed(parameters, given)
  if (given.length === 0 && isGiven('ExpressionAttributeNames')) {
    throw invalid('ExpressionAttributeNames can only be specified when using expressions')
  }
  if (isGiven('ExpressionAttributeValues') && given.every((name) => name === 'ProjectionExpression')) {
    const are = valued.length === 1 ? 'is' : 'are'
    throw invalid(
      `ExpressionAttributeValues can only be specified when using expressions: ${valued.join(' and ')} ${are} null`,
    )
  }
  checkConditionalOperator(parameters)
}

/** Key conditions of the older form go with a filter or a projection of the newer one. */
function checkMixed(parameters: ExpressionParameters, given: readonly string[]): void {
  if (given.length === 0) return
  const others = legacy.filter(
    (name) =>
      parameters[name] !== undefined && (name !== 'KeyConditions' || parameters.KeyConditionExpression !== undefined),
  )
  if (others.length === 0) return
  throw invalid(
    'Can not use both expression and non-expression parameters in the same request: ' +
      `Non-expression parameters: {${others.join(', ')}} Expression parameters: {${given.join(', ')}}`,
  )
}

function checkConditionalOperator(parameters: ExpressionParameters): void {
  if (parameters.ConditionalOperator === undefined) return
  const conditions = parameters.Expected ?? parameters.QueryFilter ?? parameters.ScanFilter
  const count = conditions === undefined ? 0 : Object.keys(conditions).length
  if (count === 0) throw invalid('ConditionalOperator cannot be used without Filter or Expected')
  if (count === 1) {
    throw invalid('ConditionalOperator can only be used when Filter or Expected has two or more elements')
  }
}
