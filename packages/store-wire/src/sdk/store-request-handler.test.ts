import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { defineTable } from '@cmz/store-core'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openService, type StoreRequestHandler, storeRequestHandler } from '../index.ts'

const tables = [defineTable({ name: 'animals', partitionKey: 'id', softDelete: false, stamps: false })]
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wire-sdk-'))
})
afterAll(() => rm(folder, { recursive: true }))

const handlers: StoreRequestHandler[] = []
afterEach(async () => {
  for (const handler of handlers.splice(0)) await handler.destroy()
})

function opened(handler: StoreRequestHandler): StoreRequestHandler {
  handlers.push(handler)
  return handler
}

function clientOf(requestHandler: StoreRequestHandler): DynamoDBClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
  return new DynamoDBClient({ region: 'us-east-1', credentials, requestHandler, maxAttempts: 1 })
}

const key = { TableName: 'animals', Key: { id: { S: 'a' } } }

describe.each([
  ['in memory', () => storeRequestHandler({ memory: true, tables })],
  ['on files', () => storeRequestHandler({ dir: join(folder, 'data'), tables })],
])('%s', (_, open) => {
  test('the low-level client writes and reads', async () => {
    const client = clientOf(opened(open()))
    await client.send(new PutItemCommand({ TableName: 'animals', Item: { id: { S: 'a' }, legs: { N: '4' } } }))
    const { Item, $metadata } = await client.send(new GetItemCommand(key))
    expect(Item).toEqual({ id: { S: 'a' }, legs: { N: '4' } })
    expect($metadata).toMatchObject({ httpStatusCode: 200, requestId: expect.stringMatching(/^[A-Z0-9]{52}$/) })
  })

  test('so does the document client', async () => {
    const client = DynamoDBDocumentClient.from(clientOf(opened(open())))
    const item = { id: 'b', tags: new Set(['x']), bytes: new Uint8Array([1]), list: [1, { deep: null }] }
    await client.send(new PutCommand({ TableName: 'animals', Item: item }))
    expect((await client.send(new GetCommand({ TableName: 'animals', Key: { id: 'b' } }))).Item).toEqual(item)
  })

  test('errors are those of the SDK', async () => {
    const client = clientOf(opened(open()))
    await expect(client.send(new GetItemCommand({ ...key, TableName: 'nowhere' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $fault: 'client',
      $metadata: { httpStatusCode: 400 },
    })
  })
})

test('clients may share a handler, and handlers a folder', async () => {
  const dir = join(folder, 'shared')
  const [one, two] = [opened(storeRequestHandler({ dir, tables })), opened(storeRequestHandler({ dir, tables }))]
  await clientOf(one).send(new PutItemCommand({ TableName: 'animals', Item: { id: { S: 'a' } } }))
  for (const handler of [one, two]) expect((await clientOf(handler).send(new GetItemCommand(key))).Item).toBeDefined()
  await one.destroy()
  expect((await clientOf(two).send(new GetItemCommand(key))).Item).toBeDefined()
})

test('after destroy there is no service, and what came before is answered', async () => {
  const handler = storeRequestHandler({ memory: true, tables })
  const before = clientOf(handler).send(new GetItemCommand(key))
  await expect(before).resolves.toMatchObject({})
  const late = handler.handle({ headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' }, body: JSON.stringify(key) })
  clientOf(handler).destroy()
  expect((await late).response.statusCode).toBe(200)
  await expect(clientOf(handler).send(new GetItemCommand(key))).rejects.toMatchObject({ name: 'StoreClosedException' })
})

test('a service that was given stays open', async () => {
  const service = await openService({ memory: true, tables })
  const handler = storeRequestHandler({ service })
  await clientOf(handler).send(new GetItemCommand(key))
  await handler.destroy()
  expect(service.engine.table('animals')).toBeDefined()
  await service.close()
})

test('where the folder cannot be used, each call says so, until it can', async () => {
  const dir = join(folder, 'taken')
  await writeFile(dir, '')
  const client = clientOf(opened(storeRequestHandler({ dir, tables })))
  await expect(client.send(new GetItemCommand(key))).rejects.toMatchObject({ name: 'DiskException' })
  await rm(dir)
  await expect(client.send(new GetItemCommand(key))).resolves.toMatchObject({})
})

describe('who does not wait', () => {
  const slow = { memory: true, tables, faults: () => ({ latency: 60_000 }) } as const
  const request = { headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' }, body: JSON.stringify(key) }

  test('is told AbortError, before', async () => {
    const client = clientOf(opened(storeRequestHandler({ memory: true, tables })))
    const sent = client.send(new GetItemCommand(key), { abortSignal: AbortSignal.abort() })
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' })
  })

  test('and during the call', async () => {
    const service = await openService(slow)
    const controller = new AbortController()
    const sent = storeRequestHandler({ service }).handle(request, { abortSignal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(sent).rejects.toMatchObject({ name: 'AbortError', cause: { message: 'enough' } })
  })

  test('also by a signal of the older kind', async () => {
    const service = await openService(slow)
    const abortSignal: { aborted: boolean; onabort: (() => void) | null } = { aborted: false, onabort: null }
    const sent = storeRequestHandler({ service }).handle(request, { abortSignal })
    abortSignal.onabort!()
    await expect(sent).rejects.toMatchObject({ name: 'AbortError', message: 'Request aborted' })
  })

  const brief = { memory: true, tables, faults: () => ({ latency: 20 }) } as const

  test('the data are let go of once such a call is done all the same', async () => {
    const service = await openService(brief)
    const handler = storeRequestHandler({ service })
    const controller = new AbortController()
    const put = {
      headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem' },
      body: '{"TableName":"animals","Item":{"id":{"S":"a"}}}',
    }
    const sent = handler.handle(put, { abortSignal: controller.signal })
    controller.abort()
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' })
    await handler.destroy()
    const { faults: _, ...plain } = service
    const { response } = await storeRequestHandler({ service: plain }).handle(request)
    expect(Buffer.from(response.body).toString()).toBe('{"Item":{"id":{"S":"a"}}}')
  })

  test('a time that no timer can wait for is as good as none', async () => {
    const service = await openService(brief)
    const { response } = await storeRequestHandler({ service }).handle(request, { requestTimeout: Infinity })
    expect(response.statusCode).toBe(200)
  })

  test('or TimeoutError', async () => {
    const service = await openService(slow)
    const sent = storeRequestHandler({ service }).handle(request, { requestTimeout: 1 })
    await expect(sent).rejects.toMatchObject({ name: 'TimeoutError' })
  })
})
