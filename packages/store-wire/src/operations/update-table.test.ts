import { beforeEach, expect, test } from 'vitest'
import { call, makeTables, openRaw, type RawAnswer } from '../../test/raw.ts'
import { defined, hash, plainTable, provisioned, range, withGlobal, withLocal } from '../../test/table-inputs.ts'
import type { Service } from '../index.ts'

let now = Date.UTC(2026, 0, 1)
let service: Service
beforeEach(() => {
  now = Date.UTC(2026, 0, 1)
  service = { ...openRaw(), now: () => now }
})

const parameters = 'One or more parameter values were invalid:'
const all = { ProjectionType: 'ALL' }
const units = (reads: number, writes = reads): object => ({ ReadCapacityUnits: reads, WriteCapacityUnits: writes })

async function update(input: object): Promise<RawAnswer['body']> {
  return (await call(service, 'UpdateTable', { TableName: 'abc', ...input })).body
}

async function describe(): Promise<RawAnswer['body']> {
  return (await call(service, 'DescribeTable', { TableName: 'abc' })).body.Table
}

const create = (index: object): object => ({ Create: { IndexName: 'added', Projection: all, ...index } })
const actions = (...given: readonly object[]): object => ({ GlobalSecondaryIndexUpdates: given })

type Refused = readonly [title: string, input: object, message: string, name?: string][]

const refusedByAll: Refused = [
  [
    'nothing to change',
    { AttributeDefinitions: defined('x') },
    'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required',
  ],
  [
    'an empty list of actions beside a change',
    { DeletionProtectionEnabled: true, ...actions() },
    `${parameters} List of GlobalSecondaryIndexUpdates is empty`,
  ],
  [
    'a change that stands alone, with another',
    { DeletionProtectionEnabled: true, TableClass: 'STANDARD' },
    `${parameters} TableClass modification must be the only operation in the request`,
  ],
  [
    'protection with an index',
    { DeletionProtectionEnabled: true, ...actions({ Delete: { IndexName: 'global' } }) },
    `${parameters} DeletionProtection modification must be the only operation in the request`,
  ],
  [
    'limits of demand with a stream',
    { OnDemandThroughput: { MaxReadRequestUnits: 1 }, StreamSpecification: { StreamEnabled: false } },
    `${parameters} OnDemandThroughput can only be combined with BillingMode in an UpdateTable request`,
  ],
  [
    'a stream with throughput',
    { StreamSpecification: { StreamEnabled: false }, ProvisionedThroughput: provisioned },
    `${parameters} You cannot modify stream status while updating table IOPS`,
  ],
  [
    'an index with throughput of the table',
    { ProvisionedThroughput: provisioned, ...actions({ Delete: { IndexName: 'global' } }) },
    `${parameters} You cannot create or delete index while updating table IOPS`,
  ],
  [
    'an index with a stream',
    { StreamSpecification: { StreamEnabled: false }, ...actions({ Delete: { IndexName: 'global' } }) },
    `${parameters} You cannot create or delete index while changing stream status`,
  ],
  [
    'replicas, which only DynamoDB has',
    { ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }] },
    `${parameters} ReplicaUpdates: this endpoint has no replicas`,
  ],
  [
    'provisioned without throughput',
    { BillingMode: 'PROVISIONED' },
    `${parameters} ProvisionedThroughput must be specified when BillingMode is PROVISIONED`,
  ],
  [
    'throughput on demand',
    { ProvisionedThroughput: provisioned },
    `${parameters} Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
  ],
  [
    'too much throughput',
    { BillingMode: 'PROVISIONED', ProvisionedThroughput: units(1e12 + 1, 1) },
    'Given value 1000000000001 for ReadCapacityUnits is out of bounds',
  ],
  [
    'an action of no kind',
    actions({}),
    `${parameters} One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null`,
  ],
  [
    'an action of two kinds',
    actions({ Delete: { IndexName: 'global' }, Update: { IndexName: 'global', ProvisionedThroughput: provisioned } }),
    `${parameters} Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object`,
  ],
  [
    'two actions on one index',
    actions({ Delete: { IndexName: 'global' } }, { Delete: { IndexName: 'global' } }),
    `${parameters} Only one global secondary index update per index is allowed simultaneously. Index: global`,
  ],
  [
    'two indexes at once',
    actions({ Delete: { IndexName: 'global' } }, { Delete: { IndexName: 'nope' } }),
    'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    'LimitExceededException',
  ],
  [
    'an index that is not there',
    actions({ Delete: { IndexName: 'nope' } }),
    'Requested resource not found: Index nope for table abc',
    'ResourceNotFoundException',
  ],
  [
    'too much throughput of an index, be it there or not',
    actions({ Update: { IndexName: 'nope', ProvisionedThroughput: units(1e12 + 1) } }),
    'This operation cannot be performed with given input values. Please contact DynamoDB service team for more info: Action Blocked: IndexUpdate',
  ],
  [
    'a local index to drop',
    actions({ Delete: { IndexName: 'local' } }),
    'Cannot delete an index that is not a GlobalSecondaryIndex: local',
  ],
  [
    'an index that is there already',
    actions({ Create: { IndexName: 'global', KeySchema: [hash('g')], Projection: all } }),
    'Attempting to create an index which already exists',
  ],
  [
    'an index without definitions',
    actions(create({ KeySchema: [hash('x')] })),
    `${parameters} AttributeDefinitions is not specified for index: added`,
  ],
  [
    'an index on what is not defined',
    { AttributeDefinitions: defined('x'), ...actions(create({ KeySchema: [hash('y')] })) },
    `${parameters} Some index key attributes are not defined in AttributeDefinitions. Keys: [y], AttributeDefinitions: [x, a, b, g]`,
  ],
  [
    'an index with RANGE first',
    { AttributeDefinitions: defined('x'), ...actions(create({ KeySchema: [range('x')] })) },
    'Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
  ],
  [
    'an index with throughput on demand',
    {
      AttributeDefinitions: defined('x'),
      ...actions(create({ KeySchema: [hash('x')], ProvisionedThroughput: provisioned })),
    },
    `${parameters} Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: added when BillingMode is PAY_PER_REQUEST`,
  ],
  [
    'throughput of an index on demand',
    actions({ Update: { IndexName: 'global', ProvisionedThroughput: provisioned } }),
    `${parameters} The only Updates for index: global when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput, WarmThroughput`,
  ],
  [
    'a provisioned table with an index that says nothing',
    { BillingMode: 'PROVISIONED', ProvisionedThroughput: provisioned },
    `${parameters} ProvisionedThroughput must be specified for index: global`,
  ],
  [
    'less warm throughput',
    { WarmThroughput: { WriteUnitsPerSecond: 3_999 } },
    `${parameters} Requested WriteUnitsPerSecond for WarmThroughput for table is lower than current WarmThroughput, decreasing WarmThroughput is not supported`,
  ],
  [
    'a stream without a view',
    { StreamSpecification: { StreamEnabled: true } },
    `${parameters} If stream is being enabled then UpdateViewType is required`,
  ],
  [
    'no stream to turn off',
    { StreamSpecification: { StreamEnabled: false } },
    'Table has no stream to disable: TableName: abc',
  ],
  [
    'no key to turn off',
    { SSESpecification: { Enabled: false } },
    `${parameters} Table is already encrypted by default`,
  ],
]

test.each(refusedByAll)('rule 12.11: refuses %s, and changes nothing', async (_title, input, message, name) => {
  await call(service, 'CreateTable', withGlobal({}, { LocalSecondaryIndexes: withLocal()['LocalSecondaryIndexes'] }))
  const before = await describe()
  expect(await update(input)).toEqual({ __type: name ?? 'ValidationException', message })
  expect(await describe()).toEqual(before)
})

test('a table that is not there is told after what is wrong with the request (rule 12.9)', async () => {
  expect(await update({ DeletionProtectionEnabled: true })).toEqual({
    __type: 'ResourceNotFoundException',
    message: 'Requested resource not found: Table: abc not found',
  })
  expect(await update({})).toMatchObject({ __type: 'ValidationException' })
})

test('an index that is added holds the items that are there, and one that is dropped is gone (rule 12.11)', async () => {
  await call(service, 'CreateTable', plainTable)
  for (const [sort, x] of [
    ['1', { N: '5' }],
    ['2', { S: 'of another type' }],
    ['3', undefined],
  ] as const) {
    await call(service, 'PutItem', { TableName: 'abc', Item: { a: { S: 'k' }, b: { S: sort }, ...(x && { x }) } })
  }
  const { TableDescription: table } = await update({
    AttributeDefinitions: defined('x:N', 'unused'),
    ...actions(create({ KeySchema: [hash('x'), range('a')], Projection: { ProjectionType: 'KEYS_ONLY' } })),
  })
  expect(table.AttributeDefinitions).toEqual(defined('a', 'b', 'x:N'))
  expect(table.GlobalSecondaryIndexes).toEqual([
    expect.objectContaining({ IndexName: 'added', IndexStatus: 'ACTIVE', ItemCount: 1 }),
  ])
  const scanned = await call(service, 'Scan', { TableName: 'abc', IndexName: 'added' })
  expect(scanned.body.Items).toEqual([{ a: { S: 'k' }, b: { S: '1' }, x: { N: '5' } }])
  const { TableDescription: after } = await update(actions({ Delete: { IndexName: 'added' } }))
  expect(after).not.toHaveProperty('GlobalSecondaryIndexes')
  expect(after.AttributeDefinitions).toEqual(defined('a', 'b'))
  expect((await call(service, 'Scan', { TableName: 'abc', IndexName: 'added' })).status).toBe(400)
})

test('a 21st index is refused (rules 12.6 and 12.11)', async () => {
  const indexes = Array.from({ length: 20 }, (_, number) => ({
    IndexName: `global-${number}`,
    KeySchema: [hash('g')],
    Projection: all,
  }))
  await call(service, 'CreateTable', withGlobal({}, { GlobalSecondaryIndexes: indexes }))
  expect(await update({ AttributeDefinitions: [], ...actions(create({ KeySchema: [hash('a')] })) })).toEqual({
    __type: 'LimitExceededException',
    message: 'Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of 20',
  })
})

test('an attribute that is a key keeps its type, whatever a request says of it (rule 12.11)', async () => {
  await call(service, 'CreateTable', plainTable)
  await update({ AttributeDefinitions: defined('a:N'), ...actions(create({ KeySchema: [hash('b'), range('a')] })) })
  expect((await describe()).AttributeDefinitions).toEqual(defined('a', 'b'))
})

test('throughput is changed, counted by the day, and not to what it is (rule 12.11)', async () => {
  await call(
    service,
    'CreateTable',
    withGlobal({ ProvisionedThroughput: units(5) }, { BillingMode: 'PROVISIONED', ProvisionedThroughput: units(5) }),
  )
  const { TableDescription: more } = await update({ ProvisionedThroughput: units(7, 5) })
  expect(more.ProvisionedThroughput).toEqual({
    ...units(7, 5),
    NumberOfDecreasesToday: 0,
    LastIncreaseDateTime: now / 1000,
  })
  expect(await update({ ProvisionedThroughput: units(7, 5) })).toEqual({
    __type: 'ValidationException',
    message:
      'The provisioned throughput for the table will not change. The requested value equals the current value. ' +
      'Current ReadCapacityUnits provisioned for the table: 7. Requested ReadCapacityUnits: 7. ' +
      'Current WriteCapacityUnits provisioned for the table: 5. Requested WriteCapacityUnits: 5. ' +
      'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
  })
  await update({ ProvisionedThroughput: units(6, 5) })
  const { TableDescription: less } = await update({ ProvisionedThroughput: units(5, 6) })
  expect(less.ProvisionedThroughput).toMatchObject({ NumberOfDecreasesToday: 2, LastDecreaseDateTime: now / 1000 })
  expect(less.WarmThroughput).toEqual({ ReadUnitsPerSecond: 7, WriteUnitsPerSecond: 6, Status: 'ACTIVE' })
  now += 86_400_000
  expect((await describe()).ProvisionedThroughput).toMatchObject({ NumberOfDecreasesToday: 0 })
  const index = actions({ Update: { IndexName: 'global', ProvisionedThroughput: units(4) } })
  const { TableDescription: indexed } = await update(index)
  expect(indexed.GlobalSecondaryIndexes[0].ProvisionedThroughput).toMatchObject({
    ...units(4),
    NumberOfDecreasesToday: 1,
  })
  expect((await update(index)).message).toMatch(
    /^The provisioned throughput for the index global will not change.*Current ReadCapacityUnits provisioned for index global: 4\. /,
  )
})

test('how a table is billed is changed, with its indexes (rule 12.5)', async () => {
  await call(service, 'CreateTable', withGlobal({}, { OnDemandThroughput: { MaxReadRequestUnits: 9 } }))
  now += 1_000
  const { TableDescription: planned } = await update({
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: units(2),
    ...actions({ Update: { IndexName: 'global', ProvisionedThroughput: units(3) } }),
  })
  expect(planned).toMatchObject({
    BillingModeSummary: { BillingMode: 'PROVISIONED', LastUpdateToPayPerRequestDateTime: now / 1000 - 1 },
    ProvisionedThroughput: units(2),
    WarmThroughput: { ReadUnitsPerSecond: 12_000 },
    GlobalSecondaryIndexes: [{ ProvisionedThroughput: units(3) }],
  })
  expect(planned).not.toHaveProperty('OnDemandThroughput')
  now += 1_000
  const { TableDescription: onDemand } = await update({ BillingMode: 'PAY_PER_REQUEST' })
  expect(onDemand).toMatchObject({
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: now / 1000 },
    ProvisionedThroughput: units(0),
    GlobalSecondaryIndexes: [{ ProvisionedThroughput: units(0) }],
  })
  expect((await update({ BillingMode: 'PAY_PER_REQUEST' })).TableDescription).toEqual(onDemand)
})

test('limits of demand are set and taken away one by one (rule 16.3)', async () => {
  await call(service, 'CreateTable', plainTable)
  const limited = async (limits: object): Promise<unknown> =>
    (await update({ OnDemandThroughput: limits })).TableDescription.OnDemandThroughput
  expect(await limited({ MaxReadRequestUnits: 10, MaxWriteRequestUnits: 5 })).toEqual({
    MaxReadRequestUnits: 10,
    MaxWriteRequestUnits: 5,
  })
  expect(await limited({ MaxReadRequestUnits: -1 })).toEqual({ MaxWriteRequestUnits: 5 })
  expect(await limited({ MaxWriteRequestUnits: -1 })).toBeUndefined()
})

test('a stream is turned on and off, and its name outlives it (rule 12.15)', async () => {
  await call(service, 'CreateTable', plainTable)
  const on = { StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' } }
  expect((await update(on)).TableDescription).toMatchObject({
    ...on,
    LatestStreamArn: 'arn:aws:dynamodb:us-east-1:000000000000:table/abc/stream/2026-01-01T00:00:00.000',
  })
  expect(await update(on)).toMatchObject({ message: 'Table already has an enabled stream: TableName: abc' })
  const { TableDescription: off } = await update({ StreamSpecification: { StreamEnabled: false } })
  expect(off).not.toHaveProperty('StreamSpecification')
  expect(off).toMatchObject({ LatestStreamLabel: '2026-01-01T00:00:00.000' })
})

test('protection, class and key are changed (rules 12.10 and 16.3)', async () => {
  await call(service, 'CreateTable', plainTable)
  expect((await update({ DeletionProtectionEnabled: true })).TableDescription.DeletionProtectionEnabled).toBe(true)
  expect((await call(service, 'DeleteTable', { TableName: 'abc' })).status).toBe(400)
  await update({ DeletionProtectionEnabled: false })
  expect((await update({ TableClass: 'STANDARD' })).TableDescription).not.toHaveProperty('TableClassSummary')
  expect((await update({ TableClass: 'STANDARD_INFREQUENT_ACCESS' })).TableDescription.TableClassSummary).toEqual({
    TableClass: 'STANDARD_INFREQUENT_ACCESS',
    LastUpdateDateTime: now / 1000,
  })
  await update({ SSESpecification: { SSEType: 'KMS', KMSMasterKeyId: 'abc-def' } })
  expect((await describe()).SSEDescription.KMSMasterKeyArn).toBe('arn:aws:kms:us-east-1:000000000000:key/abc-def')
  await update({ SSESpecification: { Enabled: false } })
  expect(await describe()).not.toHaveProperty('SSEDescription')
  expect((await call(service, 'DeleteTable', { TableName: 'abc' })).status).toBe(200)
})

test('a table that the store API defined is changed too, and stays what the store made it', async () => {
  await makeTables(service, { name: 'abc', partitionKey: 'id' })
  await update({ AttributeDefinitions: defined('x'), ...actions(create({ KeySchema: [hash('x')] })) })
  expect(service.engine.table('abc').definition).toMatchObject({ idPrefix: '', indexes: { added: { kind: 'global' } } })
})
