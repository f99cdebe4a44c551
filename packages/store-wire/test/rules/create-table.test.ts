import { expect } from 'vitest'
import { rule } from './rule.ts'
import { map, useWire } from './wire.ts'

const wire = useWire()
const invalidParameters = 'One or more parameter values were invalid: '

function keySchema(...names: readonly string[]): object[] {
  return names.map((AttributeName, place) => ({ AttributeName, KeyType: place === 0 ? 'HASH' : 'RANGE' }))
}

function attributes(...names: readonly string[]): object[] {
  return names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }))
}

function index(IndexName: string, names: readonly string[], Projection: unknown = { ProjectionType: 'ALL' }): object {
  return { IndexName, KeySchema: keySchema(...names), ...(Projection !== undefined && { Projection }) }
}

/** A table of keys pk and sk, with attributes for indexes. */
function table(more: object = {}): { readonly TableName: string; readonly [member: string]: unknown } {
  return {
    TableName: wire.name(),
    KeySchema: keySchema('pk', 'sk'),
    AttributeDefinitions: attributes('pk', 'sk'),
    BillingMode: 'PAY_PER_REQUEST',
    ...more,
  }
}

function indexed(...GlobalSecondaryIndexes: readonly object[]): object {
  return table({ AttributeDefinitions: attributes('pk', 'sk', 'g'), GlobalSecondaryIndexes })
}

function local(...LocalSecondaryIndexes: readonly object[]): object {
  return table({ AttributeDefinitions: attributes('pk', 'sk', 'h'), LocalSecondaryIndexes })
}

rule('12.1', 'a table name has 3 to 255 letters, digits, dots, dashes and underscores', async () => {
  const faults: readonly (readonly [name: string, message: RegExp])[] = [
    ['ab', /length greater than or equal to 3|at least 3 characters/],
    ['x'.repeat(256), /length less than or equal to 255|at most 255 characters/],
    ['', /greater than or equal to 1|greater than or equal to 3|at least 3 characters/],
    ...['a/b/c', 'a b c', 'täble'].map((name) => [name, /regular expression pattern: \[a-zA-Z0-9_\.-\]\+/] as const),
  ]
  for (const [TableName, message] of faults) {
    await wire.invalid('CreateTable', table({ TableName }), message)
    const item = { TableName, Key: map({ pk: 'a' }) }
    await wire.invalid('GetItem', item, message)
    await wire.invalid('DeleteItem', item, message)
    await wire.invalid('PutItem', { TableName, Item: map({ pk: 'a' }) }, message)
    await wire.invalid('Scan', { TableName }, message)
    await wire.invalid('DescribeTable', { TableName }, message)
  }
  const long = `${wire.name()}.A_9-`
  const { TableDescription } = await wire.ok('CreateTable', table({ TableName: long.padEnd(255, 'x') }))
  expect(TableDescription.TableName).toHaveLength(255)
})

rule('12.2', 'a table is made once', async () => {
  const request = table()
  await wire.ok('CreateTable', request)
  const fault = `Table already exists: ${request.TableName}`
  await wire.refused('CreateTable', request, 'ResourceInUseException', fault)
})

rule('12.3', 'the attribute definitions are those of the keys', async () => {
  await wire.invalid(
    'CreateTable',
    table({ AttributeDefinitions: attributes('pk', 'sk', 'extra') }),
    `${invalidParameters}Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`,
  )
  const missing =
    /^(One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions|Invalid KeySchema: Some index key attribute have no definition|One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match)/
  await wire.invalid('CreateTable', table({ AttributeDefinitions: attributes('pk') }), missing)
  await wire.invalid('CreateTable', table({ AttributeDefinitions: attributes('pk', 'other') }), missing)
  const unnamed = table({ GlobalSecondaryIndexes: [index('byGroup', ['g'])] })
  await wire.invalid('CreateTable', unnamed, missing)
  await wire.invalid(
    'CreateTable',
    table({ AttributeDefinitions: undefined }),
    /at 'attributeDefinitions' failed to satisfy constraint: Member must not be null$/,
  )
})

rule('12.4', 'a key is one HASH and perhaps one RANGE, in this order, of distinct names', async () => {
  const element = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType })
  const first = 'Invalid KeySchema: The first KeySchemaElement is not a HASH key type'
  const faults: readonly (readonly [elements: readonly object[], message: string | RegExp])[] = [
    [[element('pk', 'RANGE'), element('sk', 'HASH')], first],
    [
      [element('pk', 'HASH'), element('sk', 'HASH')],
      'Invalid KeySchema: The second KeySchemaElement is not a RANGE key type',
    ],
    [
      [element('pk', 'HASH'), element('pk', 'RANGE')],
      'Both the Hash Key and the Range Key element in the KeySchema have the same name',
    ],
    [
      [element('pk', 'HASH'), element('sk', 'RANGE'), element('x', 'RANGE')],
      /at 'keySchema' failed to satisfy constraint: Member must have length less than or equal to 2$/,
    ],
    [[], "Value '[]' at 'keySchema' failed to satisfy constraint: Member must have length greater than or equal to 1"],
    [
      [element('pk', 'SORT'), element('sk', 'RANGE')],
      /^Value 'SORT' at 'keySchema\.1\.member\.keyType' failed to satisfy constraint: Member must satisfy enum value set/,
    ],
  ]
  for (const [KeySchema, message] of faults) await wire.invalid('CreateTable', table({ KeySchema }), message)
  const range = table({ KeySchema: [element('pk', 'RANGE')], AttributeDefinitions: attributes('pk') })
  await wire.invalid('CreateTable', range, first)
})

rule('12.5', 'throughput is given with PROVISIONED, the default, and only then', async () => {
  const ProvisionedThroughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 6 }
  const needed = `${invalidParameters}ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`
  await wire.invalid('CreateTable', table({ BillingMode: undefined }), needed)
  await wire.invalid('CreateTable', table({ BillingMode: 'PROVISIONED' }), needed)
  await wire.invalid(
    'CreateTable',
    table({ ProvisionedThroughput }),
    `${invalidParameters}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
  )
  const unknown = table({ BillingMode: 'FREE' })
  await wire.invalid(
    'CreateTable',
    unknown,
    /^Value 'FREE' at 'billingMode' failed to satisfy constraint: Member must satisfy enum value set: \[.*\]$/,
  )
  const { TableDescription } = await wire.ok('CreateTable', table({ BillingMode: undefined, ProvisionedThroughput }))
  expect(TableDescription.ProvisionedThroughput).toMatchObject(ProvisionedThroughput)
  const { TableDescription: onDemand } = await wire.ok('CreateTable', table())
  expect(onDemand.BillingModeSummary).toMatchObject({ BillingMode: 'PAY_PER_REQUEST' })
})

rule('12.6', 'a table has up to 20 global and 5 local indexes of distinct names', async () => {
  const many = (count: number, names: readonly string[]) =>
    Array.from({ length: count }, (_, number) => index(`index${number}`, names))
  const duplicate = `${invalidParameters}Duplicate index name: same`
  await wire.ok('CreateTable', indexed(...many(20, ['g'])))
  await wire.invalid(
    'CreateTable',
    indexed(...many(21, ['g'])),
    `${invalidParameters}GlobalSecondaryIndex count exceeds the per-table limit of 20`,
  )
  await wire.ok('CreateTable', local(...many(5, ['pk', 'h'])))
  await wire.invalid(
    'CreateTable',
    local(...many(6, ['pk', 'h'])),
    `${invalidParameters}Number of LocalSecondaryIndexes exceeds per-table limit of 5`,
  )
  await wire.invalid('CreateTable', indexed(index('same', ['g']), index('same', ['g', 'pk'])), duplicate)
  const both = {
    AttributeDefinitions: attributes('pk', 'sk', 'h'),
    GlobalSecondaryIndexes: [index('same', ['h'])],
    LocalSecondaryIndexes: [index('same', ['pk', 'h'])],
  }
  await wire.invalid('CreateTable', table(both), duplicate)
})

rule('12.6', 'a local index has the hash key of its table, and a table with one a range key', async () => {
  await wire.invalid(
    'CreateTable',
    local(index('byHeight', ['sk', 'h'])),
    `${invalidParameters}Index KeySchema does not have the same leading hash key as table KeySchema for index: byHeight. index hash key: sk, table hash key: pk`,
  )
  await wire.invalid(
    'CreateTable',
    table({ LocalSecondaryIndexes: [index('byHeight', ['pk'])] }),
    `${invalidParameters}Index KeySchema does not have a range key for index: byHeight`,
  )
  const hashOnly = {
    KeySchema: keySchema('pk'),
    AttributeDefinitions: attributes('pk', 'h'),
    LocalSecondaryIndexes: [index('byHeight', ['pk', 'h'])],
  }
  await wire.invalid(
    'CreateTable',
    table(hashOnly),
    `${invalidParameters}Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex`,
  )
})

rule('12.6', 'indexes project up to 100 attributes by name in all', async () => {
  const projection = (count: number, prefix: string) => ({
    ProjectionType: 'INCLUDE',
    NonKeyAttributes: Array.from({ length: count }, (_, number) => `${prefix}${number}`),
  })
  const fits = indexed(
    ...[20, 20, 20, 20, 20].map((count, number) => index(`index${number}`, ['g'], projection(count, `a${number}`))),
  )
  await wire.ok('CreateTable', fits)
  const tooMany = indexed(
    ...[20, 20, 20, 20, 20, 1].map((count, number) => index(`index${number}`, ['g'], projection(count, `a${number}`))),
  )
  await wire.invalid('CreateTable', tooMany, /NonKeyAttributes.* 100/)
})

rule('12.7', 'an index says what it projects, with names where they belong', async () => {
  const at = 'globalSecondaryIndexes.1.member.projection'
  const faults: readonly (readonly [projection: unknown, message: string | RegExp])[] = [
    [undefined, `Value null at '${at}' failed to satisfy constraint: Member must not be null`],
    [null, `Value null at '${at}' failed to satisfy constraint: Member must not be null`],
    [{}, `${invalidParameters}Unknown ProjectionType: null`],
    [
      { ProjectionType: 'INCLUDE' },
      `${invalidParameters}ProjectionType is INCLUDE, but NonKeyAttributes is not specified`,
    ],
    [{ ProjectionType: 'INCLUDE', NonKeyAttributes: [] }, /Member must have length greater than or equal to 1$/],
    [
      { ProjectionType: 'ALL', NonKeyAttributes: ['v'] },
      `${invalidParameters}ProjectionType is ALL, but NonKeyAttributes is specified`,
    ],
    [
      { ProjectionType: 'KEYS_ONLY', NonKeyAttributes: ['v'] },
      `${invalidParameters}ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified`,
    ],
    [{ ProjectionType: 'INCLUDE', NonKeyAttributes: ['v', 'v'] }, /Duplicate/],
    [{ ProjectionType: 'SOME' }, /projectionType' failed to satisfy constraint: Member must satisfy enum value set/],
  ]
  for (const [projection, message] of faults) {
    const { Projection: _, ...bare } = index('byGroup', ['g']) as { Projection?: unknown }
    const request = indexed({ ...bare, ...(projection !== undefined && { Projection: projection }) })
    await wire.invalid('CreateTable', request, message)
  }
  const include = { ProjectionType: 'INCLUDE', NonKeyAttributes: ['v'] }
  const { TableDescription } = await wire.ok('CreateTable', indexed(index('byGroup', ['g'], include)))
  expect(TableDescription.GlobalSecondaryIndexes[0].Projection).toEqual(include)
})

rule('12.7', 'a list of indexes is not empty', async () => {
  const empty = table({ GlobalSecondaryIndexes: [] })
  await wire.invalid('CreateTable', empty, `${invalidParameters}List of GlobalSecondaryIndexes is empty`)
  const noLocal = table({ LocalSecondaryIndexes: [] })
  await wire.invalid('CreateTable', noLocal, `${invalidParameters}List of LocalSecondaryIndexes is empty`)
})

rule('12.15', 'a stream that is off has no view, and one that is on is described', async () => {
  const off = { StreamEnabled: false, StreamViewType: 'NEW_IMAGE' }
  await wire.invalid('CreateTable', table({ StreamSpecification: off }), /stream disabled/)
  const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' }
  const request = table({ StreamSpecification })
  await wire.ok('CreateTable', request)
  const { Table } = await wire.ok('DescribeTable', { TableName: request.TableName })
  expect(Table).toMatchObject({ StreamSpecification, LatestStreamLabel: expect.any(String) })
  expect(Table.LatestStreamArn).toBe(`${Table.TableArn}/stream/${Table.LatestStreamLabel}`)
})
