import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { localCredentials, localRegion } from '@cmz/dynamo-servers'
import { defineTable, type Driver } from '@cmz/store-core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { dynamoDriver } from '../src/index.ts'

const table = defineTable({ name: 'quest', partitionKey: 'id' })

let server: Server
let driver: Driver
/** How many requests the server has not answered yet, and how many they were at most. */
let now: number
let most: number
/** The server answers nothing before this. */
let gate: PromiseWithResolvers<void>

beforeEach(async () => {
  now = 0
  most = 0
  gate = Promise.withResolvers()
  server = createServer((request, response) => {
    most = Math.max(most, ++now)
    void answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  driver = await dynamoDriver({ endpoint, region: localRegion, credentials: localCredentials, parallel: 3 })
})

afterEach(async () => {
  gate.resolve()
  await driver.close()
  server.close()
})

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  await Promise.all([buffer(request), gate.promise])
  now--
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}')
}

function write(count: number): Promise<unknown[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) => driver.write({ kind: 'put', table, item: { id: `${index}` } })),
  )
}

it('sends no more requests at a time than it may, and all of them in the end', async () => {
  const writes = write(60)
  await vi.waitUntil(() => now === 3)
  gate.resolve()
  expect(await writes).toHaveLength(60)
  expect(most).toBe(3)
})

it('gives back the reason of an abort to what still waits for its turn, at once', async () => {
  const writes = write(3)
  const abort = new AbortController()
  const reason = new Error('no longer wanted')
  const waiting = driver.scan({ table, signal: abort.signal })
  await vi.waitUntil(() => now === 3)
  abort.abort(reason)
  await expect(waiting).rejects.toBe(reason)
  gate.resolve()
  expect(await writes).toHaveLength(3)
  // the turn of the one that went away is free
  expect(await write(9)).toHaveLength(9)
  expect(most).toBe(3)
})
