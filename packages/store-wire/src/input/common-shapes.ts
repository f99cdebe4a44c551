import {
  attributeMap,
  attributeValue,
  boolean,
  listOf,
  mapOf,
  oneOf,
  type Shape,
  structure,
  text,
  type TextShape,
} from './shape.ts'

/** A name of a table or an index (rule 12.1). */
export const resourceName: TextShape = text({ pattern: '[a-zA-Z0-9_.-]+', min: 3, max: 255 })
/** A table by its name or its ARN. */
export const tableName: TextShape = { ...resourceName, arn: true }
export const returnConsumedCapacity: Shape = oneOf('INDEXES', 'TOTAL', 'NONE')
export const returnItemCollectionMetrics: Shape = oneOf('SIZE', 'NONE')
export const returnValues: Shape = oneOf('ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW')
export const returnValuesOnConditionCheckFailure: Shape = oneOf('ALL_OLD', 'NONE')
export const conditionalOperator: Shape = oneOf('OR', 'AND')
const comparisonOperator = oneOf(
  'IN',
  'NULL',
  'BETWEEN',
  'LT',
  'NOT_CONTAINS',
  'EQ',
  'GT',
  'NOT_NULL',
  'NE',
  'LE',
  'BEGINS_WITH',
  'GE',
  'CONTAINS',
)
/** What stands for names and values in expressions. */
export const expressionAttributes: Readonly<Record<string, Shape>> = {
  ExpressionAttributeNames: mapOf(text()),
  ExpressionAttributeValues: attributeMap,
}
/** The older form of a condition or filter, by attribute. */
export const expected: Shape = mapOf(
  structure({
    Value: attributeValue,
    Exists: boolean,
    ComparisonOperator: comparisonOperator,
    AttributeValueList: listOf(attributeValue),
  }),
)
export const conditions: Shape = mapOf(
  structure(
    { ComparisonOperator: comparisonOperator, AttributeValueList: listOf(attributeValue) },
    'ComparisonOperator',
  ),
)
export const attributeUpdates: Shape = mapOf(
  structure({ Value: attributeValue, Action: oneOf('ADD', 'PUT', 'DELETE') }),
)
export const attributesToGet: Shape = listOf(text({ max: 65_535 }), { min: 1 })
