import type { Condition, Path, Update } from '@cmz/store-core'
import type { JsonObject } from '../input/json.ts'
import { invalid } from '../wire-error.ts'
import { Expression } from './expression.ts'
import { conditionKeywords, parseCondition } from './parse-condition.ts'
import { parseProjection, projectionKeywords } from './parse-projection.ts'
import { parseUpdate, updateKeywords } from './parse-update.ts'
import { type KeyCondition, readKeyConditions } from './read-key-conditions.ts'
import { Substitutions } from './substitutions.ts'
import type { Keywords } from './tokens.ts'

export type { KeyCondition } from './read-key-conditions.ts'

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
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const nothing: RequestExpressions = {}

/** Reads every expression of a request; ValidationException by the rules that need no table (sections 4, 5 and 7). */
export function readExpressions(parameters: ExpressionParameters): RequestExpressions {
  const { UpdateExpression, ConditionExpression, FilterExpression, ProjectionExpression, KeyConditionExpression } =
    parameters
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = parameters
  const isReading = FilterExpression !== undefined || KeyConditionExpression !== undefined
  const isWriting = UpdateExpression !== undefined || ConditionExpression !== undefined
  if (!isReading && !isWriting && ProjectionExpression === undefined) {
    if (names !== undefined) {
      throw invalid('ExpressionAttributeNames can only be specified when using expressions')
    }
    if (values !== undefined) throw invalid(withoutExpressions)
    return nothing
  }
  if (values !== undefined && !isReading && !isWriting) throw invalid(withoutExpressions)
  const substitutions = new Substitutions(names, values, isReading)
  const found: Mutable<RequestExpressions> = {}
  const nested: string[] = []
  const read = <T>(parameter: string, text: string, keywords: Keywords, parse: (expression: Expression) => T): T => {
    checkLength(parameter, text)
    const expression = new Expression(parameter, text, keywords, substitutions)
    const parsed = parse(expression)
    if (expression.nested !== undefined) nested.push(...expression.nested)
    return parsed
  }
  if (UpdateExpression !== undefined) {
    found.update = read('UpdateExpression', UpdateExpression, updateKeywords, parseUpdate)
  }
  if (ConditionExpression !== undefined) {
    found.condition = read('ConditionExpression', ConditionExpression, conditionKeywords, parseCondition)
  }
  if (FilterExpression !== undefined) {
    found.filter = read('FilterExpression', FilterExpression, conditionKeywords, parseCondition)
  }
  if (ProjectionExpression !== undefined) {
    found.projection = read('ProjectionExpression', ProjectionExpression, projectionKeywords, parseProjection)
  }
  let keys: Condition | undefined
  if (KeyConditionExpression !== undefined) {
    keys = read('KeyConditionExpression', KeyConditionExpression, conditionKeywords, parseCondition)
  }
  substitutions.checkAllUsed()
  if (keys !== undefined) found.keyConditions = readKeyConditions(keys)
  if (nested.length > 0) found.nested = nested
  return found
}

const withoutExpressions =
  'ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null'
const maxBytes = 4096
const mostBytesOfUnit = 3

/** Rules 4.17 and 4.26. */
function checkLength(parameter: string, text: string): void {
  if (text === '') throw invalid(`Invalid ${parameter}: The expression can not be empty;`)
  if (text.length * mostBytesOfUnit <= maxBytes) return
  const size = Buffer.byteLength(text)
  if (size <= maxBytes) return
  throw invalid(`Invalid ${parameter}: Expression size has exceeded the maximum allowed size; expression size: ${size}`)
}
