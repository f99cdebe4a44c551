import { expect, test } from 'vitest'
import { ofQueries, ofScans, ofUpdates, type ValueExpressions } from './check-parameters.ts'
import { type ExpressionParameters, readExpressions } from './read-expressions.ts'

const v = { ':v': { S: 'x' } } as const
const n = { '#n': 'name' } as const
const exists = 'attribute_exists(a)'
const mixed = 'Can not use both expression and non-expression parameters in the same request:'
const unused = 'unused in expressions: keys:'
const only = 'can only be specified when using expressions'
const absent = { a: { Exists: false } } as const

const faulty: readonly (readonly [
  rule: string,
  fault: string,
  parameters: ExpressionParameters,
  valued?: ValueExpressions,
])[] = [
  [
    '4.22',
    `Value provided in ExpressionAttributeNames ${unused} {#n}`,
    { ConditionExpression: exists, ExpressionAttributeNames: n },
  ],
  [
    '4.22',
    `Value provided in ExpressionAttributeValues ${unused} {:v}`,
    { ConditionExpression: exists, ExpressionAttributeValues: v },
  ],
  [
    '4.22',
    `Value provided in ExpressionAttributeNames ${unused} {#n}`,
    { ConditionExpression: exists, ExpressionAttributeNames: n, ExpressionAttributeValues: v },
  ],
  [
    '4.22',
    'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "a"',
    { ConditionExpression: 'a', ExpressionAttributeNames: n },
  ],
  [
    '4.23',
    'ExpressionAttributeNames contains invalid key: Syntax error; key: "bad"',
    { ConditionExpression: exists, ExpressionAttributeNames: { bad: 'a' } },
  ],
  [
    '4.23',
    'ExpressionAttributeNames contains invalid key: Syntax error; key: "#"',
    { ConditionExpression: exists, ExpressionAttributeNames: { '#': 'a' } },
  ],
  [
    '4.23',
    'ExpressionAttributeValues contains invalid key: Syntax error; key: ":a-b"',
    { ConditionExpression: exists, ExpressionAttributeValues: { ':a-b': { S: 'x' } } },
  ],
  ['4.24', `ExpressionAttributeNames ${only}`, { ExpressionAttributeNames: n, ExpressionAttributeValues: v }],
  ['4.24', `ExpressionAttributeValues ${only}: ConditionExpression is null`, { ExpressionAttributeValues: v }],
  [
    '4.24',
    `ExpressionAttributeValues ${only}: UpdateExpression and ConditionExpression are null`,
    { ExpressionAttributeValues: v },
    ofUpdates,
  ],
  [
    '4.24',
    `ExpressionAttributeValues ${only}: FilterExpression is null`,
    { ProjectionExpression: 'a', ExpressionAttributeValues: v },
    ofScans,
  ],
  [
    '4.24',
    `ExpressionAttributeValues ${only}: FilterExpression and KeyConditionExpression are null`,
    { ProjectionExpression: 'a', ExpressionAttributeValues: v },
    ofQueries,
  ],
  ['4.25', 'ExpressionAttributeNames must not be empty', { ConditionExpression: exists, ExpressionAttributeNames: {} }],
  [
    '4.25',
    'ExpressionAttributeValues must not be empty',
    { ConditionExpression: exists, ExpressionAttributeValues: {} },
  ],
  [
    '4.32',
    `${mixed} Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}`,
    { ConditionExpression: exists, Expected: absent },
  ],
  [
    '4.32',
    `${mixed} Non-expression parameters: {AttributeUpdates, Expected} Expression parameters: {UpdateExpression, ConditionExpression}`,
    { UpdateExpression: 'REMOVE a', ConditionExpression: exists, Expected: absent, AttributeUpdates: {} },
    ofUpdates,
  ],
  [
    '4.32',
    `${mixed} Non-expression parameters: {AttributesToGet, ConditionalOperator} Expression parameters: {KeyConditionExpression}`,
    {
      KeyConditionExpression: 'a = :v',
      AttributesToGet: ['a'],
      ConditionalOperator: 'OR',
      ExpressionAttributeValues: v,
    },
    ofQueries,
  ],
  [
    '1.16',
    'ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: An string set  may not be empty for key :v',
    { FilterExpression: 'a = :v', ExpressionAttributeValues: { ':v': { SS: [] } } },
    ofScans,
  ],
  [
    '1.16',
    'One or more parameter values were invalid: An string set  may not be empty',
    { ConditionExpression: 'a = :v', ExpressionAttributeValues: { ':v': { SS: [] } } },
  ],
  [
    '1.21',
    'ExpressionAttributeNames contains invalid value: Empty attribute name for key #n',
    { ConditionExpression: 'attribute_exists(#n)', ExpressionAttributeNames: { '#n': '' } },
  ],
]
for (const [rule, fault, parameters, valued] of faulty) {
  test(`rule ${rule}: ${fault}`, () => {
    expect(() => readExpressions(parameters, valued)).toThrow(expect.objectContaining({ message: fault }))
  })
}

test('an alias may stand for names of any form and for several uses; a value for several too', () => {
  expect(
    readExpressions({
      ConditionExpression: '#n = :v AND a.#n = :v',
      ExpressionAttributeNames: { '#n': 'a.b ' },
      ExpressionAttributeValues: v,
    }).condition,
  ).toEqual({
    op: 'and',
    all: [
      { op: '=', left: { path: ['a.b '] }, right: { value: 'x' } },
      { op: '=', left: { path: ['a', 'a.b '] }, right: { value: 'x' } },
    ],
  })
})
