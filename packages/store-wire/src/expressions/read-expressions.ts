import { type Condition, maxExpressionSize, type Path, type Update } from '@cmz/store-core'
import type { JsonObject } from '../input/json.ts'
import { invalid } from '../wire-error.ts'
import { readAttributeUpdates } from '../legacy/read-attribute-updates.ts'
import { readAttributesToGet } from '../legacy/read-attributes-to-get.ts'
import { readExpected } from '../legacy/read-expected.ts'
import { readFilter } from '../legacy/read-filter.ts'
import { readLegacyKeyConditions } from '../legacy/read-legacy-key-conditions.ts'
import { checkParameters, ofConditions, ofQueries, says, type ValueExpressions } from './check-parameters.ts'
import { Expression } from './expression.ts'
import { conditionKeywords, parseCondition } from './parse-condition.ts'
import { parseProjection, projectionKeywords } from './parse-projection.ts'
import { parseUpdate, updateKeywords } from './parse-update.ts'
import { type KeyCondition, readKeyConditions } from './read-key-conditions.ts'
import { Substitutions } from './substitutions.ts'
import type { Keywords } from './tokens.ts'

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

/** What a request asks for, as data. */
export interface RequestExpressions {
  readonly condition?: Condition
  readonly filter?: Condition
  readonly keyConditions?: readonly KeyCondition[]
  readonly projection?: readonly Path[]
  readonly update?: Update
  /** The attributes inside which paths of its conditions and its projection lead: no key may be among them. */
  readonly nested?: readonly string[]
  /** The filter or the update is of the older form, of which some messages differ. */
  readonly isLegacy?: boolean
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const nothing: RequestExpressions = {}

/**
 * Reads every expression of a request; ValidationException by the rules that need no table (sections 4, 5 and 7).
 * `valued` names the operation's expressions that take values.
 */
export function readExpressions(
  parameters: ExpressionParameters,
  valued: ValueExpressions = ofConditions,
): RequestExpressions {
  return readCheckedExpressions(parameters, checkParameters(parameters, valued), valued)
}

/**
 * Reads the expressions of a request that says what `checkParameters` found: between the two a request's values are
 * checked (rule 13.5).
 */
export function readCheckedExpressions(
  parameters: ExpressionParameters,
  said: number,
  valued: ValueExpressions = ofConditions,
): RequestExpressions {
  if (said === says.nothing && valued !== ofQueries) return nothing // as most reads and writes of one item
  const found: Mutable<RequestExpressions> = {}
  if ((said & says.legacy) !== 0) readLegacy(parameters, found)
  const { KeyConditions: keyConditions } = parameters
  if (valued === ofQueries && keyConditions === undefined && parameters.KeyConditionExpression === undefined) {
    throw invalid(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.', // rule 7.11
    )
  }
  readNewer(parameters, found)
  if (keyConditions !== undefined) found.keyConditions = readLegacyKeyConditions(keyConditions)
  return found
}

function readLegacy(parameters: ExpressionParameters, found: Mutable<RequestExpressions>): void {
  const { AttributeUpdates, Expected, QueryFilter, ScanFilter, AttributesToGet, ConditionalOperator } = parameters
  if (AttributeUpdates !== undefined) {
    found.update = readAttributeUpdates(AttributeUpdates)
    found.isLegacy = true
  }
  const condition = Expected && readExpected(Expected, ConditionalOperator)
  if (condition !== undefined) found.condition = condition
  const given = QueryFilter ?? ScanFilter
  const filter = given && readFilter(given, ConditionalOperator)
  if (filter !== undefined) {
    found.filter = filter
    found.isLegacy = true
  }
  if (AttributesToGet !== undefined) found.projection = readAttributesToGet(AttributesToGet)
}

function readNewer(parameters: ExpressionParameters, found: Mutable<RequestExpressions>): void {
  const { UpdateExpression, ConditionExpression, FilterExpression, ProjectionExpression, KeyConditionExpression } =
    parameters
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = parameters
  const isRead = FilterExpression !== undefined || KeyConditionExpression !== undefined
  const substitutions = new Substitutions(names, values, isRead)
  const read = <T>(parameter: string, text: string, keywords: Keywords, parse: (expression: Expression) => T): T => {
    checkLength(parameter, text)
    const expression = new Expression(parameter, text, keywords, substitutions)
    const parsed = parse(expression)
    if (expression.nested !== undefined) found.nested = [...(found.nested ?? []), ...expression.nested]
    return parsed
  }
  if (UpdateExpression !== undefined) {
    found.update = read('UpdateExpression', UpdateExpression, updateKeywords, parseUpdate)
  }
  if (ConditionExpression !== undefined) {
    found.condition = read('ConditionExpression', ConditionExpression, conditionKeywords, parseCondition)
  }
  const keys =
    KeyConditionExpression === undefined
      ? undefined
      : read('KeyConditionExpression', KeyConditionExpression, conditionKeywords, parseCondition)
  if (FilterExpression !== undefined) {
    found.filter = read('FilterExpression', FilterExpression, conditionKeywords, parseCondition)
  }
  if (ProjectionExpression !== undefined) {
    found.projection = read('ProjectionExpression', ProjectionExpression, projectionKeywords, parseProjection)
  }
  substitutions.checkAllUsed()
  if (keys !== undefined) found.keyConditions = readKeyConditions(keys)
}

const mostBytesOfUnit = 3

/** Rules 4.17 and 4.26. */
function checkLength(parameter: string, text: string): void {
  if (text === '') throw invalid(`Invalid ${parameter}: The expression can not be empty;`)
  if (text.length * mostBytesOfUnit <= maxExpressionSize) return
  const size = Buffer.byteLength(text)
  if (size <= maxExpressionSize) return
  throw invalid(`Invalid ${parameter}: Expression size has exceeded the maximum allowed size; expression size: ${size}`)
}
