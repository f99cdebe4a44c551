import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { localCredentials, localRegion } from '@cmz/dynamo-servers'
import { defineTable } from '@cmz/store-core'
import { expect, it, onTestFinished } from 'vitest'
import { dynamoDriver } from '../src/index.ts'

const table = defineTable({ name: 'quest', partitionKey: 'id' })

it('sends no more requests at a time than it may, and all of them in the end', async () => {
  let now = 0
  let most = 0
  const server = createServer((request, response) => {
    most = Math.max(most, ++now)
    request.resume().on('end', () => {
      setImmediate(() => {
        now--
        response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}')
      })
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const driver = await dynamoDriver({ endpoint, region: localRegion, credentials: localCredentials, parallel: 3 })
  onTestFinished(async () => {
    await driver.close()
    server.close()
  })
  const writes = Array.from({ length: 60 }, (_, index) =>
    driver.write({ kind: 'put', table, item: { id: `${index}` } }),
  )
  const abort = new AbortController()
  const waiting = driver.scan({ table, signal: abort.signal })
  abort.abort(new Error('no longer wanted'))
  await expect(waiting).rejects.toThrow('no longer wanted')
  expect(await Promise.all(writes)).toHaveLength(60)
  expect(most).toBeLessThanOrEqual(3)
  expect(most).toBeGreaterThan(1)
})
