import { beforeEach, describe, expect, test } from 'vitest'
import { call, makeTables, openRaw, type RawAnswer } from '../../test/raw.ts'
import type { Service } from '../index.ts'

let service: Service
beforeEach(async () => {
  service = openRaw()
  await makeTables(
    service,
    { name: 'animals', partitionKey: 'id', indexes: { byKind: { partitionKey: 'kind' } } },
    { name: 'visits', partitionKey: 'zoo', sortKey: { name: 'at', type: 'N' } },
  )
})

const get = (RequestItems: object, more: object = {}): Promise<RawAnswer> =>
  call(service, 'BatchGetItem', { RequestItems, ...more })
const write = (RequestItems: object, more: object = {}): Promise<RawAnswer> =>
  call(service, 'BatchWriteItem', { RequestItems, ...more })
const put = (id: string, more: object = {}) => ({ PutRequest: { Item: { id: { S: id }, ...more } } })
const remove = (id: string) => ({ DeleteRequest: { Key: { id: { S: id } } } })
const key = (id: string) => ({ id: { S: id } })
const visit = (at: string) => ({ zoo: { S: 'z' }, at: { N: at } })
const invalid = (message: string) => ({ status: 400, body: { __type: 'ValidationException', message } })
const many = (count: number) => Array.from({ length: count }, (_, index) => String(index))

test('writes go to several tables, a delete of nothing is fine, and nothing is left (rules 9.6 and 9.7)', async () => {
  const written = await write({
    animals: [put('a', { n: { N: '1' } }), remove('b')],
    visits: [{ PutRequest: { Item: visit('1') } }],
  })
  expect(written).toEqual({ status: 200, body: { UnprocessedItems: {} } })
  const found = await get({
    animals: { Keys: [key('a'), key('b')] },
    visits: { Keys: [visit('1')], ConsistentRead: true },
  })
  expect(found.body).toEqual({
    Responses: { animals: [{ id: { S: 'a' }, n: { N: '1' } }], visits: [visit('1')] },
    UnprocessedKeys: {},
  })
})

test('a table without a hit has an empty list (rule 9.7)', async () => {
  expect((await get({ animals: { Keys: [key('a')] } })).body).toEqual({
    Responses: { animals: [] },
    UnprocessedKeys: {},
  })
})

test('a table may be named by its ARN, and is told by what it was named', async () => {
  const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/animals'
  expect((await write({ [arn]: [put('a')] })).body).toEqual({ UnprocessedItems: {} })
  expect((await get({ [arn]: { Keys: [key('a')] } })).body.Responses).toEqual({ [arn]: [key('a')] })
})

test('keys are the same by value for a write, and as they are written for a read (rule 9.4)', async () => {
  const puts = [{ PutRequest: { Item: visit('1') } }, { DeleteRequest: { Key: visit('1.0') } }]
  expect(await write({ visits: puts })).toEqual(invalid('Provided list of item keys contains duplicates'))
  await write({ visits: [{ PutRequest: { Item: visit('1') } }] })
  expect((await get({ visits: { Keys: [visit('1'), visit('1.0')] } })).body.Responses.visits).toHaveLength(2)
})

test('what is more than 16 MB stays unprocessed, with what was asked of it (rule 9.2)', async () => {
  const ids = many(50)
  for (const id of ids) await write({ animals: [put(id, { pad: { S: 'x'.repeat(400_000) } })] })
  const { body } = await get({ animals: { Keys: ids.map(key), ConsistentRead: true } })
  expect(body.Responses.animals).toHaveLength(41)
  expect(body.UnprocessedKeys).toEqual({ animals: { Keys: ids.slice(41).map(key), ConsistentRead: true } })
})

test('one member that is invalid refuses all of them (rule 9.5)', async () => {
  const answer = await write({ animals: [put('a'), put('b', { kind: { N: '1' } })] })
  expect(answer).toEqual(
    invalid(
      'One or more parameter values were invalid: Type mismatch for Index Key kind Expected: S Actual: N IndexName: byKind',
    ),
  )
  expect((await get({ animals: { Keys: [key('a')] } })).body.Responses.animals).toEqual([])
})

test('what a fault leaves is told, and can be sent again (rule 9.7)', async () => {
  service = { ...service, faults: () => ({ unprocessed: 2 }) }
  const first = await write({ animals: [put('a'), put('b'), remove('c')] })
  expect(first.body).toEqual({ UnprocessedItems: { animals: [put('b'), remove('c')] } })
  const found = await get({ animals: { Keys: [key('a'), key('b'), key('c')], AttributesToGet: ['id'] } })
  expect(found.body).toEqual({
    Responses: { animals: [key('a')] },
    UnprocessedKeys: { animals: { Keys: [key('b'), key('c')], AttributesToGet: ['id'] } },
  })
})

describe('capacity (rule 13.7)', () => {
  const arm = (units: number) => ({ CapacityUnits: units })

  test('of writes, by table and index', async () => {
    const batch = {
      animals: [put('a', { kind: { S: 'k' }, pad: { S: 'x'.repeat(1500) } }), put('b')],
      visits: [{ DeleteRequest: { Key: visit('1') } }],
    }
    expect((await write(batch, { ReturnConsumedCapacity: 'INDEXES' })).body.ConsumedCapacity).toEqual([
      { TableName: 'animals', ...arm(5), Table: arm(3), GlobalSecondaryIndexes: { byKind: arm(2) } },
      { TableName: 'visits', ...arm(1), Table: arm(1) },
    ])
    expect((await write(batch, { ReturnConsumedCapacity: 'TOTAL' })).body.ConsumedCapacity).toEqual([
      { TableName: 'animals', ...arm(3) },
      { TableName: 'visits', ...arm(1) },
    ])
  })

  test('of reads, each item by itself', async () => {
    await write({ animals: [put('a', { pad: { S: 'x'.repeat(5000) } }), put('b')] })
    const found = await get(
      { animals: { Keys: [key('a'), key('b'), key('c')] }, visits: { Keys: [visit('1')], ConsistentRead: true } },
      { ReturnConsumedCapacity: 'INDEXES' },
    )
    expect(found.body.ConsumedCapacity).toEqual([
      { TableName: 'animals', ...arm(2), Table: arm(2) },
      { TableName: 'visits', ...arm(1), Table: arm(1) },
    ])
  })
})

const schema = invalid('The provided key element does not match the schema')
const empty = invalid(
  'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: id',
)
const missing = { status: 400, body: { __type: 'ResourceNotFoundException', message: 'Requested resource not found' } }

describe('what BatchGetItem refuses', () => {
  test.each<[rule: string, items: object, answer: object]>([
    [
      '9.3',
      {},
      invalid(
        "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
      ),
    ],
    [
      '9.2',
      { animals: { Keys: many(60).map(key) }, visits: { Keys: many(60).map(visit) } },
      invalid('Too many items requested for the BatchGetItem call'),
    ],
    ['9.4', { nope: { Keys: [key('a'), key('a')] } }, invalid('Provided list of item keys contains duplicates')],
    ['9.9', { nope: { Keys: [key('a')] } }, missing],
    ['9.9', { animals: { Keys: [{ id: { N: '1' } }] } }, schema],
    ['9.9', { animals: { Keys: [{ ...key('a'), more: { S: '' } }] } }, schema],
    ['9.9', { animals: { Keys: [{}] } }, schema],
    ['2.7', { animals: { Keys: [key('')] } }, empty],
    ['1.5', { visits: { Keys: [visit('x')] } }, invalid('The parameter cannot be converted to a numeric value: x')],
  ])('rule %s: %j', async (_rule, items, answer) => {
    expect(await get(items)).toEqual(answer)
  })

  test('more than 100 keys of one table (rule 9.2)', async () => {
    const { body } = await get({ animals: { Keys: many(101).map(key) } })
    expect(body.message).toMatch(
      /^1 validation error detected: Value '.*' at 'requestItems\.animals\.member\.keys' failed to satisfy constraint: Member must have length less than or equal to 100$/,
    )
  })
})

describe('what BatchWriteItem refuses', () => {
  const both = invalid(
    'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
  )
  test.each<[rule: string, items: object, answer: object]>([
    ['9.3', {}, invalid('The requestItems parameter is required for BatchWriteItem')],
    [
      '9.1',
      {
        animals: many(13).map((id) => put(id)),
        visits: many(13).map((at) => ({ PutRequest: { Item: visit(at) } })),
      },
      invalid('Too many items requested for the BatchWriteItem call'),
    ],
    [
      '9.1',
      { animals: [] },
      invalid(
        `1 validation error detected: Value '{"animals":[]}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]`,
      ),
    ],
    ['9.4', { animals: [put('a'), put('a')] }, invalid('Provided list of item keys contains duplicates')],
    ['9.4', { animals: [put('a'), remove('a')] }, invalid('Provided list of item keys contains duplicates')],
    ['9.6', { animals: [{}] }, both],
    ['9.6', { animals: [{ ...put('a'), ...remove('b') }] }, both],
    ['9.9', { nope: [put('a')] }, missing],
    ['9.9', { animals: [{ PutRequest: { Item: { more: { S: 'a' } } } }] }, schema],
    ['9.9', { animals: [{ PutRequest: { Item: { id: { N: '1' } } } }] }, schema],
    ['9.9', { animals: [{ DeleteRequest: { Key: { more: { S: 'a' } } } }] }, schema],
    ['2.7', { animals: [put('')] }, empty],
    ['2.7', { animals: [remove('')] }, empty],
    [
      '2.12',
      { animals: [put('a', { kind: { S: '' } })] },
      invalid(
        'One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: byKind, IndexKey: kind',
      ),
    ],
    [
      '3.4',
      { animals: [put('a', { pad: { S: 'x'.repeat(409_600) } })] },
      invalid('Item size has exceeded the maximum allowed size'),
    ],
  ])('rule %s: %j', async (_rule, items, answer) => {
    expect(await write(items)).toEqual(answer)
  })
})
