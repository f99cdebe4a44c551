import { defineTable } from '@cmz/store-core'
import { afterEach, expect, test } from 'vitest'
import { call, type RawAnswer } from '../../test/raw.ts'
import { post } from '../../test/http.ts'
import { answer, type Fault, type FaultCall, openService, type OpenService, startEndpoint } from '../index.ts'
import { faultOfHeader } from './fault-header.ts'

const tables = [defineTable({ name: 'animals', partitionKey: 'id', softDelete: false, stamps: false })]
const key = { TableName: 'animals', Key: { id: { S: 'a' } } }
const put = { TableName: 'animals', Item: { id: { S: 'a' } } }

const open: OpenService[] = []
afterEach(async () => {
  for (const service of open.splice(0)) await service.close()
})

async function serviceWith(faults: boolean | ((call: FaultCall) => Fault | undefined)): Promise<OpenService> {
  const service = await openService({ memory: true, tables, faults })
  open.push(service)
  return service
}

function withHeader(service: OpenService, header: string, attempt?: number): Promise<RawAnswer> {
  const retry = attempt === undefined ? {} : { 'amz-sdk-request': `attempt=${attempt}; max=3` }
  const headers = { 'x-store-fault': header, ...retry }
  return Promise.resolve(answer(service, 'DynamoDB_20120810.GetItem', JSON.stringify(key), { headers })).then(
    ({ status, text }) => ({ status, body: JSON.parse(text) as unknown }),
  )
}

test.each([
  ['ProvisionedThroughputExceededException', 400, 'com.amazonaws.dynamodb.v20120810'],
  ['ThrottlingException', 400, 'com.amazon.coral.availability'],
  ['RequestLimitExceeded', 400, 'com.amazonaws.dynamodb.v20120810'],
  ['InternalServerError', 500, 'com.amazonaws.dynamodb.v20120810'],
] as const)('a hook makes a call fail with %s (rule 13.4)', async (error, status, family) => {
  const service = await serviceWith(() => ({ error }))
  const { status: got, text } = await answer(service, 'DynamoDB_20120810.GetItem', JSON.stringify(key))
  expect(got).toBe(status)
  expect(JSON.parse(text)).toEqual({ __type: `${family}#${error}`, message: expect.any(String) })
})

test('a hook is told the call', async () => {
  const calls: FaultCall[] = []
  const service = await serviceWith((each) => void calls.push(each))
  await call(service, 'PutItem', put)
  await call(service, 'BatchGetItem', { RequestItems: { b: {}, a: {} } })
  await call(service, 'TransactWriteItems', {
    TransactItems: [{ Put: put }, { Delete: key }, { Check: { TableName: 'b' } }, 1, { Put: 2 }],
  })
  expect(calls).toMatchObject([
    { operation: 'PutItem', tables: ['animals'], input: put, attempt: 1 },
    ...calls.slice(1).map(({ operation }) => ({
      operation,
      tables: operation === 'BatchGetItem' ? ['b', 'a'] : ['animals', 'b'],
    })),
  ])
})

test('a call fails before its work is done, or after it', async () => {
  const service = await serviceWith(({ operation, input }) => {
    if (operation !== 'PutItem') return undefined
    return { error: 'InternalServerError', applied: 'ReturnValues' in input }
  })
  await call(service, 'PutItem', put)
  expect((await call(service, 'GetItem', key)).body).toEqual({})
  const lost = await call(service, 'PutItem', { ...put, ReturnValues: 'NONE' })
  expect(lost.status).toBe(500)
  expect((await call(service, 'GetItem', key)).body).toEqual({ Item: { id: { S: 'a' } } })
})

test('a write of one item meets a transaction; a read does not (rule 10.14)', async () => {
  const service = await serviceWith(() => ({ error: 'TransactionConflictException' }))
  expect((await call(service, 'PutItem', put)).body).toEqual({
    __type: 'TransactionConflictException',
    message: 'Transaction is ongoing for the item',
  })
  expect((await call(service, 'GetItem', key)).status).toBe(200)
})

test('a transaction meets another one, by its first action (rules 10.4 and 10.14)', async () => {
  const service = await serviceWith(() => ({ error: 'TransactionConflictException' }))
  for (const [operation, action] of [
    ['TransactWriteItems', { Put: put }],
    ['TransactGetItems', { Get: key }],
  ] as const) {
    expect((await call(service, operation, { TransactItems: [action, action] })).body).toEqual({
      __type: 'TransactionCanceledException',
      Message:
        'Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict, None]',
      CancellationReasons: [
        { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
        { Code: 'None' },
      ],
    })
  }
})

test('a transaction with the same token is in progress', async () => {
  const service = await serviceWith(() => ({ error: 'TransactionInProgressException' }))
  const { status, body } = await call(service, 'TransactWriteItems', { TransactItems: [{ Put: put }] })
  expect(status).toBe(400)
  expect(body['__type']).toBe('TransactionInProgressException')
})

test('a batch of which nothing is processed is throttled (rule 9.7)', async () => {
  const service = await serviceWith(() => ({ unprocessed: 2 }))
  const requests = [{ PutRequest: { Item: { id: { S: 'a' } } } }, { PutRequest: { Item: { id: { S: 'b' } } } }]
  const write = (count: number): Promise<RawAnswer> =>
    call(service, 'BatchWriteItem', { RequestItems: { animals: requests.slice(0, count) } })
  expect((await write(2)).body['__type']).toBe('ProvisionedThroughputExceededException')
  expect((await write(1)).body['__type']).toBe('ProvisionedThroughputExceededException')
  const read = await call(service, 'BatchGetItem', { RequestItems: { animals: { Keys: [{ id: { S: 'a' } }] } } })
  expect(read.body['__type']).toBe('ProvisionedThroughputExceededException')
  expect((await call(service, 'GetItem', key)).body).toEqual({})
})

test('nor is a transaction in progress where there is none', async () => {
  const service = await serviceWith(() => ({ error: 'TransactionInProgressException' }))
  expect((await call(service, 'PutItem', put)).status).toBe(200)
})

test('a call waits first', async () => {
  const service = await serviceWith(() => ({ latency: 30 }))
  const began = performance.now()
  expect((await call(service, 'GetItem', key)).status).toBe(200)
  expect(performance.now() - began).toBeGreaterThan(28)
})

test('a request asks for a fault, for so many attempts', async () => {
  const service = await serviceWith(true)
  expect((await withHeader(service, 'throttle; times=2', 2)).status).toBe(400)
  expect((await withHeader(service, 'throttle; times=2', 3)).status).toBe(200)
  expect((await withHeader(service, 'throttle; times=1')).body).toMatchObject({
    __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
  })
})

test('what a request asks for goes before the hook', async () => {
  const service = await serviceWith(() => ({ error: 'ThrottlingException' }))
  expect((await withHeader(service, 'latency=0')).status).toBe(200)
})

test('where faults are off, a request asks in vain', async () => {
  const service = await serviceWith(false)
  expect((await withHeader(service, 'throttle')).status).toBe(200)
})

test('over HTTP too', async () => {
  const endpoint = await startEndpoint({ memory: true, tables, faults: true })
  const answered = await post(endpoint.url, 'GetItem', key, { 'x-store-fault': 'InternalServerError' })
  expect(answered.status).toBe(500)
  expect((await post(endpoint.url, 'GetItem', key)).status).toBe(200)
  await endpoint.stop()
})

test.each([
  ['throttle', 1, { error: 'ProvisionedThroughputExceededException' }],
  ['conflict; applied', 1, { error: 'TransactionConflictException', applied: true }],
  [' latency=50 ;unprocessed=3;times=1', 1, { latency: 50, unprocessed: 3 }],
  ['throttle;times=1', 2, undefined],
])('%j is read', (header, attempt, fault) => {
  expect(faultOfHeader(header, attempt)).toEqual(fault)
})

test.each(['', 'nothing', 'times=x', 'latency', 'throttle; ; latency=1', 'latency=-1'])(
  '%j is refused',
  async (header) => {
    const answered = await withHeader(await serviceWith(true), header)
    expect(answered.body).toMatchObject({ __type: 'com.amazon.coral.validate#ValidationException' })
  },
)
