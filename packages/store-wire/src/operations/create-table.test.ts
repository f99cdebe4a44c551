import { beforeEach, expect, test } from 'vitest'
import { call, openRaw } from '../../test/raw.ts'
import { defined, hash, plainTable, provisioned, range, withGlobal, withLocal } from '../../test/table-inputs.ts'
import type { Service } from '../index.ts'

let service: Service
beforeEach(() => {
  service = openRaw()
})

const parameters = 'One or more parameter values were invalid:'
const constraint = 'failed to satisfy constraint: Member must'
const include = (...names: readonly string[]): object => ({ ProjectionType: 'INCLUDE', NonKeyAttributes: names })
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `n${index}`)
const { BillingMode: _, ...unbilled } = plainTable

const refused: readonly (readonly [rule: string, title: string, input: object, message: string])[] = [
  ['12.1', 'no name', {}, "The parameter 'TableName' is required but was not present in the request"],
  [
    '12.1',
    'a name too short',
    { ...plainTable, TableName: 'ab' },
    `1 validation error detected: Value 'ab' at 'tableName' ${constraint} have length greater than or equal to 3`,
  ],
  [
    '12.1',
    'a name with other characters, and no more said',
    { TableName: 'a;b', KeySchema: [] },
    `1 validation error detected: Value 'a;b' at 'tableName' ${constraint} satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
  ],
  [
    '12.1',
    'an ARN of an index',
    { ...plainTable, TableName: 'arn:aws:dynamodb:us-east-1:000000000000:table/abc/index/x' },
    `1 validation error detected: Value 'arn:aws:dynamodb:us-east-1:000000000000:table/abc/index/x' at 'tableName' ${constraint} satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
  ],
  [
    '2.4',
    'a key of a type that orders nothing',
    { ...plainTable, AttributeDefinitions: defined('a:BOOL', 'b') },
    `1 validation error detected: Value 'BOOL' at 'attributeDefinitions.1.member.attributeType' ${constraint} satisfy enum value set: [B, N, S]`,
  ],
  [
    '12.4',
    'no key',
    { ...plainTable, KeySchema: [] },
    `1 validation error detected: Value '[]' at 'keySchema' ${constraint} have length greater than or equal to 1`,
  ],
  [
    '12.4',
    'an unknown kind of key',
    { ...plainTable, KeySchema: [{ AttributeName: 'a', KeyType: 'SORT' }] },
    `1 validation error detected: Value 'SORT' at 'keySchema.1.member.keyType' ${constraint} satisfy enum value set: [HASH, RANGE]`,
  ],
  [
    '12.5',
    'an unknown billing mode',
    { ...plainTable, BillingMode: 'FREE' },
    `1 validation error detected: Value 'FREE' at 'billingMode' ${constraint} satisfy enum value set: [PROVISIONED, PAY_PER_REQUEST]`,
  ],
  [
    '12.5',
    'no throughput',
    unbilled,
    `${parameters} ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`,
  ],
  [
    '12.5',
    'throughput on demand',
    { ...plainTable, ProvisionedThroughput: provisioned },
    `${parameters} Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
  ],
  [
    '12.5',
    'too much throughput',
    { ...unbilled, ProvisionedThroughput: { ReadCapacityUnits: 1e12 + 1, WriteCapacityUnits: 1e12 + 1 } },
    'Given value 1000000000001 for ReadCapacityUnits is out of bounds',
  ],
  [
    '12.5',
    'limits of demand with provisioned throughput',
    { ...unbilled, ProvisionedThroughput: provisioned, OnDemandThroughput: { MaxReadRequestUnits: 1 } },
    `${parameters} MaxReadRequestUnits for OnDemandThroughput cannot be specified when table BillingMode is PROVISIONED.`,
  ],
  [
    '12.5',
    'a limit of demand that is none',
    { ...plainTable, OnDemandThroughput: { MaxWriteRequestUnits: 0 } },
    `${parameters} Requested MaxWriteRequestUnits for OnDemandThroughput for table is outside of valid range`,
  ],
  [
    '12.5',
    'warm throughput below what was provisioned',
    { ...unbilled, ProvisionedThroughput: provisioned, WarmThroughput: { ReadUnitsPerSecond: 0 } },
    `${parameters} Requested ReadUnitsPerSecond for WarmThroughput for table is lower than ReadCapacityUnits of ProvisionedThroughput`,
  ],
  [
    '12.3',
    'an attribute defined twice',
    { ...plainTable, AttributeDefinitions: defined('a', 'b', 'a:N') },
    'Attribute Name is duplicated: a',
  ],
  [
    '12.3',
    'fewer definitions than keys',
    { ...plainTable, AttributeDefinitions: defined('a') },
    'Invalid KeySchema: Some index key attribute have no definition',
  ],
  [
    '12.3',
    'a key that is not defined',
    { ...plainTable, AttributeDefinitions: defined('a', 'c') },
    `${parameters} Some index key attributes are not defined in AttributeDefinitions. Keys: [a, b], AttributeDefinitions: [a, c]`,
  ],
  [
    '12.3',
    'a definition that no key uses',
    { ...plainTable, AttributeDefinitions: defined('a', 'b', 'c') },
    `${parameters} Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
  ],
  [
    '12.3',
    'a definition that no key uses, with an index and a wrong projection',
    withGlobal({ Projection: {} }, { AttributeDefinitions: defined('a', 'b', 'g', 'c') }),
    `${parameters} Some AttributeDefinitions are not used. AttributeDefinitions: [a, b, g, c], keys used: [a, b, g]`,
  ],
  [
    '12.4',
    'one attribute as both keys',
    { ...plainTable, KeySchema: [hash('a'), range('a')] },
    'Both the Hash Key and the Range Key element in the KeySchema have the same name',
  ],
  [
    '12.4',
    'RANGE first',
    { ...plainTable, KeySchema: [range('a'), hash('b')] },
    'Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
  ],
  [
    '12.4',
    'two HASH keys',
    { ...plainTable, KeySchema: [hash('a'), hash('b')] },
    'Invalid KeySchema: The second KeySchemaElement is not a RANGE key type',
  ],
  [
    '12.7',
    'an empty list of global indexes',
    { ...plainTable, GlobalSecondaryIndexes: [] },
    `${parameters} List of GlobalSecondaryIndexes is empty`,
  ],
  [
    '12.7',
    'empty lists of both',
    { ...plainTable, GlobalSecondaryIndexes: [], LocalSecondaryIndexes: [] },
    `${parameters} List of LocalSecondaryIndexes is empty`,
  ],
  [
    '12.6',
    'a local index of a table without a sort key',
    withLocal({}, { AttributeDefinitions: defined('a', 'g'), KeySchema: [hash('a')] }),
    `${parameters} Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex`,
  ],
  [
    '12.6',
    'a local index without a sort key',
    withLocal({ KeySchema: [hash('a')] }, { AttributeDefinitions: defined('a', 'b') }),
    `${parameters} Index KeySchema does not have a range key for index: local`,
  ],
  [
    '12.6',
    'a local index on another partition key',
    withLocal({ KeySchema: [hash('g'), range('a')] }),
    `${parameters} Index KeySchema does not have the same leading hash key as table KeySchema for index: local. index hash key: g, table hash key: a`,
  ],
  [
    '12.6',
    'six local indexes',
    withLocal(
      {},
      {
        AttributeDefinitions: defined('a', 'b'),
        LocalSecondaryIndexes: many(6).map((name) => ({
          IndexName: `local-${name}`,
          KeySchema: [hash('a'), range('b')],
          Projection: { ProjectionType: 'ALL' },
        })),
      },
    ),
    `${parameters} Number of LocalSecondaryIndexes exceeds per-table limit of 5`,
  ],
  [
    '12.6',
    '21 global indexes',
    withGlobal(
      {},
      {
        GlobalSecondaryIndexes: many(21).map((name) => ({
          IndexName: `global-${name}`,
          KeySchema: [hash('g')],
          Projection: { ProjectionType: 'ALL' },
        })),
      },
    ),
    `${parameters} GlobalSecondaryIndex count exceeds the per-table limit of 20`,
  ],
  [
    '12.6',
    'a local and a global index of one name',
    withGlobal({}, { LocalSecondaryIndexes: withLocal({ IndexName: 'global' })['LocalSecondaryIndexes'] }),
    `${parameters} Duplicate index name: global`,
  ],
  [
    '12.6',
    'more than 100 projected attributes in all indexes',
    withGlobal(
      {},
      {
        GlobalSecondaryIndexes: many(6).map((name) => ({
          IndexName: `global-${name}`,
          KeySchema: [hash('g')],
          Projection: include(...many(20)),
        })),
      },
    ),
    `${parameters} Number of NonKeyAttributes of all indexes exceeds the per-table limit of 100`,
  ],
  [
    '12.7',
    'an index without a projection',
    withGlobal({ Projection: undefined }),
    `1 validation error detected: Value null at 'globalSecondaryIndexes.1.member.projection' ${constraint} not be null`,
  ],
  ['12.7', 'a projection of no type', withGlobal({ Projection: {} }), `${parameters} Unknown ProjectionType: null`],
  [
    '12.7',
    'INCLUDE of nothing',
    withGlobal({ Projection: { ProjectionType: 'INCLUDE' } }),
    `${parameters} ProjectionType is INCLUDE, but NonKeyAttributes is not specified`,
  ],
  [
    '12.7',
    'ALL with attributes',
    withLocal({ Projection: { ProjectionType: 'ALL', NonKeyAttributes: ['x'] } }),
    `${parameters} ProjectionType is ALL, but NonKeyAttributes is specified`,
  ],
  [
    '12.7',
    'an attribute projected twice',
    withGlobal({ Projection: include('x', 'x') }),
    `${parameters} Duplicate element in NonKeyAttributes: x`,
  ],
  [
    '12.5',
    'a provisioned table with an index of no throughput',
    withGlobal({}, { BillingMode: 'PROVISIONED', ProvisionedThroughput: provisioned }),
    `${parameters} ProvisionedThroughput is not specified for index: global`,
  ],
  [
    '12.5',
    'an index with throughput on demand',
    withGlobal({ ProvisionedThroughput: provisioned }),
    `${parameters} ProvisionedThroughput should not be specified for index: global when BillingMode is PAY_PER_REQUEST`,
  ],
  [
    '2.18',
    'five HASH keys of an index',
    withGlobal(
      { KeySchema: ['a', 'b', 'c', 'd', 'e'].map(hash) },
      { AttributeDefinitions: defined('a', 'b', 'c', 'd', 'e') },
    ),
    `${parameters} The KeySchema exceeds the maximum allowed number of HASH key attributes`,
  ],
  [
    '2.18',
    'a HASH key after a RANGE key',
    withGlobal({ KeySchema: [hash('a'), range('b'), hash('g')] }),
    `${parameters} All HASH key attributes must precede RANGE key attributes in the KeySchema`,
  ],
  [
    '2.18',
    'several HASH keys, which only DynamoDB has',
    withGlobal({ KeySchema: [hash('a'), hash('g'), range('b')] }),
    `${parameters} Index global has several HASH or several RANGE key attributes, which this endpoint does not support: one HASH and at most one RANGE key attribute are`,
  ],
  [
    '1.22',
    'a key whose name is longer than 255 bytes',
    {
      ...plainTable,
      AttributeDefinitions: defined('ä'.repeat(200), 'b'),
      KeySchema: [hash('ä'.repeat(200)), range('b')],
    },
    `1 validation error detected: Value '${'ä'.repeat(200)}' at 'attributeName' ${constraint} have length less than or equal to 255`,
  ],
  [
    '12.15',
    'a stream that is off, with a view',
    { ...plainTable, StreamSpecification: { StreamEnabled: false, StreamViewType: 'KEYS_ONLY' } },
    `${parameters} Table is being created with a stream disabled, UpdateViewType should not be specified`,
  ],
  [
    '12.15',
    'a stream that shows nothing',
    { ...plainTable, StreamSpecification: { StreamEnabled: true } },
    `${parameters} Table is being created with a stream enabled, UpdateViewType is required`,
  ],
  [
    '16.3',
    'a tag of AWS itself',
    { ...plainTable, Tags: [{ Key: 'aws:x', Value: 'y' }] },
    'Tag Key cannot be prefixed with aws:, Key: aws:x',
  ],
]

test.each(refused)('rule %s: refuses %s', async (_rule, _title, input, message) => {
  const answer = await call(service, 'CreateTable', input)
  expect(answer).toEqual({ status: 400, body: { __type: 'ValidationException', message } })
  expect((await call(service, 'ListTables', {})).body).toEqual({ TableNames: [] })
})

test('a table is described as it was made, and is there at once (rules 12.8 and 12.14)', async () => {
  service = { ...service, now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 678) }
  const made = await call(service, 'CreateTable', {
    ...withGlobal({ Projection: include('y', 'x') }),
    LocalSecondaryIndexes: withLocal()['LocalSecondaryIndexes'],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    SSESpecification: { Enabled: true },
    TableClass: 'STANDARD_INFREQUENT_ACCESS',
    DeletionProtectionEnabled: true,
    OnDemandThroughput: { MaxReadRequestUnits: 10 },
    AttributeDefinitions: defined('g:N', 'b', 'a:B'),
  })
  const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/abc'
  const created = 1767323045.678
  const onDemand = { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 }
  const warm = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000, Status: 'ACTIVE' }
  expect(made.body.TableDescription).toEqual({
    AttributeDefinitions: defined('a:B', 'b', 'g:N'),
    TableName: 'abc',
    KeySchema: [hash('a'), range('b')],
    TableStatus: 'ACTIVE',
    CreationDateTime: created,
    ProvisionedThroughput: onDemand,
    OnDemandThroughput: { MaxReadRequestUnits: 10 },
    WarmThroughput: warm,
    TableSizeBytes: 0,
    ItemCount: 0,
    TableArn: arn,
    TableId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: created },
    TableThroughputModeSummary: { TableThroughputMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: created },
    LocalSecondaryIndexes: [
      {
        IndexName: 'local',
        KeySchema: [hash('a'), range('g')],
        Projection: { ProjectionType: 'ALL' },
        IndexSizeBytes: 0,
        ItemCount: 0,
        IndexArn: `${arn}/index/local`,
      },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'global',
        KeySchema: [hash('g')],
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['x', 'y'] },
        IndexSizeBytes: 0,
        ItemCount: 0,
        IndexArn: `${arn}/index/global`,
        IndexStatus: 'ACTIVE',
        ProvisionedThroughput: onDemand,
        WarmThroughput: warm,
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    LatestStreamLabel: '2026-01-02T03:04:05.678',
    LatestStreamArn: `${arn}/stream/2026-01-02T03:04:05.678`,
    SSEDescription: {
      Status: 'ENABLED',
      SSEType: 'KMS',
      KMSMasterKeyArn: 'arn:aws:kms:us-east-1:000000000000:alias/aws/dynamodb',
    },
    TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
    DeletionProtectionEnabled: true,
  })
  const told = await call(service, 'DescribeTable', { TableName: 'abc' })
  expect(told.body.Table).toEqual(made.body.TableDescription)
})

test('provisioned throughput is told, of a table that was never billed otherwise (rule 12.5)', async () => {
  const input = withGlobal(
    { ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 4 } },
    { BillingMode: undefined, ProvisionedThroughput: provisioned },
  )
  const { TableDescription: table } = (await call(service, 'CreateTable', input)).body
  expect(table.ProvisionedThroughput).toEqual({ ...provisioned, NumberOfDecreasesToday: 0 })
  expect(table.WarmThroughput).toEqual({ ReadUnitsPerSecond: 1, WriteUnitsPerSecond: 1, Status: 'ACTIVE' })
  expect(table.GlobalSecondaryIndexes[0].ProvisionedThroughput).toMatchObject({ ReadCapacityUnits: 3 })
  expect(table).not.toHaveProperty('BillingModeSummary')
})

test('a second table of the name is refused after all that is wrong with the request (rule 12.2)', async () => {
  await call(service, 'CreateTable', plainTable)
  expect((await call(service, 'CreateTable', plainTable)).body).toEqual({
    __type: 'ResourceInUseException',
    message: 'Table already exists: abc',
  })
  const wrong = await call(service, 'CreateTable', { ...plainTable, KeySchema: [range('a')] })
  expect(wrong.body).toMatchObject({ __type: 'ValidationException' })
})

test('names that differ by case are two tables (rule 2.17)', async () => {
  await call(service, 'CreateTable', plainTable)
  expect((await call(service, 'CreateTable', { ...plainTable, TableName: 'ABC' })).status).toBe(200)
})

test('an index holds exactly what the client asked for (rule 12.7)', async () => {
  await call(service, 'CreateTable', withGlobal({ Projection: { ProjectionType: 'KEYS_ONLY' } }))
  expect(service.engine.table('abc').definition.indexes['global']!.projection).toBe('KEYS_ONLY')
})
