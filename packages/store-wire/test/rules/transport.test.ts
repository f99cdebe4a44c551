import { defineTable } from '@cmz/store-core'
import { crc32, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Endpoint, startEndpoint } from '../../src/index.ts'
import { headersFor, type HttpAnswer, post, send } from '../http.ts'
import { rule } from './rule.ts'
import { map } from './wire.ts'

const animals = defineTable({ name: 'animals', partitionKey: 'pk', softDelete: false, stamps: false })
const key = { TableName: 'animals', Key: map({ pk: 'a' }) }
const put = (pk: string, more: Record<string, unknown> = {}) => ({
  TableName: 'animals',
  Item: map({ pk, ...more }),
})

let endpoint: Endpoint
let url: string
beforeAll(async () => {
  endpoint = await startEndpoint({ memory: true, tables: [animals], faults: true, allowOrigins: ['https://app.test'] })
  url = endpoint.url
  await post(url, 'PutItem', put('a'))
  await post(url, 'PutItem', put('long', { fill: 'x'.repeat(10_000) }))
})
afterAll(() => endpoint.stop())

function typeOf({ body }: HttpAnswer): string {
  return body['__type']
}

rule('13.1', 'an operation is a POST whose target names it, and its answer has an id and a checksum', async () => {
  const answer = await send(`${url}/`, { method: 'POST', headers: headersFor('GetItem'), body: JSON.stringify(key) })
  expect(answer).toMatchObject({ status: 200, body: { Item: map({ pk: 'a' }) } })
  expect(answer.headers).toMatchObject({
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-requestid': expect.stringMatching(/^[A-Z0-9]{52}$/),
    'x-amz-crc32': String(crc32(answer.bytes)),
  })
  const failed = await post(url, 'GetItem', { ...key, Key: {} })
  expect(failed).toMatchObject({ status: 400, headers: { 'content-type': 'application/x-amz-json-1.0' } })
  expect(failed.headers['x-amz-crc32']).toBe(String(crc32(failed.bytes)))
})

rule('13.2', 'an error has a type and a message', async () => {
  const failed = { ...put('a'), ConditionExpression: 'attribute_not_exists(pk)' }
  expect((await post(url, 'PutItem', failed)).body).toEqual({
    __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
    message: 'The conditional request failed',
  })
  const missing = await post(url, 'GetItem', { ...key, TableName: 'no-such-table' })
  expect(typeOf(missing)).toBe('com.amazonaws.dynamodb.v20120810#ResourceNotFoundException')
  const invalid = await post(url, 'GetItem', { ...key, Key: map({ pk: 1 }) })
  expect(typeOf(invalid)).toMatch(/^com\.amazon(\.coral\.validate|aws\.dynamodb\.v20120810)#ValidationException$/)
  const { body } = await post(url, 'TransactWriteItems', { TransactItems: [{ Put: failed }] })
  expect(body).toEqual({
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    Message: 'Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed]',
    CancellationReasons: [{ Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' }],
  })
})

rule('13.3', 'what is no operation, no JSON or not signed is refused', async () => {
  for (const target of ['DynamoDB_20120810.Nothing', 'DynamoDB_20111205.GetItem', 'GetItem']) {
    const unknown = await post(url, 'GetItem', key, { 'x-amz-target': target })
    expect(typeOf(unknown)).toBe('com.amazon.coral.service#UnknownOperationException')
  }
  for (const body of ['{', '{"TableName": "animals"', 'x']) {
    expect(typeOf(await post(url, 'GetItem', body))).toBe('com.amazon.coral.service#SerializationException')
  }
  const unsigned = await post(url, 'GetItem', key, { authorization: 'Basic YTpi' })
  expect(typeOf(unsigned)).toBe('com.amazon.coral.service#MissingAuthenticationTokenException')
  const half = await post(url, 'GetItem', key, { authorization: 'AWS4-HMAC-SHA256 Credential=a' })
  expect(typeOf(half)).toBe('com.amazon.coral.service#IncompleteSignatureException')
  const twice = await post(`${url}/?X-Amz-Algorithm=AWS4-HMAC-SHA256`, 'GetItem', key)
  expect(typeOf(twice)).toBe('com.amazon.coral.service#InvalidSignatureException')
})

rule('13.4', 'a fault of the caller is a 400, one of the server a 500', async () => {
  const faults = {
    ProvisionedThroughputExceededException: 400,
    ThrottlingException: 400,
    RequestLimitExceeded: 400,
    InternalServerError: 500,
  }
  for (const [error, status] of Object.entries(faults)) {
    const answer = await post(url, 'GetItem', key, { 'x-store-fault': error })
    expect({ status: answer.status, error: typeOf(answer).split('#')[1] }).toEqual({ status, error })
  }
  const write = { TransactItems: [{ Put: put('b') }] }
  const progress = { 'x-store-fault': 'TransactionInProgressException' }
  const answer = await post(url, 'TransactWriteItems', write, progress)
  expect({ status: answer.status, error: typeOf(answer).split('#')[1] }).toEqual({
    status: 400,
    error: 'TransactionInProgressException',
  })
})

rule('13.6', 'requests and answers may be zipped', async () => {
  const long = { TableName: 'animals', Key: map({ pk: 'long' }) }
  const zipped = await post(url, 'GetItem', long, { 'accept-encoding': 'gzip' })
  expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', 'x-amz-crc32': String(crc32(zipped.bytes)) })
  expect(JSON.parse(gunzipSync(zipped.bytes).toString()).Item.pk).toEqual({ S: 'long' })
  const asIs = await post(url, 'GetItem', long)
  expect(asIs.headers).not.toHaveProperty('content-encoding')
  const request = await post(url, 'GetItem', gzipSync(JSON.stringify(key)), { 'content-encoding': 'gzip' })
  expect(request.body).toEqual({ Item: map({ pk: 'a' }) })
})

rule('13.8', 'a web page that may call is told so before', async () => {
  const headers = {
    origin: 'https://app.test',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-amz-target',
  }
  const asked = await send(url, { method: 'OPTIONS', headers })
  expect(asked.status).toBe(200)
  expect(asked.headers).toMatchObject({
    'access-control-allow-origin': 'https://app.test',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'x-amz-target',
  })
  const called = await post(url, 'GetItem', key, { origin: 'https://app.test' })
  expect(called.headers['access-control-allow-origin']).toBe('https://app.test')
})

rule('9.7', 'a batch that is throttled in part tells what is left, and one throttled in all fails', async () => {
  const write = (count: number) => ({
    RequestItems: {
      animals: Array.from({ length: count }, (_, index) => ({ PutRequest: { Item: map({ pk: `b${index}` }) } })),
    },
  })
  const { status, body } = await post(url, 'BatchWriteItem', write(5), { 'x-store-fault': 'unprocessed=2' })
  expect(status).toBe(200)
  expect(body.UnprocessedItems.animals).toHaveLength(2)
  const rest = await post(url, 'BatchWriteItem', { RequestItems: body.UnprocessedItems })
  expect(rest.body).toEqual({ UnprocessedItems: {} })
  const Keys = Array.from({ length: 5 }, (_, index) => map({ pk: `b${index}` }))
  const read = { RequestItems: { animals: { Keys } } }
  const partial = await post(url, 'BatchGetItem', read, { 'x-store-fault': 'unprocessed=2' })
  expect(partial.body.Responses.animals).toHaveLength(3)
  expect(partial.body.UnprocessedKeys.animals.Keys).toHaveLength(2)
  for (const [operation, input] of [
    ['BatchWriteItem', write(5)],
    ['BatchGetItem', read],
  ] as const) {
    const none = await post(url, operation, input, { 'x-store-fault': 'unprocessed=5' })
    expect({ status: none.status, error: typeOf(none).split('#')[1] }).toEqual({
      status: 400,
      error: 'ProvisionedThroughputExceededException',
    })
  }
})

rule('10.14', 'a write that meets a transaction is told of the conflict', async () => {
  const conflict = { 'x-store-fault': 'conflict' }
  const single = await post(url, 'PutItem', put('c'), conflict)
  expect(typeOf(single)).toBe('com.amazonaws.dynamodb.v20120810#TransactionConflictException')
  const write = { TransactItems: [{ Put: put('c') }, { Put: put('d') }] }
  const { body } = await post(url, 'TransactWriteItems', write, conflict)
  expect(body).toMatchObject({
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
  })
  expect((await post(url, 'GetItem', { TableName: 'animals', Key: map({ pk: 'c' }) })).body).toEqual({})
})
