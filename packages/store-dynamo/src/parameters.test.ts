import { assignments, defineTable } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import {
  deleteParameters,
  getParameters,
  putParameters,
  queryParameters,
  scanParameters,
  transactParameters,
  updateParameters,
} from './parameters.ts'

const table = defineTable({
  name: 'quest',
  partitionKey: 'id',
  sortKey: 'at',
  indexes: {
    byName: { partitionKey: 'name' },
    byRank: { kind: 'local', sortKey: 'rank' },
  },
})
const key = { id: 'a', at: 'b' }
const Key = { id: { S: 'a' }, at: { S: 'b' } }
const exists = { op: 'exists', path: ['id'] } as const

describe('reads', () => {
  it('get consistently', () => {
    expect(getParameters({ table, key })).toEqual({ TableName: 'quest', Key, ConsistentRead: true })
  })

  it('query with everything', () => {
    expect(
      queryParameters({
        table,
        index: 'byName',
        partition: { name: 'name', type: 'S', value: 'n' },
        descending: true,
        filter: { op: 'exists', path: ['x'] },
        limit: 5,
        startAfter: { ...key, name: 'n' },
      }),
    ).toEqual({
      TableName: 'quest',
      IndexName: 'byName',
      ConsistentRead: false,
      KeyConditionExpression: '#b=:a',
      FilterExpression: 'attribute_exists(#a)',
      ScanIndexForward: false,
      Limit: 5,
      ExclusiveStartKey: { ...Key, name: { S: 'n' } },
      ExpressionAttributeNames: { '#a': 'x', '#b': 'name' },
      ExpressionAttributeValues: { ':a': { S: 'n' } },
    })
  })

  it.each([
    [undefined, true],
    ['byRank', true],
    ['byName', false],
  ])('are consistent where DynamoDB can: index %s', (index, consistent) => {
    const request = { table, ...(index !== undefined && { index }) }
    expect(scanParameters(request).ConsistentRead).toBe(consistent)
  })

  it('leave out what is empty', () => {
    expect(scanParameters({ table })).toEqual({ TableName: 'quest', ConsistentRead: true })
  })
})

describe('writes', () => {
  it('put', () => {
    expect(putParameters({ kind: 'put', table, item: key, condition: exists })).toEqual({
      TableName: 'quest',
      Item: Key,
      ConditionExpression: 'attribute_exists(#a)',
      ExpressionAttributeNames: { '#a': 'id' },
    })
  })

  it('update, sharing the names of update and condition', () => {
    const update = assignments({ id2: 'x' }, ['y'])
    const condition = { op: '=', left: { path: ['y'] }, right: { value: 'z' } } as const
    expect(updateParameters({ kind: 'update', table, key, update, condition })).toEqual({
      TableName: 'quest',
      Key,
      UpdateExpression: 'SET #a=:a REMOVE #b',
      ConditionExpression: '#b=:b',
      ExpressionAttributeNames: { '#a': 'id2', '#b': 'y' },
      ExpressionAttributeValues: { ':a': { S: 'x' }, ':b': { S: 'z' } },
      ReturnValues: 'ALL_NEW',
    })
  })

  it('update without an expression where there is nothing to change', () => {
    expect(updateParameters({ kind: 'update', table, key, update: assignments({}), condition: exists })).toEqual({
      TableName: 'quest',
      Key,
      ConditionExpression: 'attribute_exists(#a)',
      ExpressionAttributeNames: { '#a': 'id' },
      ReturnValues: 'ALL_NEW',
    })
  })

  it('delete', () => {
    expect(deleteParameters({ kind: 'delete', table, key })).toEqual({ TableName: 'quest', Key })
  })

  it('transact in order', () => {
    const nothing = assignments({})
    const actions = transactParameters([
      { kind: 'put', table, item: key },
      { kind: 'update', table, key, update: assignments({ x: 'y' }) },
      { kind: 'update', table, key, update: nothing, condition: exists },
      { kind: 'delete', table, key },
    ]).TransactItems!
    expect(actions.flatMap((action) => Object.keys(action))).toEqual(['Put', 'Update', 'ConditionCheck', 'Delete'])
    expect(actions[1]!.Update).not.toHaveProperty('ReturnValues')
    expect(() => transactParameters([{ kind: 'update', table, key, update: nothing }])).toThrow(
      'needs something to set, to remove, or a condition',
    )
  })
})
