import type { NormalAnswer } from './normalise.ts'

/**
 * In which order DynamoDB checks a request (rule 13.5; where that is silent, what dynalite tells, which was compared with
 * AWS): its JSON, the constraints of its members, parameters that do not go together, values, single parameters, sizes,
 * expressions, then what needs the table, and last what needs the item.
 */
const stages: readonly RegExp[] = [
  /^SerializationException/,
  /^ValidationException (?:at '|Supplied AttributeValue is empty.*required)/,
  /^ValidationException (?:Can not use both|TransactItems can only contain|ExpressionAttribute(?:Names|Values) can only be specified)/,
  /^ValidationException (?:The provided starting key is invalid: )?(?:The parameter cannot be converted|Supplied AttributeValue|Number (?:over|under)flow|Attempting to store|One or more parameter values were invalid: (?:An (?:string|number) set|Binary sets|Input collection|Null attribute value)|Nesting Levels|Empty attribute name|Attribute name is too large)/,
  /^ValidationException ReturnValues can only/,
  /^ValidationException (?:Item size has exceeded|Either the KeyConditions|Conditions can be of length)/,
  /^ValidationException (?:Invalid (?:\w+Expression|FilterExpression|KeyCondition)|Expression|Value provided in Expression|An expression attribute|Unexpected token)/,
  /^ResourceNotFoundException/,
  /^ValidationException/,
  /^(?:ConditionalCheckFailed|TransactionCanceled)Exception/,
]

/** Where values are checked. */
export const valueStage = 3
/** Where expressions are read. */
export const expressionStage = 6

/** The place of what an answer tells in that order; a success comes last. */
export function stageOf({ error, message = '' }: NormalAnswer): number {
  if (error === undefined) return stages.length
  const stage = stages.findIndex((each) => each.test(`${error} ${message}`))
  return stage === -1 ? stages.length - 1 : stage
}
