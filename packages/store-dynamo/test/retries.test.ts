import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { localCredentials, localRegion } from '@cmz/dynamo-servers'
import { defineTable, type Driver } from '@cmz/store-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClient } from '../src/client.ts'
import { dynamoDriver } from '../src/index.ts'

const table = defineTable({ name: 'quest', partitionKey: 'id' })
const request = { table, key: { id: 'a' } }
const item = { id: 'a', n: 1 }

let server: Server
let driver: Driver
let endpoint: string
let refusals: string[]
let arrivals: number[]

beforeEach(async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0) // no pause between attempts
  refusals = []
  arrivals = []
  server = createServer((_request, response) => {
    arrivals.push(Date.now())
    const name = refusals.shift()
    const body = name
      ? { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'slow down' }
      : { Item: { id: { S: 'a' }, n: { N: '1' } } }
    response.writeHead(name ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  driver = await dynamoDriver({ endpoint, region: localRegion, credentials: localCredentials })
})

afterEach(async () => {
  await driver.close()
  server.close()
  vi.restoreAllMocks()
})

describe('throttling', () => {
  it.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'])(
    'is waited out: %s',
    async (name) => {
      refusals = [name, name, name, name, name]
      expect(await driver.get(request)).toEqual(item)
      expect(arrivals).toHaveLength(6)
    },
  )

  it('is a ThrottlingException after eight attempts', async () => {
    refusals = Array.from({ length: 20 }, () => 'ProvisionedThroughputExceededException')
    await expect(driver.get(request)).rejects.toMatchObject({
      name: 'ThrottlingException',
      table: 'quest',
      key: { id: 'a' },
      cause: { name: 'ProvisionedThroughputExceededException' },
    })
    expect(arrivals).toHaveLength(8)
  })

  it('is met with pauses that grow', async () => {
    vi.mocked(Math.random).mockReturnValue(0.3)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    refusals = ['ThrottlingException', 'ThrottlingException', 'ThrottlingException']
    try {
      const answer = driver.get(request)
      const done = vi.fn<() => void>()
      void answer.finally(done)
      // each turn lets the network work, then lets a millisecond pass
      while (done.mock.calls.length === 0) {
        await new Promise(setImmediate)
        await vi.advanceTimersByTimeAsync(1)
      }
      expect(await answer).toEqual(item)
    } finally {
      vi.useRealTimers()
    }
    const pauses = arrivals.slice(1).map((time, index) => Math.round((time - arrivals[index]!) / 100) * 100)
    expect(pauses).toEqual([300, 600, 1200])
  })
})

it('a refusal for another reason is not tried again', async () => {
  refusals = ['ValidationException']
  await expect(driver.get(request)).rejects.toMatchObject({ name: 'ValidationException' })
  expect(arrivals).toHaveLength(1)
})

it('leaves the number of attempts to AWS_MAX_ATTEMPTS where that is set', async () => {
  const options = { region: localRegion, credentials: localCredentials }
  expect(await createClient({ ...options, environment: {} }).config.maxAttempts()).toBe(8)
  expect(await createClient({ ...options, environment: { AWS_MAX_ATTEMPTS: '2' } }).config.maxAttempts()).not.toBe(8)
})

it('a server that is not there is a StoreError naming it, never a failed condition', async () => {
  server.close()
  server.closeAllConnections()
  const failure = driver.write({ kind: 'put', table, item, condition: { op: 'notExists', path: ['id'] } })
  await expect(failure).rejects.toMatchObject({ name: 'StoreError', cause: { code: 'ECONNREFUSED' } })
  await expect(failure).rejects.toThrow(`No answer from DynamoDB at ${endpoint.slice('http://'.length)}: connect ECONN`)
  await expect(failure).rejects.not.toThrow('not known')
})

describe('a transaction of somebody else on the item', () => {
  it('is waited out by a write', async () => {
    refusals = ['TransactionConflictException', 'TransactionConflictException']
    await driver.write({ kind: 'put', table, item })
    await driver.write({ kind: 'update', table, key: { id: 'a' }, update: [{ op: 'add', path: ['n'], value: 1 }] })
    expect(arrivals).toHaveLength(4)
  })
})
