import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeEndpointsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  paginateListTables,
  ResourceInUseException,
  ResourceNotFoundException,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { withGlobal } from '../../test/table-inputs.ts'
import { storeRequestHandler } from '../sdk/store-request-handler.ts'

const input = withGlobal() as never as ConstructorParameters<typeof CreateTableCommand>[0]
let client: DynamoDBClient
beforeEach(() => {
  client = new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: storeRequestHandler({ memory: true }),
  })
})
afterEach(() => client.destroy())

test("the SDK's client makes, changes, lists and drops tables, and its waiters wait for nothing (rule 12.8)", async () => {
  const before = Date.now()
  const { TableDescription: made } = await client.send(new CreateTableCommand(input))
  expect(made!.CreationDateTime!.getTime()).toBeGreaterThanOrEqual(before)
  const wait = { client, minDelay: 1, maxWaitTime: 2 }
  const named = { TableName: 'abc' }
  expect((await waitUntilTableExists(wait, named)).state).toBe('SUCCESS')
  await expect(client.send(new CreateTableCommand(input))).rejects.toThrow(ResourceInUseException)
  const drop = { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'global' } }] }
  await client.send(new UpdateTableCommand({ ...named, ...drop }))
  const { Table: table } = await client.send(new DescribeTableCommand({ TableName: made!.TableArn! }))
  expect(table).toMatchObject({ ...named, TableId: made!.TableId, ItemCount: 0 })
  expect(table!.GlobalSecondaryIndexes).toBeUndefined()
  for (const name of ['abd', 'abe']) await client.send(new CreateTableCommand({ ...input, TableName: name }))
  const names: (readonly string[])[] = []
  for await (const page of paginateListTables({ client, pageSize: 2 }, {})) names.push(page.TableNames!)
  expect(names).toEqual([['abc', 'abd'], ['abe']])
  await client.send(new DeleteTableCommand(named))
  expect((await waitUntilTableNotExists(wait, named)).state).toBe('SUCCESS')
  await expect(client.send(new DescribeTableCommand(named))).rejects.toThrow(ResourceNotFoundException)
})

test("the SDK's client tags tables, and says when items expire (rules 11.3 and 16.3)", async () => {
  const { TableDescription: made } = await client.send(new CreateTableCommand(input))
  const resource = { ResourceArn: made!.TableArn! }
  const tags = [
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ]
  await client.send(new TagResourceCommand({ ...resource, Tags: tags }))
  await client.send(new UntagResourceCommand({ ...resource, TagKeys: ['a'] }))
  expect((await client.send(new ListTagsOfResourceCommand(resource))).Tags).toEqual([{ Key: 'b', Value: '2' }])
  const TimeToLiveSpecification = { Enabled: true, AttributeName: 'until' }
  await client.send(new UpdateTimeToLiveCommand({ TableName: 'abc', TimeToLiveSpecification }))
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: 'abc' }))
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'until' })
  const { Endpoints } = await client.send(new DescribeEndpointsCommand({}))
  expect(Endpoints).toEqual([{ Address: 'localhost', CachePeriodInMinutes: 1440 }])
})
