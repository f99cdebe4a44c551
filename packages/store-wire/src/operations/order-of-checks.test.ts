import { beforeEach, expect, test } from 'vitest'
import { call, makeTables, openRaw } from '../../test/raw.ts'
import type { Service } from '../index.ts'

let service: Service
beforeEach(async () => {
  service = openRaw()
  await makeTables(service, { name: 'animals', partitionKey: 'id' })
})

/** What is told of an item with this attribute, and of a request with these parameters. */
async function toldOf(attribute: unknown, parameters: object = {}): Promise<unknown> {
  const Item = { id: { S: 'a' }, x: attribute }
  const { body } = await call(service, 'PutItem', { TableName: 'animals', Item, ...parameters })
  const { __type: error, message } = body as Readonly<Record<string, string>>
  return error === 'SerializationException' ? error : message
}

const noNumber = { N: 'x' }
const noNumberMessage = 'The parameter cannot be converted to a numeric value: x'
const empty = 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'

test('null in a list or a map is a value of no type (rule 1.14)', async () => {
  expect(await toldOf({ L: [null] })).toBe(empty)
  expect(await toldOf({ M: { a: null } })).toBe(empty)
})

test('what is wrong with one of two values comes before that there are two (rule 1.14)', async () => {
  expect(await toldOf({ ...noNumber, S: 'a' })).toBe(noNumberMessage)
  expect(await toldOf({ N: '1', S: 'a' })).toMatch(/more than one datatypes/)
})

test.each(['AB==', 'AAB=', 'A===', '====', '!!!!'])('%s is no base64 (rule 1.12)', async (B) => {
  expect(await toldOf({ B })).toBe('SerializationException')
})

test('12 MB that are no base64 are told so too (rule 1.12)', async () => {
  expect(await toldOf({ B: `${'A'.repeat(12_000_000)}!!!!` })).toBe('SerializationException')
})

test.each(['', 'AA==', 'AQID', 'AAE=', '/w=='])('%j is base64 (rule 1.12)', async (B) => {
  expect(await toldOf({ B })).toBe(undefined)
})

test('values are checked after the members of a request, and before its expressions (rule 13.5)', async () => {
  expect(await toldOf(noNumber, { ReturnValues: 'BAD' })).toMatch(/enum value set/)
  expect(await toldOf(noNumber, { ReturnValues: 'ALL_NEW' })).toBe(noNumberMessage)
  expect(await toldOf(noNumber, { ConditionExpression: '(' })).toBe(noNumberMessage)
  expect(await toldOf({ N: '1' }, { ReturnValues: 'ALL_NEW', ConditionExpression: '(' })).toBe(
    'ReturnValues can only be ALL_OLD or NONE',
  )
})

test('parameters that do not go together come before values (rules 4.32 and 13.5)', async () => {
  const both = { Expected: {}, ConditionExpression: '(' }
  expect(await toldOf(noNumber, both)).toMatch(/^Can not use both/)
})

test('parameters of other operations count as absent', async () => {
  expect(await toldOf({ N: '1' }, { AttributesToGet: ['a', 'a'], FilterExpression: '(', Limit: 0 })).toBe(undefined)
  const get = { TableName: 'animals', Key: { id: { S: 'b' } }, ProjectionExpression: 'id', Expected: {} }
  expect(await call(service, 'GetItem', get)).toEqual({ status: 200, body: {} })
})

test('key conditions are read before filters (rule 13.5)', async () => {
  const input = { TableName: 'animals', FilterExpression: '(', KeyConditionExpression: ')' }
  expect((await call(service, 'Query', input)).body.message).toMatch(/^Invalid KeyConditionExpression/)
})

test('a starting key is looked at before what is asked of keys (rule 7.18)', async () => {
  const input = {
    TableName: 'animals',
    KeyConditionExpression: 'x = :x',
    ExpressionAttributeValues: { ':x': { S: 'a' } },
    ExclusiveStartKey: { x: { S: 'a' }, y: { S: 'a' } },
  }
  expect((await call(service, 'Query', input)).body.message).toBe('The provided starting key is invalid')
})

test.each([
  ['BatchGetItem', { RequestItems: { animals: null } }],
  ['BatchWriteItem', { RequestItems: { animals: null } }],
  ['BatchWriteItem', { RequestItems: { animals: [null] } }],
  ['TransactWriteItems', { TransactItems: [null] }],
  ['TransactGetItems', { TransactItems: [null] }],
  ['UpdateItem', { TableName: 'animals', Key: { id: { S: 'a' } }, AttributeUpdates: { x: null } }],
  ['DeleteItem', { TableName: 'animals', Key: { id: { S: 'a' } }, Expected: { x: null } }],
  ['Scan', { TableName: 'animals', ScanFilter: { x: null } }],
  ['Query', { TableName: 'animals', KeyConditions: { id: null } }],
  ['GetItem', { TableName: 'animals', Key: { id: null } }],
])('%s refuses null in place of what it needs', async (operation, input) => {
  expect((await call(service, operation, input)).status).toBe(400)
})

test('a value of NULL that nothing uses is told (rule 4.22)', async () => {
  const input = {
    TableName: 'animals',
    Key: { id: { S: 'a' } },
    UpdateExpression: 'REMOVE x',
    ExpressionAttributeValues: { ':x': { NULL: true } },
  }
  expect((await call(service, 'UpdateItem', input)).body.message).toBe(
    'Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}',
  )
})

test('that a transaction names an item twice comes before operands of wrong types (rule 10.9)', async () => {
  const item = { TableName: 'animals', Key: { id: { S: 'a' } } }
  const Update = {
    ...item,
    UpdateExpression: 'SET x = :x + :x',
    ExpressionAttributeValues: { ':x': { S: 'a' } },
  }
  const input = { TransactItems: [{ Update }, { Delete: item }] }
  expect((await call(service, 'TransactWriteItems', input)).body.message).toBe(
    'Transaction request cannot include multiple operations on one item',
  )
})

test('a token means the same transaction, whatever it brings that is not read (rule 10.10)', async () => {
  const Put = { TableName: 'animals', Item: { id: { S: 'a' } } }
  const input = { ClientRequestToken: 'token', TransactItems: [{ Put }] }
  expect((await call(service, 'TransactWriteItems', input)).status).toBe(200)
  const more = { ...input, TransactItems: [{ Put: { ...Put, Limit: 1, ConditionExpression: null }, more: 'text' }] }
  const tags = { ...input, TransactItems: [{ Put: { ...Put, Item: { id: { S: 'a', N: null, more: 'text' } } } }] }
  expect((await call(service, 'TransactWriteItems', tags)).status).toBe(200)
  expect((await call(service, 'TransactWriteItems', more)).status).toBe(200)
})

test('JSON of another form is told before that the name of a table is missing (rule 13.5)', async () => {
  const { body } = await call(service, 'UpdateTable', { BillingMode: true })
  expect(body).toMatchObject({ __type: 'SerializationException' })
})
