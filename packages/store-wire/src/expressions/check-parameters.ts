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

/** What a request says. */
export const says = { nothing: 0, substitutions: 1, expressions: 2, legacy: 4 } as const

const saidBy: ReadonlyMap<string, number> = new Map([
  ['ExpressionAttributeNames', says.substitutions],
  ['ExpressionAttributeValues', says.substitutions],
  ...expressions.map((name) => [name, says.expressions] as const),
  ...legacy.map((name) => [name, says.legacy] as const),
])

/** What a request may say of all this, by its parameters' names: one that is `undefined` counts too. */
function saidIn(parameters: ExpressionParameters): number {
  let said: number = says.nothing
  for (const name in parameters) said |= saidBy.get(name) ?? 0
  return said
}

/** What a request says, one of `says`; refuses parameters that do not go together (rules 4.24, 4.32 and 7.11). */
export function checkParameters(parameters: ExpressionParameters, valued: ValueExpressions = ofConditions): number {
  const said = saidIn(parameters)
  if ((said & says.legacy) !== 0) checkMixed(parameters)
  if ((said & says.substitutions) !== 0) checkUsed(parameters, valued)
  if ((said & says.legacy) !== 0) checkConditionalOperator(parameters)
  return said
}

/** Key conditions of the older form go with a filter or a projection of the newer one. */
function checkMixed(parameters: ExpressionParameters): void {
  const given = expressions.filter((name) => parameters[name] !== undefined)
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

function checkUsed(parameters: ExpressionParameters, valued: ValueExpressions): void {
  const { UpdateExpression, ConditionExpression, FilterExpression, KeyConditionExpression } = parameters
  if ((UpdateExpression ?? ConditionExpression ?? FilterExpression ?? KeyConditionExpression) !== undefined) return
  if (parameters.ProjectionExpression === undefined && parameters.ExpressionAttributeNames !== undefined) {
    throw invalid('ExpressionAttributeNames can only be specified when using expressions')
  }
  if (parameters.ExpressionAttributeValues === undefined) return
  const are = valued.length === 1 ? 'is' : 'are'
  throw invalid(
    `ExpressionAttributeValues can only be specified when using expressions: ${valued.join(' and ')} ${are} null`,
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
