import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { localCredentials, localRegion } from '@cmz/dynamo-servers'
import { Database, defineTable, type Progress } from '@cmz/store-core'
import { afterEach, expect, it } from 'vitest'
import { dynamoDriver } from '../src/index.ts'

const table = defineTable({ name: 'things', partitionKey: 'id', softDelete: false, stamps: false })
const ids = Array.from({ length: 10_000 }, (_, index) => `thing${index}`)

type Written = { readonly PutRequest: { readonly Item: { readonly id: { readonly S: string } } } }
type Key = { readonly id: { readonly S: string } }

const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A server that leaves a third of every batch over, as DynamoDB does under load. */
async function startBusyServer() {
  const written = new Set<string>()
  const sizes: number[] = []
  const server = createServer((request, response) => void answer(request, response))
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = (await json(request)) as { readonly RequestItems: Readonly<Record<string, unknown>> }
    const isWrite = String(request.headers['x-amz-target']).endsWith('BatchWriteItem')
    const given = body.RequestItems[table.name]
    const members = isWrite ? (given as Written[]) : (given as { readonly Keys: Key[] }).Keys
    sizes.push(members.length)
    const done = members.slice(0, Math.ceil((members.length * 2) / 3))
    const left = members.slice(done.length)
    const unprocessed = left.length === 0 ? {} : { [table.name]: isWrite ? left : { Keys: left } }
    if (isWrite) for (const { PutRequest } of done as Written[]) written.add(PutRequest.Item.id.S)
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
    response.end(
      JSON.stringify(
        isWrite
          ? { UnprocessedItems: unprocessed }
          : { Responses: { [table.name]: done }, UnprocessedKeys: unprocessed },
      ),
    )
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const database = new Database(
    () => dynamoDriver({ endpoint, region: localRegion, credentials: localCredentials, createTables: false }),
    { pause: async () => {} },
  )
  closing.push(() => database.close())
  return { store: database.store(table), written, sizes }
}

it('writes 10,000 items of which a third of every request comes back, loses none, and tells how far it is', async () => {
  const { store, written, sizes } = await startBusyServer()
  const progress: Progress[] = []
  await store.writeMany({ put: ids.map((id) => ({ id })) }, { onProgress: (each) => progress.push(each) })
  expect(written.size).toBe(ids.length)
  expect(Math.max(...sizes)).toBe(25)
  expect(progress.at(-1)).toEqual({ done: ids.length, total: ids.length })
  expect(progress.length).toBeGreaterThan(400)
})

it('reads 10,000 items of which a third of every request comes back, in the order of the keys', async () => {
  const { store, sizes } = await startBusyServer()
  const items = await store.getMany(ids)
  expect(items.map((item) => item?.['id'])).toEqual(ids)
  expect(Math.max(...sizes)).toBe(100)
})
