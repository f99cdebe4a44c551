import { DynamoDBClient, ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb'
import { localCredentials, localRegion, startDynalite } from '@cmz/dynamo-servers'
import { Database, defineTable } from '@cmz/store-core'
import { expect, it, onTestFinished } from 'vitest'
import { dynamoDriver } from '../src/index.ts'
import { startFaultyProxy } from './faulty-proxy.ts'

it('a list of 10,000 items makes no more requests than it has pages', async () => {
  const server = await startDynalite()
  onTestFinished(() => server.stop())
  const scans: string[] = []
  const proxy = await startFaultyProxy(server.endpoint, (operation) => {
    if (operation === 'Scan') scans.push(operation)
    return 'answer'
  })
  onTestFinished(() => proxy.stop())
  const options = { region: localRegion, credentials: localCredentials }
  const database = new Database(() => dynamoDriver({ ...options, endpoint: proxy.endpoint }))
  onTestFinished(() => database.close())
  const store = database.store(defineTable({ name: 'things', partitionKey: 'id', softDelete: false, stamps: false }))
  const text = 'x'.repeat(350)
  const items = Array.from({ length: 10_000 }, (_, index) => ({ id: `thing${String(index).padStart(5, '0')}`, text }))
  await store.writeMany({ put: items })

  expect(await store.list()).toEqual(items)
  const client = new DynamoDBClient({ ...options, endpoint: server.endpoint })
  onTestFinished(() => client.destroy())
  let pages = 0
  let page: ScanCommandOutput | undefined
  do {
    const ExclusiveStartKey = page?.LastEvaluatedKey
    page = await client.send(new ScanCommand({ TableName: 'things', ...(ExclusiveStartKey && { ExclusiveStartKey }) }))
    pages++
  } while (page.LastEvaluatedKey !== undefined)
  expect(pages).toBeGreaterThan(1)
  expect(scans).toHaveLength(pages)
})
