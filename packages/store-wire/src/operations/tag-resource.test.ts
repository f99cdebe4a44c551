import { beforeEach, expect, test } from 'vitest'
import { call, makeTables, openRaw } from '../../test/raw.ts'
import { plainTable } from '../../test/table-inputs.ts'
import type { Service } from '../index.ts'

const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/abc'
let service: Service
beforeEach(async () => {
  service = openRaw()
  await call(service, 'CreateTable', { ...plainTable, Tags: [{ Key: 'first', Value: '1' }] })
})

async function tag(...tags: readonly object[]): Promise<unknown> {
  return (await call(service, 'TagResource', { ResourceArn: arn, Tags: tags })).body
}

async function untag(...keys: readonly string[]): Promise<unknown> {
  return (await call(service, 'UntagResource', { ResourceArn: arn, TagKeys: keys })).body
}

async function list(): Promise<unknown> {
  return (await call(service, 'ListTagsOfResource', { ResourceArn: arn })).body.Tags
}

const one = (Key: string, Value: string): object => ({ Key, Value })
const numbered = (count: number): readonly object[] => Array.from({ length: count }, (_, index) => one(`k${index}`, ''))

test('tags are added, replaced by key, and taken away, be they there or not (rule 16.3)', async () => {
  expect(await tag(one('second', 'ключ é表 a+b-c=d.e_f:g/h@i'), one('first', '2'))).toEqual({})
  expect(await list()).toEqual([one('first', '2'), one('second', 'ключ é表 a+b-c=d.e_f:g/h@i')])
  expect(await untag('first', 'nope')).toEqual({})
  expect(await list()).toEqual([one('second', 'ключ é表 a+b-c=d.e_f:g/h@i')])
})

test('a table that only the store API defined has no tags, and takes some (rule 16.3)', async () => {
  await makeTables(service, { name: 'animals', partitionKey: 'id' })
  const ResourceArn = arn.replace('abc', 'animals')
  expect((await call(service, 'ListTagsOfResource', { ResourceArn })).body).toEqual({ Tags: [] })
  await call(service, 'TagResource', { ResourceArn, Tags: [one('a', 'b')] })
  expect((await call(service, 'ListTagsOfResource', { ResourceArn })).body).toEqual({ Tags: [one('a', 'b')] })
})

test.each([
  ['no tags', [], 'Atleast one Tag needs to be provided as Input.'],
  ['no key', [{ Value: 'v' }], 'The Tag Key provided is invalid, Key: null'],
  ['an empty key', [one('', 'v')], 'The Tag Key provided is invalid, Key: '],
  ['a long key', [one('k'.repeat(129), 'v')], `The Tag Key provided is invalid, Key: ${'k'.repeat(129)}`],
  ['a key with other characters', [one('a#b', 'v')], 'The Tag Key provided is invalid, Key: a#b'],
  ['no value', [{ Key: 'k' }], 'The Tag Value provided is invalid, Value: null'],
  ['a long value', [one('k', 'v'.repeat(257))], `The Tag Value provided is invalid, Value: ${'v'.repeat(257)}`],
  ['a value with other characters', [one('k', 'a,b')], 'The Tag Value provided is invalid, Value: a,b'],
  ['a key of AWS itself', [one('AWS:x', 'v')], 'Tag Key cannot be prefixed with aws:, Key: AWS:x'],
  ['a key twice', [one('k', '1'), one('k', '2')], 'Duplicate Tag Keys provided as input: Duplicate Tag Key found k'],
  [
    'more than 50 with those that are there',
    numbered(50),
    'Number of Tags exceed the current limit for the provided ResourceArn',
  ],
])('rule 16.3: refuses %s, and takes none', async (_title, tags, message) => {
  expect(await tag(...tags)).toEqual({ __type: 'ValidationException', message })
  expect(await list()).toEqual([one('first', '1')])
})

test('50 tags are taken, and all 50 replaced (rule 16.3)', async () => {
  expect(await tag(...numbered(49))).toEqual({})
  expect(await tag(...numbered(49), one('first', '2'))).toEqual({})
})

test.each([
  [[], 'Atleast one Tag Key needs to be provided as Input.'],
  [[''], 'The Tag Key provided is invalid, Key: '],
  [['aws:x'], 'Tag Key cannot be prefixed with aws:, Key: aws:x'],
  [
    Array.from({ length: 51 }, (_, index) => `k${index}`),
    'Number of Tags exceed the current limit for the provided ResourceArn',
  ],
])('rule 16.3: refuses to take away %j', async (keys, message) => {
  expect(await untag(...keys)).toEqual({ __type: 'ValidationException', message })
})

test.each([
  [undefined, 'ValidationException', 'Invalid TableArn'],
  ['abc', 'ValidationException', "One or more parameter values were invalid: ARNs must start with 'arn:': abc"],
  [
    'arn:aws:s3:::bucket/abc',
    'ValidationException',
    'One or more parameter values were invalid: Provided Arn is not a DynamoDB resource arn: arn:aws:s3:::bucket/abc',
  ],
  [`${arn}/index/x`, 'ValidationException', `Invalid TableArn: Invalid ResourceArn provided as input ${arn}/index/x`],
  [`${arn}d`, 'ResourceNotFoundException', `Requested resource not found: ResourcArn: ${arn}d not found`],
])('rule 16.3: the resource %s is none', async (ResourceArn, name, message) => {
  for (const [operation, rest] of [
    ['TagResource', { Tags: [one('a', 'b')] }],
    ['UntagResource', { TagKeys: ['a'] }],
    ['ListTagsOfResource', {}],
  ] as const) {
    expect((await call(service, operation, { ResourceArn, ...rest })).body).toEqual({ __type: name, message })
  }
})

test('what is missing is told (rule 13.5)', async () => {
  for (const [operation, member] of [
    ['TagResource', 'tags'],
    ['UntagResource', 'tagKeys'],
  ] as const) {
    expect((await call(service, operation, { ResourceArn: arn })).body).toEqual({
      __type: 'ValidationException',
      message: `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    })
  }
})

test('limits and endpoints are told, and an endpoint is never at AWS', async () => {
  expect((await call(service, 'DescribeLimits', {})).body).toEqual({
    AccountMaxReadCapacityUnits: 80_000,
    AccountMaxWriteCapacityUnits: 80_000,
    TableMaxReadCapacityUnits: 40_000,
    TableMaxWriteCapacityUnits: 40_000,
  })
  const endpoints = await call({ ...service, address: () => '127.0.0.1:8000' }, 'DescribeEndpoints', {})
  expect(endpoints.body).toEqual({ Endpoints: [{ Address: '127.0.0.1:8000', CachePeriodInMinutes: 1440 }] })
})
