import { applyUpdate, matches } from '@cmz/store-core'
import { expect, test } from 'vitest'
import { ofQueries, ofScans, ofUpdates } from '../expressions/check-parameters.ts'
import { readExpressions } from '../expressions/read-expressions.ts'
import type { Json, JsonObject } from '../input/json.ts'

const refusal = 'One or more parameter values were invalid:'
const x = { S: 'x' }
const given = (ComparisonOperator: string, ...AttributeValueList: readonly Json[]): JsonObject => ({
  ComparisonOperator,
  AttributeValueList,
})

test.each<readonly [fault: string, expected: JsonObject]>([
  [`${refusal} Value must be provided when Exists is null for Attribute: a`, {}],
  [`${refusal} Value must be provided when Exists is true for Attribute: a`, { Exists: true }],
  [`${refusal} Value cannot be used when Exists is false for Attribute: a`, { Exists: false, Value: x }],
  [
    `${refusal} Exists and ComparisonOperator cannot be used together for Attribute: a`,
    { Exists: true, ComparisonOperator: 'EQ', Value: x },
  ],
  [`${refusal} Value and AttributeValueList cannot be used together for Attribute: a`, { ...given('EQ', x), Value: x }],
  [
    `${refusal} AttributeValueList can only be used with a ComparisonOperator for Attribute: a`,
    { AttributeValueList: [x] },
  ],
  [
    `${refusal} Value or AttributeValueList must be used with ComparisonOperator: EQ for Attribute: a`,
    { ComparisonOperator: 'EQ' },
  ],
  [`${refusal} Invalid number of argument(s) for the EQ ComparisonOperator`, given('EQ', x, x)],
  [`${refusal} Invalid number of argument(s) for the NULL ComparisonOperator`, given('NULL', x)],
  [`${refusal} Invalid number of argument(s) for the IN ComparisonOperator`, given('IN')],
  [`${refusal} Invalid number of argument(s) for the BETWEEN ComparisonOperator`, given('BETWEEN', x)],
  [`${refusal} AttributeValues inside AttributeValueList must be of same type`, given('IN', x, { N: '1' })],
  [`${refusal} ComparisonOperator LT is not valid for BOOL AttributeValue type`, given('LT', { BOOL: true })],
  [`${refusal} ComparisonOperator CONTAINS is not valid for SS AttributeValue type`, given('CONTAINS', { SS: ['a'] })],
  [
    `${refusal} ComparisonOperator BEGINS_WITH is not valid for N AttributeValue type`,
    given('BEGINS_WITH', { N: '1' }),
  ],
  [
    'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound',
    given('BETWEEN', x, { S: 'a' }),
  ],
  ['The parameter cannot be converted to a numeric value: y', { Value: { N: 'y' } }],
])('Expected: %s', (fault, expected) => {
  expect(() => readExpressions({ Expected: { a: expected } })).toThrow(expect.objectContaining({ message: fault }))
})

const item = { a: 'text', n: 5, l: ['x', 2], s: new Set(['x']) }

test.each<readonly [holds: boolean, name: string, condition: JsonObject]>([
  [true, 'a', { Value: { S: 'text' } }],
  [false, 'a', { Exists: false }],
  [true, 'b', { Exists: false }],
  [true, 'n', given('EQ', { N: '5.0' })],
  [true, 's', given('EQ', { SS: ['x'] })],
  [true, 'b', given('NE', x)],
  [true, 'n', given('LT', { N: '6' })],
  [false, 'n', given('LT', x)],
  [true, 'n', given('LE', { N: '5' })],
  [false, 'n', given('GT', { N: '5' })],
  [true, 'n', given('GE', { N: '5' })],
  [true, 'n', given('BETWEEN', { N: '1' }, { N: '5' })],
  [true, 'n', given('IN', { N: '1' }, { N: '5' })],
  [true, 'a', given('BEGINS_WITH', { S: 'te' })],
  [true, 'a', given('CONTAINS', { S: 'ex' })],
  [true, 'l', given('CONTAINS', { N: '2' })],
  [false, 's', given('NOT_CONTAINS', x)],
  [true, 'a', given('NOT_CONTAINS', { S: 'y' })],
  [false, 'b', given('NOT_CONTAINS', x)],
  [true, 'b', { ComparisonOperator: 'NULL' }],
  [true, 'a', { ComparisonOperator: 'NOT_NULL' }],
])('%s: %s %j', (holds, name, condition) => {
  expect(matches(readExpressions({ Expected: { [name]: condition } }).condition!, item)).toBe(holds)
  if (condition['ComparisonOperator'] === undefined) return
  expect(matches(readExpressions({ ScanFilter: { [name]: condition } }, ofScans).filter!, item)).toBe(holds)
})

test('conditions are joined by the operator', () => {
  const Expected = { a: { Exists: false }, n: given('EQ', { N: '5' }) }
  const holds = (ConditionalOperator?: string): boolean =>
    matches(readExpressions({ Expected, ...(ConditionalOperator && { ConditionalOperator }) }).condition!, item)
  expect(holds()).toBe(false)
  expect(holds('AND')).toBe(false)
  expect(holds('OR')).toBe(true)
  expect(readExpressions({ Expected: {} }).condition).toBeUndefined()
  expect(() => readExpressions({ ConditionalOperator: 'OR' })).toThrow(
    'ConditionalOperator cannot be used without Filter or Expected',
  )
  expect(() => readExpressions({ Expected: { a: { Exists: false } }, ConditionalOperator: 'OR' })).toThrow(
    'ConditionalOperator can only be used when Filter or Expected has two or more elements',
  )
})

test.each<readonly [fault: string, update: JsonObject]>([
  [`${refusal} Only DELETE action is allowed when no attribute value is specified`, {}],
  [`${refusal} ADD action is not supported for the type S`, { Action: 'ADD', Value: x }],
  [`${refusal} ADD action is not supported for the type M`, { Action: 'ADD', Value: { M: {} } }],
  [`${refusal} DELETE action with value is not supported for the type L`, { Action: 'DELETE', Value: { L: [] } }],
])('AttributeUpdates: %s', (fault, update) => {
  expect(() => readExpressions({ AttributeUpdates: { a: update } }, ofUpdates)).toThrow(
    expect.objectContaining({ message: fault }),
  )
})

test('attributes are put, added and deleted; ADD appends to a list (rule 5.19)', () => {
  const { update } = readExpressions(
    {
      AttributeUpdates: {
        'a.b': { Value: x },
        n: { Action: 'ADD', Value: { N: '2' } },
        l: { Action: 'ADD', Value: { L: [{ N: '3' }] } },
        m: { Action: 'ADD', Value: { L: [{ N: '1' }] } },
        s: { Action: 'DELETE', Value: { SS: ['x'] } },
        a: { Action: 'DELETE' },
      },
    },
    ofUpdates,
  )
  expect(applyUpdate(update!, item, {}, {})).toEqual({ n: 7, l: ['x', 2, 3], 'a.b': 'x', m: [1] })
})

test('attributes to get are names as they are, none twice', () => {
  expect(readExpressions({ AttributesToGet: ['a', 'a.b'] }).projection).toEqual([['a'], ['a.b']])
  expect(() => readExpressions({ AttributesToGet: ['a', 'b', 'a'] })).toThrow(
    `${refusal} Duplicate value in attribute name: a`,
  )
})

test('key conditions of the older form', () => {
  const read = (KeyConditions: JsonObject): unknown => readExpressions({ KeyConditions }, ofQueries).keyConditions
  expect(read({ pk: given('EQ', x), sk: given('BETWEEN', { S: 'a' }, x) })).toEqual([
    { name: 'pk', condition: { op: '=', value: 'x' } },
    { name: 'sk', condition: { op: 'between', low: 'a', high: 'x' } },
  ])
  expect(read({ sk: given('BEGINS_WITH', x) })).toEqual([{ name: 'sk', condition: { op: 'beginsWith', prefix: 'x' } }])
  expect(read({ sk: given('LE', x) })).toEqual([{ name: 'sk', condition: { op: '<=', value: 'x' } }])
  expect(() => read({})).toThrow('Conditions can be of length 1 or 2 only')
  expect(() => read({ sk: given('NE', x) })).toThrow('Attempted conditional constraint is not an indexable operation')
  expect(() => read({ sk: given('EQ', x, x) })).toThrow('Invalid number of argument(s) for the EQ ComparisonOperator')
})

test('key conditions of the older form go with a newer filter', () => {
  const { filter, keyConditions } = readExpressions(
    { KeyConditions: { pk: given('EQ', x) }, FilterExpression: 'a = :v', ExpressionAttributeValues: { ':v': x } },
    ofQueries,
  )
  expect(keyConditions).toHaveLength(1)
  expect(filter).toEqual({ op: '=', left: { path: ['a'] }, right: { value: 'x' } })
})
