import { beforeEach, expect, test } from 'vitest'
import { call, makeTables, openRaw } from '../../test/raw.ts'
import type { Service } from '../index.ts'

let service: Service
beforeEach(async () => {
  service = openRaw()
  await makeTables(service, { name: 'animals', partitionKey: 'id' })
})

const key = { TableName: 'animals', Key: { id: { S: 'a' } } }

test('an update sets, adds and removes', async () => {
  await call(service, 'PutItem', {
    TableName: 'animals',
    Item: { id: { S: 'a' }, weight: { N: '5' }, former: { BOOL: true } },
  })
  const { body } = await call(service, 'UpdateItem', {
    ...key,
    UpdateExpression: 'SET #n = :n, weight = weight + :one REMOVE former ADD tags :tags',
    ConditionExpression: 'attribute_exists(id) AND weight BETWEEN :one AND :ten',
    ExpressionAttributeNames: { '#n': 'name' },
    ExpressionAttributeValues: { ':n': { S: 'Ada' }, ':one': { N: '1' }, ':ten': { N: '10' }, ':tags': { SS: ['x'] } },
    ReturnValues: 'ALL_NEW',
  })
  expect(body).toEqual({
    Attributes: { id: { S: 'a' }, weight: { N: '6' }, name: { S: 'Ada' }, tags: { SS: ['x'] } },
  })
})

test('a key is not updated (rule 5.20)', async () => {
  const { body } = await call(service, 'UpdateItem', {
    ...key,
    UpdateExpression: 'SET id = :v',
    ExpressionAttributeValues: { ':v': { S: 'b' } },
  })
  expect(body).toEqual({
    __type: 'ValidationException',
    message: 'One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key',
  })
})

test('an update of the older form appends to lists, and refuses what does not fit (rule 5.19)', async () => {
  const add = async (Value: unknown): Promise<unknown> =>
    (
      await call(service, 'UpdateItem', {
        ...key,
        AttributeUpdates: { l: { Action: 'ADD', Value } },
        Expected: { id: { ComparisonOperator: 'NE', AttributeValueList: [{ S: 'b' }] } },
        ReturnValues: 'UPDATED_NEW',
      })
    ).body
  await add({ L: [{ S: 'x' }] })
  expect(await add({ L: [{ S: 'y' }] })).toEqual({ Attributes: { l: { L: [{ S: 'x' }, { S: 'y' }] } } })
  expect(await add({ N: '1' })).toMatchObject({ message: 'Type mismatch for attribute to update' })
})
