import { defineTable } from '@cmz/store-core'
import { expect, test } from 'vitest'
import type { JsonObject } from '../input/json.ts'
import { ofQueries } from './check-parameters.ts'
import { partitionOf } from './partition-of.ts'
import { readExpressions } from './read-expressions.ts'

const values: JsonObject = {
  ':a': { S: 'x' },
  ':z': { S: 'z' },
  ':n': { N: '1' },
  ':e': { S: '' },
  ':bool': { BOOL: true },
  ':long': { S: 'x'.repeat(1025) },
  ':longer': { S: 'x'.repeat(2049) },
}
const both = defineTable({ name: 'both', partitionKey: 'pk', sortKey: 'sk' })
const hashOnly = defineTable({ name: 'hashOnly', partitionKey: 'pk' })

function read(text: string, keys: typeof both | typeof hashOnly = both): unknown {
  const used = Object.entries(values).filter(([key]) => new RegExp(`${key}\\b`).test(text))
  const { keyConditions } = readExpressions(
    {
      KeyConditionExpression: text,
      ...(used.length > 0 && { ExpressionAttributeValues: Object.fromEntries(used) }),
    },
    ofQueries,
  )
  return partitionOf(keys, keyConditions!)
}

const partition = { name: 'pk', type: 'S', value: 'x' }
const sort = (condition: unknown): unknown => ({ name: 'sk', type: 'S', condition })

test.each<readonly [rule: string, expression: string, found: unknown]>([
  ['7.3', 'pk = :a', { partition }],
  ['7.3', ':a = pk', { partition }],
  ['7.3', 'pk = :a AND sk = :z', { partition, sort: sort({ op: '=', value: 'z' }) }],
  ['7.3', 'sk = :z AND pk = :a', { partition, sort: sort({ op: '=', value: 'z' }) }],
  ['7.3', '(pk = :a) AND (sk < :z)', { partition, sort: sort({ op: '<', value: 'z' }) }],
  ['7.3', '(pk = :a AND :z < sk)', { partition, sort: sort({ op: '>', value: 'z' }) }],
  ['7.3', 'pk = :a AND :z >= sk', { partition, sort: sort({ op: '<=', value: 'z' }) }],
  ['7.3', 'pk = :a AND sk BETWEEN :a AND :z', { partition, sort: sort({ op: 'between', low: 'x', high: 'z' }) }],
  ['7.3', 'begins_with(sk, :z) AND pk = :a', { partition, sort: sort({ op: 'beginsWith', prefix: 'z' }) }],
])('rule %s: %s', (_rule, expression, found) => {
  expect(read(expression)).toEqual(found)
})

const bad = 'Invalid operator used in KeyConditionExpression:'
const condition = 'Invalid condition in KeyConditionExpression:'
const first = 'operator must have the key attribute as its first operand'
const mismatch = 'One or more parameter values were invalid: Condition parameter type does not match schema type'
const empty =
  'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key:'
const twice = 'Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key'

test.each<readonly [rule: string, expression: string, fault: string]>([
  ['7.3', '((pk = :a))', 'Invalid KeyConditionExpression: The expression has redundant parentheses;'],
  ['7.4', 'sk = :a', 'Query condition missed key schema element: pk'],
  ['7.4', 'pk = :a AND x = :a', 'Query condition missed key schema element: sk'],
  ['7.5', 'pk <> :a', `${bad} <>`],
  ['7.5', 'pk = :a OR sk = :a', `${bad} OR`],
  ['7.5', 'NOT pk = :a', `${bad} NOT`],
  ['7.5', 'pk = :a AND sk IN (:a)', `${bad} IN`],
  ['7.5', 'contains(pk, :a)', `${bad} contains`],
  ['7.5', 'attribute_exists(pk)', `${bad} attribute_exists`],
  ['7.5', 'attribute_not_exists(pk)', `${bad} attribute_not_exists`],
  ['7.6', 'pk > :a', 'Query key condition not supported'],
  ['7.6', 'begins_with(pk, :a)', 'Query key condition not supported'],
  ['7.7', 'pk = :a AND pk = :z', twice],
  ['7.7', 'pk = :a AND sk > :a AND sk < :z', twice],
  [
    '7.7',
    'pk = :a AND sk = :a AND x = :a',
    'The number of query conditions (3) exceeds the number of key attributes defined in the schema (2)',
  ],
  ['7.8', 'pk = :n', mismatch],
  ['7.8', 'pk = :a AND sk BETWEEN :n AND :n', mismatch],
  ['7.8', 'pk = :a AND sk = :bool', mismatch],
  [
    '7.8',
    'pk = :a AND sk < :bool',
    'Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: <, operand type: BOOL',
  ],
  ['7.9', 'pk = sk', `${condition} Multiple attribute names used in one condition`],
  ['7.9', 'begins_with(pk, sk)', `${condition} Multiple attribute names used in one condition`],
  ['7.9', ':a = :z', `${condition} No key attribute specified`],
  ['7.9', 'pk = :a AND begins_with(:a, sk)', `${condition} begins_with ${first}`],
  ['7.9', 'pk = :a AND :a BETWEEN sk AND :z', `${condition} BETWEEN ${first}`],
  [
    '7.9',
    'pk.x = :a',
    'Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on nested attributes',
  ],
  [
    '7.9',
    'pk = :a AND size(sk) = :n',
    'Invalid KeyConditionExpression: KeyConditionExpressions cannot contain nested operations',
  ],
  [
    '7.5',
    'pk = :a AND sk = size(:a)',
    'Invalid KeyConditionExpression: KeyConditionExpressions cannot contain nested operations',
  ],
  ['7.10', 'pk = :e', `${empty} pk`],
  ['7.10', 'pk = :a AND sk = :e', `${empty} sk`],
  ['7.10', 'pk = :a AND begins_with(sk, :e)', `${empty} sk`],
  [
    '2.5',
    'pk = :longer',
    'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
  ],
  [
    '2.6',
    'pk = :a AND sk > :long',
    'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
  ],
  ['4.20', 'name = :a', 'Invalid KeyConditionExpression: Attribute name is a reserved keyword; reserved keyword: name'],
])('rule %s: %s is refused', (_rule, expression, fault) => {
  expect(() => read(expression)).toThrow(fault)
})

test('a table without a sort key takes one condition (rule 7.7)', () => {
  expect(read('pk = :a', hashOnly)).toEqual({ partition })
  expect(() => read('pk = :a AND sk = :a', hashOnly)).toThrow(
    'The number of query conditions (2) exceeds the number of key attributes defined in the schema (1)',
  )
})

test('a query needs a condition on keys (rule 7.11)', () => {
  expect(() => readExpressions({}, ofQueries)).toThrow(
    'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
  )
})
