import { beforeEach, describe, expect, test } from 'vitest'
import { call, makeTables, openRaw, type RawAnswer } from '../../test/raw.ts'
import type { Service } from '../index.ts'

let service: Service
beforeEach(async () => {
  service = openRaw()
  await makeTables(service, {
    name: 'events',
    partitionKey: 'zoo',
    sortKey: 'at',
    indexes: {
      byKind: { partitionKey: 'kind', sortKey: { name: 'size', type: 'N' } },
      byGuest: { partitionKey: 'guest', projection: 'KEYS_ONLY', foreign: true },
      byNote: { kind: 'local', sortKey: 'note', projection: 'KEYS_ONLY', foreign: true },
    },
  })
  for (let zoo = 0; zoo < 4; zoo++) {
    for (let at = 0; at < 3; at++) await put({ zoo: { S: `z${zoo}` }, at: { S: `a${at}` } })
  }
})

const put = (item: object) => call(service, 'PutItem', { TableName: 'events', Item: item })
const scan = (input: object): Promise<RawAnswer> => call(service, 'Scan', { TableName: 'events', ...input })
const key = (zoo: string, at: string) => ({ zoo: { S: zoo }, at: { S: at } })
const invalid = (message: string) => ({ status: 400, body: { __type: 'ValidationException', message } })

/** All pages of a scan. */
async function pages(input: object): Promise<readonly RawAnswer['body'][]> {
  const found = []
  for (let start: object | undefined; ;) {
    const { status, body } = await scan({ ...input, ...(start && { ExclusiveStartKey: start }) })
    expect(status).toBe(200)
    found.push(body)
    start = body.LastEvaluatedKey
    if (start === undefined) return found
  }
}

test('items of a partition come in the order of the sort key (rule 8.1)', async () => {
  const { body } = await scan({})
  expect(body).toMatchObject({ Count: 12, ScannedCount: 12 })
  const ofOne = body.Items.filter((item: { zoo: { S: string } }) => item.zoo.S === 'z1')
  expect(ofOne).toEqual([key('z1', 'a0'), key('z1', 'a1'), key('z1', 'a2')])
  expect(body.LastEvaluatedKey).toBeUndefined()
})

test('a limit that is met by the last item still gives a key, and an empty page after it (rule 7.13)', async () => {
  expect((await pages({ Limit: 4 })).map(({ Count }) => Count)).toEqual([4, 4, 4, 0])
  expect((await pages({ Limit: 5 })).map(({ Count }) => Count)).toEqual([5, 5, 2])
})

test('a page ends with the item that makes it 1 MB, whatever its limit (rule 7.15)', async () => {
  service = openRaw()
  await makeTables(service, { name: 'events', partitionKey: 'zoo', sortKey: 'at' })
  for (let at = 0; at < 6; at++) await put({ ...key('z', `a${at}`), pad: { S: 'x'.repeat(300_000) } })
  expect((await pages({})).map(({ Count }) => Count)).toEqual([4, 2])
  expect((await pages({ Limit: 5, Select: 'COUNT' })).map(({ Count }) => Count)).toEqual([4, 2])
})

test('segments do not overlap and are all there is (rule 8.2)', async () => {
  const found: string[] = []
  for (let Segment = 0; Segment < 3; Segment++) {
    for (const { Items } of await pages({ Segment, TotalSegments: 3, Limit: 2 })) {
      found.push(...Items.map((item: object) => JSON.stringify(item)))
    }
  }
  const all = (await scan({})).body.Items.map((item: object) => JSON.stringify(item))
  expect(found).toHaveLength(all.length)
  expect(new Set(found)).toEqual(new Set(all))
})

test('a scan of an index sees what the index holds, and its key goes on from there (rules 2.15, 7.16, 8.4)', async () => {
  await put({ ...key('z1', 'a0'), kind: { S: 'k' }, size: { N: '1' }, guest: { S: 'g' }, more: { S: 'm' } })
  await put({ ...key('z2', 'a0'), kind: { S: 'k' } })
  const whole = { ...key('z1', 'a0'), kind: { S: 'k' }, size: { N: '1' }, guest: { S: 'g' }, more: { S: 'm' } }
  expect((await scan({ IndexName: 'byKind', Limit: 1 })).body).toEqual({
    Count: 1,
    ScannedCount: 1,
    Items: [whole],
    LastEvaluatedKey: { ...key('z1', 'a0'), kind: { S: 'k' }, size: { N: '1' } },
  })
  expect((await pages({ IndexName: 'byKind', Limit: 1 })).map(({ Count }) => Count)).toEqual([1, 0])
  expect((await scan({ IndexName: 'byGuest' })).body.Items).toEqual([{ ...key('z1', 'a0'), guest: { S: 'g' } }])
})

test('a local index fetches what it does not hold, if asked (rule 7.21)', async () => {
  const item = { ...key('z1', 'a0'), note: { S: 'n' }, more: { S: 'm' } }
  await put(item)
  expect((await scan({ IndexName: 'byNote' })).body.Items).toEqual([{ ...key('z1', 'a0'), note: { S: 'n' } }])
  expect((await scan({ IndexName: 'byNote', Select: 'ALL_ATTRIBUTES' })).body.Items).toEqual([item])
})

test('a member that Scan does not have is not there', async () => {
  expect((await scan({ ConditionExpression: 'a <', KeyConditions: 5, Select: 'COUNT' })).body.Count).toBe(12)
})

test('COUNT leaves the items out (rule 7.20)', async () => {
  expect((await scan({ Select: 'COUNT' })).body).toEqual({ Count: 12, ScannedCount: 12 })
})

describe('what a scan refuses', () => {
  const start = (message: string) => invalid(`The provided starting key is invalid${message}`)
  const mismatch = ': The provided key element does not match the schema'
  test.each<[rule: string, input: object, answer: object]>([
    [
      '7.14',
      { Limit: 0 },
      invalid(
        "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
      ),
    ],
    [
      '8.3',
      { Segment: 0 },
      invalid(
        'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
      ),
    ],
    [
      '8.3',
      { TotalSegments: 1 },
      invalid(
        'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
      ),
    ],
    [
      '8.3',
      { TotalSegments: 2, Segment: 2 },
      invalid(
        'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is not less than TotalSegments: 2',
      ),
    ],
    [
      '8.3',
      { TotalSegments: 1_000_001, Segment: 0 },
      invalid(
        "1 validation error detected: Value '1000001' at 'totalSegments' failed to satisfy constraint: Member must have value less than or equal to 1000000",
      ),
    ],
    [
      '7.20',
      { Select: 'SPECIFIC_ATTRIBUTES' },
      invalid('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES'),
    ],
    [
      '7.20',
      { Select: 'COUNT', ProjectionExpression: 'a' },
      invalid('Cannot specify the ProjectionExpression when choosing to get only the Count'),
    ],
    [
      '7.20',
      { Select: 'ALL_PROJECTED_ATTRIBUTES' },
      invalid('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName'),
    ],
    [
      '7.21',
      { Select: 'ALL_ATTRIBUTES', IndexName: 'byGuest' },
      invalid(
        'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index byGuest because its projection type is not ALL',
      ),
    ],
    [
      '7.23',
      { IndexName: 'byKind', ConsistentRead: true },
      invalid('Consistent reads are not supported on global secondary indexes'),
    ],
    ['7.24', { IndexName: 'nope' }, invalid('The table does not have the specified index: nope')],
    [
      '7.24',
      { TableName: 'nope' },
      { status: 400, body: { __type: 'ResourceNotFoundException', message: 'Requested resource not found' } },
    ],
    ['7.18', { ExclusiveStartKey: { zoo: { S: 'z' } } }, start(mismatch)],
    ['7.18', { ExclusiveStartKey: { zoo: { S: 'z' }, at: { N: '1' } } }, start(mismatch)],
    ['7.18', { ExclusiveStartKey: { ...key('z', 'a'), more: { S: 'm' } } }, start(mismatch)],
    ['7.18', { ExclusiveStartKey: key('z', 'a'), IndexName: 'byKind' }, start('')],
    [
      '7.18',
      { ExclusiveStartKey: { ...key('z', 'a'), kind: { S: 'k' }, size: { S: 's' } }, IndexName: 'byKind' },
      invalid('The provided key element does not match the schema'),
    ],
    [
      '1.13',
      { ExclusiveStartKey: { zoo: { S: 'z' }, at: { NULL: false } } },
      start(': One or more parameter values were invalid: Null attribute value types must have the value of true'),
    ],
    [
      '2.7',
      { ExclusiveStartKey: key('z', '') },
      start(
        ': One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: at',
      ),
    ],
  ])('rule %s: %j', async (_rule, input, answer) => {
    expect(await scan(input)).toEqual(answer)
  })

  test('a key of another segment (rule 8.2)', async () => {
    const [first] = (await scan({})).body.Items
    const answers = await Promise.all(
      [0, 1].map((Segment) => scan({ TotalSegments: 2, Segment, ExclusiveStartKey: first })),
    )
    const refused = answers.findIndex(({ status }) => status === 400)
    expect(answers[1 - refused]!.status).toBe(200)
    expect(answers[refused]).toEqual(
      start(
        `: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: ${refused}`,
      ),
    )
  })
})
