import { beforeEach, expect, test } from 'vitest'
import { call, makeTables, openRaw } from '../../test/raw.ts'
import type { Service } from '../index.ts'

let service: Service
beforeEach(async () => {
  service = openRaw()
  await makeTables(service, { name: 'animals', partitionKey: 'id' })
})

test('an item that was put is read back, its number in normal form (rule 1.7)', async () => {
  const put = await call(service, 'PutItem', {
    TableName: 'animals',
    Item: { id: { S: 'a' }, weight: { N: '+05.50' } },
  })
  expect(put).toEqual({ status: 200, body: {} })
  const got = await call(service, 'GetItem', { TableName: 'animals', Key: { id: { S: 'a' } } })
  expect(got).toEqual({ status: 200, body: { Item: { id: { S: 'a' }, weight: { N: '5.5' } } } })
})

test('a deleted item is gone, and a miss has no Item (rule 7.1)', async () => {
  await call(service, 'PutItem', { TableName: 'animals', Item: { id: { S: 'a' } } })
  const key = { TableName: 'animals', Key: { id: { S: 'a' } } }
  expect((await call(service, 'DeleteItem', { ...key, ReturnValues: 'ALL_OLD' })).body).toEqual({
    Attributes: { id: { S: 'a' } },
  })
  expect((await call(service, 'GetItem', key)).body).toEqual({})
})

test('an update without an expression makes an item of its key (rule 5.15)', async () => {
  const key = { TableName: 'animals', Key: { id: { S: 'a' } } }
  expect((await call(service, 'UpdateItem', { ...key, ReturnValues: 'ALL_NEW' })).body).toEqual({
    Attributes: { id: { S: 'a' } },
  })
})
