import { beforeEach, expect, test } from 'vitest'
import { call, makeTables, openRaw } from '../../test/raw.ts'
import { plainTable, withGlobal } from '../../test/table-inputs.ts'
import type { Service } from '../index.ts'

let service: Service
beforeEach(() => {
  service = openRaw()
})

test('a table that is not there is named (rule 12.9)', async () => {
  for (const operation of ['DescribeTable', 'DeleteTable']) {
    expect((await call(service, operation, { TableName: 'nope' })).body).toEqual({
      __type: 'ResourceNotFoundException',
      message: 'Requested resource not found: Table: nope not found',
    })
  }
})

test('an ARN stands for the name of its table, of whatever account and region (rule 12.1)', async () => {
  await call(service, 'CreateTable', plainTable)
  const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/abc'
  expect((await call(service, 'DescribeTable', { TableName: arn })).body.Table.TableName).toBe('abc')
  const item = { a: { S: 'x' }, b: { S: 'y' } }
  expect((await call(service, 'PutItem', { TableName: arn, Item: item })).status).toBe(200)
  expect((await call(service, 'GetItem', { TableName: arn, Key: item })).body).toEqual({ Item: item })
  const gets = { RequestItems: { [arn]: { Keys: [item] } } }
  expect((await call(service, 'BatchGetItem', gets)).body.Responses).toEqual({ [arn]: [item] })
  const writes = { RequestItems: { [arn]: [{ DeleteRequest: { Key: item } }] } }
  expect((await call(service, 'BatchWriteItem', writes)).status).toBe(200)
  const puts = { TransactItems: [{ Put: { TableName: arn, Item: item } }] }
  expect((await call(service, 'TransactWriteItems', puts)).status).toBe(200)
  const reads = { TransactItems: [{ Get: { TableName: arn, Key: item } }] }
  expect((await call(service, 'TransactGetItems', reads)).body.Responses).toEqual([{ Item: item }])
})

test('an ill-formed name is refused before it is looked up, also by operations on items (rule 12.1)', async () => {
  for (const [operation, rest] of [
    ['DescribeTable', {}],
    ['GetItem', { Key: {} }],
  ] as const) {
    const { body } = await call(service, operation, { TableName: 'a;', ...rest })
    expect(body).toEqual({
      __type: 'ValidationException',
      message:
        "2 validation errors detected: Value 'a;' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; " +
        "Value 'a;' at 'tableName' failed to satisfy constraint: Member must have length greater than or equal to 3",
    })
  }
})

test('items and bytes are counted as they are now, in the table and in its indexes (rule 12.13)', async () => {
  await call(service, 'CreateTable', withGlobal({ Projection: { ProjectionType: 'KEYS_ONLY' } }))
  const sizes = async (): Promise<readonly number[]> => {
    const { Table: table } = (await call(service, 'DescribeTable', { TableName: 'abc' })).body
    const [index] = table.GlobalSecondaryIndexes
    return [table.ItemCount, table.TableSizeBytes, index.ItemCount, index.IndexSizeBytes]
  }
  const put = (item: object): Promise<unknown> => call(service, 'PutItem', { TableName: 'abc', Item: item })
  await put({ a: { S: 'x' }, b: { S: 'y' }, g: { S: 'zz' }, more: { S: '12345' } })
  expect(await sizes()).toEqual([1, 2 + 2 + 3 + 9, 1, 2 + 2 + 3])
  await put({ a: { S: 'x' }, b: { S: 'z' } })
  expect(await sizes()).toEqual([2, 20, 1, 7])
  await put({ a: { S: 'x' }, b: { S: 'y' } })
  expect(await sizes()).toEqual([2, 8, 0, 0])
  await call(service, 'DeleteItem', { TableName: 'abc', Key: { a: { S: 'x' }, b: { S: 'y' } } })
  expect(await sizes()).toEqual([1, 4, 0, 0])
})

test('a table that only the store API defined is described, with an id that stays (rule 12.14)', async () => {
  await makeTables(service, { name: 'animals', partitionKey: 'id' })
  const { Table: table } = (await call(service, 'DescribeTable', { TableName: 'animals' })).body
  expect(table).toMatchObject({ TableStatus: 'ACTIVE', BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } })
  const again = openRaw()
  await makeTables(again, { name: 'animals', partitionKey: 'id' })
  expect((await call(again, 'DescribeTable', { TableName: 'animals' })).body.Table.TableId).toBe(table.TableId)
})

test('a protected table is not deleted; another one is, with its items (rules 12.8 and 12.10)', async () => {
  await call(service, 'CreateTable', { ...plainTable, DeletionProtectionEnabled: true })
  expect((await call(service, 'DeleteTable', { TableName: 'abc' })).body).toEqual({
    __type: 'ValidationException',
    message:
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
  })
  await call(service, 'CreateTable', { ...plainTable, TableName: 'other' })
  const item = { a: { S: 'x' }, b: { S: 'y' } }
  await call(service, 'PutItem', { TableName: 'other', Item: item })
  const { TableDescription: gone } = (await call(service, 'DeleteTable', { TableName: 'other' })).body
  expect(gone).toMatchObject({ TableName: 'other', TableStatus: 'DELETING', ItemCount: 1 })
  expect((await call(service, 'ListTables', {})).body).toEqual({ TableNames: ['abc'] })
  await call(service, 'CreateTable', { ...plainTable, TableName: 'other' })
  expect((await call(service, 'GetItem', { TableName: 'other', Key: item })).body).toEqual({})
})

test('tables are listed in the order of their bytes, page by page (rule 12.12)', async () => {
  for (const name of ['bbb', 'Bbb', 'a.a', 'a-a'])
    await call(service, 'CreateTable', { ...plainTable, TableName: name })
  const list = async (input: object): Promise<unknown> => (await call(service, 'ListTables', input)).body
  expect(await list({})).toEqual({ TableNames: ['Bbb', 'a-a', 'a.a', 'bbb'] })
  expect(await list({ Limit: 2 })).toEqual({ TableNames: ['Bbb', 'a-a'], LastEvaluatedTableName: 'a-a' })
  expect(await list({ Limit: 2, ExclusiveStartTableName: 'a-a' })).toEqual({ TableNames: ['a.a', 'bbb'] })
  expect(await list({ ExclusiveStartTableName: 'a-zzz' })).toEqual({ TableNames: ['a.a', 'bbb'] })
  for (const Limit of [0, 101]) {
    expect(await list({ Limit })).toMatchObject({ __type: 'ValidationException' })
  }
})
