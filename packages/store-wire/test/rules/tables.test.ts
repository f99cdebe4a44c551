import { expect } from 'vitest'
import { rule } from './rule.ts'
import { map, plain, useWire } from './wire.ts'

const wire = useWire()

async function description(TableName: string) {
  return (await wire.ok('DescribeTable', { TableName })).Table
}

rule('12.8', 'a table is ready once it is described, and gone once it is deleted', async () => {
  const TableName = wire.name()
  const { TableDescription: made } = await wire.ok('CreateTable', {
    TableName,
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  })
  expect(made.TableStatus).toMatch(/^(CREATING|ACTIVE)$/)
  expect((await description(TableName)).TableStatus).toBe('ACTIVE')
  const { TableDescription: deleted } = await wire.ok('DeleteTable', { TableName })
  expect(deleted).toMatchObject({ TableName, TableStatus: 'DELETING' })
  await wire.refused('DescribeTable', { TableName }, 'ResourceNotFoundException')
})

rule('12.9', 'a table that there is not is named by what works on tables only', async () => {
  const TableName = 'no-such-table'
  const named = ['ResourceNotFoundException', 'Requested resource not found: Table: no-such-table not found'] as const
  await wire.refused('DescribeTable', { TableName }, ...named)
  await wire.refused('DeleteTable', { TableName }, ...named)
  await wire.refused('UpdateTable', { TableName, DeletionProtectionEnabled: true }, ...named)
  const item = ['ResourceNotFoundException', 'Requested resource not found'] as const
  const Key = map({ pk: 'a' })
  await wire.refused('GetItem', { TableName, Key }, ...item)
  await wire.refused('UpdateItem', { TableName, Key }, ...item)
  await wire.refused('DeleteItem', { TableName, Key }, ...item)
  await wire.refused('PutItem', { TableName, Item: Key }, ...item)
})

rule('12.10', 'a table that is protected is not deleted', async () => {
  const TableName = await wire.table('pk:S')
  expect((await description(TableName)).DeletionProtectionEnabled).toBe(false)
  await wire.ok('UpdateTable', { TableName, DeletionProtectionEnabled: true })
  expect((await description(TableName)).DeletionProtectionEnabled).toBe(true)
  await wire.invalid(
    'DeleteTable',
    { TableName },
    /DeletionProtectionEnabled is set to True|currently protected against deletion/,
  )
  await wire.ok('UpdateTable', { TableName, DeletionProtectionEnabled: false })
  await wire.ok('DeleteTable', { TableName })
})

const byGroup = {
  IndexName: 'byGroup',
  KeySchema: [{ AttributeName: 'g', KeyType: 'HASH' }],
  Projection: { ProjectionType: 'ALL' },
}
const groupType = { AttributeDefinitions: [{ AttributeName: 'g', AttributeType: 'S' }] }
const removing = { Delete: { IndexName: 'byGroup' } }

rule('12.11', 'an index that is added holds what the table had', async () => {
  const TableName = await wire.table('pk:S')
  await wire.put(TableName, { pk: 'a', g: 'g' }, { pk: 'b', g: 'g' }, { pk: 'c' }, { pk: 'd', g: 1 })
  const adding = { GlobalSecondaryIndexUpdates: [{ Create: byGroup }] }
  await wire.ok('UpdateTable', { TableName, ...groupType, ...adding })
  expect((await description(TableName)).GlobalSecondaryIndexes).toMatchObject([{ IndexName: 'byGroup' }])
  const query = {
    TableName,
    IndexName: 'byGroup',
    KeyConditionExpression: 'g = :g',
    ExpressionAttributeValues: map({ ':g': 'g' }),
  }
  const { Items } = await wire.ok('Query', query)
  expect(Items.map((item: object) => plain(item).pk).toSorted()).toEqual(['a', 'b'])
  await wire.invalid(
    'UpdateTable',
    { TableName, ...groupType, ...adding },
    'Attempting to create an index which already exists',
  )
  await wire.ok('UpdateTable', { TableName, GlobalSecondaryIndexUpdates: [removing] })
  await wire.invalid('Query', query, 'The table does not have the specified index: byGroup')
  expect(await description(TableName)).not.toHaveProperty('GlobalSecondaryIndexes')
})

rule('12.11', 'one index is made or deleted at a time', async () => {
  const TableName = await wire.table({ keys: 'pk:S', gsis: { byGroup: 'g:S' } })
  const other = { Create: { ...byGroup, IndexName: 'other' } }
  const third = { Create: { ...byGroup, IndexName: 'third' } }
  for (const updates of [
    [other, removing],
    [other, third],
  ]) {
    const request = { TableName, ...groupType, GlobalSecondaryIndexUpdates: updates }
    await wire.refused('UpdateTable', request, 'LimitExceededException')
  }
  expect((await description(TableName)).GlobalSecondaryIndexes).toHaveLength(1)
  const missing = { TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'none' } }] }
  await wire.refused('UpdateTable', missing, 'ResourceNotFoundException')
  await wire.invalid(
    'UpdateTable',
    { TableName },
    /^At least one of ProvisionedThroughput, BillingMode, .* is required$/,
  )
})

rule('12.11', 'throughput that stays as it is is no update', async () => {
  const TableName = wire.name()
  const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 2 }
  await wire.ok('CreateTable', {
    TableName,
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    ProvisionedThroughput,
  })
  await wire.invalid(
    'UpdateTable',
    { TableName, ProvisionedThroughput },
    /^The provisioned throughput for the table will not change\./,
  )
  const more = { ReadCapacityUnits: 3, WriteCapacityUnits: 2 }
  await wire.ok('UpdateTable', { TableName, ProvisionedThroughput: more })
  expect((await description(TableName)).ProvisionedThroughput).toMatchObject(more)
})

rule('12.12', 'tables are listed by name, page by page', async () => {
  const start = wire.name()
  const names = ['a', 'B', 'b', 'c'].map((end) => `${start}-${end}`).toSorted()
  for (const TableName of ['c', 'a', 'b', 'B'].map((end) => `${start}-${end}`)) {
    await wire.ok('CreateTable', {
      TableName,
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    })
  }
  const list = (more: object) => wire.ok('ListTables', { ExclusiveStartTableName: start, ...more })
  expect((await list({})).TableNames.slice(0, 4)).toEqual(names)
  const first = await list({ Limit: 3 })
  expect(first).toEqual({ TableNames: names.slice(0, 3), LastEvaluatedTableName: names[2] })
  const next = await list({ Limit: 1, ExclusiveStartTableName: first.LastEvaluatedTableName })
  expect(next.TableNames).toEqual([names[3]])
  const between = await list({ Limit: 1, ExclusiveStartTableName: `${names[0]!}.none` })
  expect(between.TableNames).toEqual([names[1]])
  const last = await list({ ExclusiveStartTableName: 'zzz' })
  expect(last).toEqual({ TableNames: [] })
  const fault = "at 'limit' failed to satisfy constraint: Member must have value"
  await wire.invalid('ListTables', { Limit: 0 }, new RegExp(`${fault} greater than or equal to 1$`))
  await wire.invalid('ListTables', { Limit: 101 }, new RegExp(`${fault} less than or equal to 100$`))
})

rule('12.14', 'a table has one id, and tags', async () => {
  const TableName = wire.name()
  const { TableDescription } = await wire.ok('CreateTable', {
    TableName,
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
    Tags: [{ Key: 'zoo', Value: 'north' }],
  })
  const { TableId, TableArn } = await description(TableName)
  expect(TableId).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
  expect(TableDescription).toMatchObject({ TableId, TableArn })
  expect(TableArn).toMatch(new RegExp(`^arn:aws:dynamodb:[^:]+:\\d{12}:table/${TableName}$`))
  await wire.ok('TagResource', { ResourceArn: TableArn, Tags: [{ Key: 'state', Value: 'open' }] })
  await wire.ok('UntagResource', { ResourceArn: TableArn, TagKeys: ['zoo'] })
  expect(await wire.ok('ListTagsOfResource', { ResourceArn: TableArn })).toEqual({
    Tags: [{ Key: 'state', Value: 'open' }],
  })
})

rule('12.14', 'a write tells the collection of an item only where a table has a local index', async () => {
  const metrics = { ReturnItemCollectionMetrics: 'SIZE' }
  const plainTable = await wire.table('pk:S')
  const put = (TableName: string, item: Record<string, unknown>) =>
    wire.ok('PutItem', { TableName, Item: map(item), ...metrics })
  expect(await put(plainTable, { pk: 'a' })).toEqual({})
  const local = await wire.table({ keys: 'pk:S sk:S', lsis: { byHeight: 'pk:S h:N' } })
  expect((await put(local, { pk: 'a', sk: 's' })).ItemCollectionMetrics).toMatchObject({
    ItemCollectionKey: map({ pk: 'a' }),
  })
})

rule('12.13', 'a table is described with the number and size of its items', async () => {
  const TableName = await wire.table('pk:S')
  await wire.put(TableName, { pk: 'a' })
  const { ItemCount, TableSizeBytes } = await description(TableName)
  expect([typeof ItemCount, typeof TableSizeBytes]).toEqual(['number', 'number'])
})
