import { defineTable } from '@cmz/store-core'
import { expect, test } from 'vitest'
import { ofQueries, ofScans } from './check-parameters.ts'
import { checkFilterKeys, checkFilterProjected, checkNested } from './check-paths.ts'
import { readExpressions, type RequestExpressions } from './read-expressions.ts'

const table = defineTable({
  name: 'paths',
  partitionKey: 'pk',
  sortKey: 'sk',
  softDelete: false,
  stamps: false,
  indexes: { gsi: { partitionKey: 'g', projection: ['p'] }, all: { partitionKey: 'g' } },
})
const index = (name: 'gsi' | 'all'): Parameters<typeof checkFilterProjected>[1] => ({ ...table.indexes[name]!, name })
const filtered = (FilterExpression: string): RequestExpressions => readExpressions({ FilterExpression }, ofScans)

test('no path leads into a key (rule 2.14)', () => {
  const scalars = "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed:"
  const check = (ProjectionExpression: string): void => checkNested(table, readExpressions({ ProjectionExpression }))
  expect(() => check('a, sk.b')).toThrow(`${scalars} Key: sk`)
  expect(() => check('a, g[1]')).toThrow(`${scalars} IndexKey: g`)
  check('pk, sk, g, a.b, p[1].c')
})

test('a filter of a query is on other attributes than its keys (rule 4.29)', () => {
  const rule = 'can only contain non-primary key attributes: Primary key attribute:'
  expect(() => checkFilterKeys(table, filtered('a = b OR sk = b'))).toThrow(`Filter Expression ${rule} sk`)
  expect(() => checkFilterKeys(index('gsi')!, filtered('attribute_exists(g)'))).toThrow(`Filter Expression ${rule} g`)
  checkFilterKeys(index('gsi')!, filtered('pk = sk'))
  const value = [{ S: 'x' }]
  const legacy = readExpressions(
    {
      KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: value } },
      QueryFilter: { sk: { ComparisonOperator: 'EQ', AttributeValueList: value } },
    },
    ofQueries,
  )
  expect(() => checkFilterKeys(table, legacy)).toThrow(`QueryFilter ${rule} sk`)
})

test('a filter of a global index is on what it holds (rule 7.22)', () => {
  const check = (name: 'gsi' | 'all', text: string): void =>
    checkFilterProjected(table, index(name), filtered(text).filter, true)
  expect(() => check('gsi', 'p = g AND v = sk')).toThrow(
    'One or more parameter values were invalid: Secondary index gsi does not project one or more filter attributes: [v]',
  )
  check('gsi', 'p = g AND sk = pk')
  check('all', 'v = w')
  checkFilterProjected(table, undefined, filtered('v = w').filter, true)
})
