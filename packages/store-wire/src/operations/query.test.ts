import { beforeEach, describe, expect, test } from 'vitest'
import { call, makeTables, openRaw, type RawAnswer } from '../../test/raw.ts'
import type { Service } from '../index.ts'

let service: Service
beforeEach(async () => {
  service = openRaw()
  await makeTables(
    service,
    {
      name: 'events',
      partitionKey: 'zoo',
      sortKey: { name: 'nr', type: 'N' },
      indexes: {
        byKind: { partitionKey: 'kind', sortKey: { name: 'size', type: 'N' } },
        byGuest: { partitionKey: 'guest', projection: ['extra'], foreign: true },
        byNote: { kind: 'local', sortKey: 'note', projection: 'KEYS_ONLY', foreign: true },
      },
    },
    { name: 'animals', partitionKey: 'id' },
  )
  for (let nr = 1; nr <= 5; nr++) {
    const common = { kind: { S: 'k' }, size: { N: String(10 - nr) }, guest: { S: 'g' }, note: { S: `n${nr}` } }
    await put({ ...key(nr), ...common, even: { BOOL: nr % 2 === 0 } })
  }
  await put({ zoo: { S: 'other' }, nr: { N: '1' } })
  await call(service, 'PutItem', { TableName: 'animals', Item: { id: { S: 'a' }, n: { N: '1' } } })
})

const put = (Item: object) => call(service, 'PutItem', { TableName: 'events', Item })
const key = (nr: number | string, zoo = 'z') => ({ zoo: { S: zoo }, nr: { N: String(nr) } })
const values = (given: Record<string, string | number>) => ({
  ExpressionAttributeValues: Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      `:${name}`,
      typeof value === 'number' ? { N: String(value) } : { S: value },
    ]),
  ),
})
const query = (input: object): Promise<RawAnswer> => call(service, 'Query', { TableName: 'events', ...input })
const ofZoo = { KeyConditionExpression: 'zoo = :z', ...values({ z: 'z' }) }
const ofKind = { IndexName: 'byKind', KeyConditionExpression: 'kind = :k', ...values({ k: 'k' }) }
const ofGuest = { IndexName: 'byGuest', KeyConditionExpression: 'guest = :g', ...values({ g: 'g' }) }
const invalid = (message: string) => ({ status: 400, body: { __type: 'ValidationException', message } })
const ats = ({ body }: RawAnswer) => body.Items.map((item: { nr: { N: string } }) => Number(item.nr.N))

async function pages(input: object): Promise<readonly RawAnswer[]> {
  const found = []
  for (let start: object | undefined; ;) {
    const answer = await query({ ...input, ...(start && { ExclusiveStartKey: start }) })
    expect(answer.status).toBe(200)
    found.push(answer)
    start = answer.body.LastEvaluatedKey
    if (start === undefined) return found
  }
}

describe('a sort condition (rule 7.3)', () => {
  test.each<[condition: string, given: Record<string, string | number>, found: readonly number[]]>([
    ['zoo = :z', {}, [1, 2, 3, 4, 5]],
    ['(zoo = :z) AND nr > :a', { a: 3 }, [4, 5]],
    [':a <= nr and :z = zoo', { a: 3 }, [3, 4, 5]],
    ['zoo = :z AND nr BETWEEN :a AND :b', { a: 2, b: 3 }, [2, 3]],
    ['zoo = :z AND nr = :a', { a: 2 }, [2]],
    ['zoo = :z AND nr < :a', { a: 1 }, []],
  ])('%s', async (KeyConditionExpression, given, found) => {
    expect(ats(await query({ KeyConditionExpression, ...values({ z: 'z', ...given }) }))).toEqual(found)
  })
})

test('begins_with finds what stands together, either way (rule 7.3)', async () => {
  for (const nr of ['m', 'n', 'nx', 'o'].keys()) {
    await put({ ...key(nr, 'notes'), note: { S: ['m', 'n', 'nx', 'o'][nr]! } })
  }
  const prefixed = {
    IndexName: 'byNote',
    KeyConditionExpression: 'zoo = :z AND begins_with(note, :n)',
    ...values({ z: 'notes', n: 'n' }),
  }
  expect(ats(await query(prefixed))).toEqual([1, 2])
  expect(ats(await query({ ...prefixed, ScanIndexForward: false }))).toEqual([2, 1])
  expect((await pages({ ...prefixed, Limit: 1 })).map(ats)).toEqual([[1], [2], []])
})

test('backwards, pages too (rule 7.17)', async () => {
  expect(ats(await query({ ...ofZoo, ScanIndexForward: false }))).toEqual([5, 4, 3, 2, 1])
  const found = await pages({ ...ofZoo, ScanIndexForward: false, Limit: 2 })
  expect(found.map(ats)).toEqual([[5, 4], [3, 2], [1]])
})

test('a limit counts before the filter (rule 7.12), and gives a key nr the last item (rule 7.13)', async () => {
  const filtered = {
    ...ofZoo,
    FilterExpression: 'even = :t',
    ExpressionAttributeValues: { ...ofZoo.ExpressionAttributeValues, ':t': { BOOL: true } },
  }
  const { body } = await query({ ...filtered, Limit: 3 })
  expect(body).toMatchObject({ Count: 1, ScannedCount: 3, LastEvaluatedKey: key(3) })
  expect((await pages({ ...ofZoo, Limit: 5 })).map(({ body: page }) => page.Count)).toEqual([5, 0])
})

test('an index pages by its keys and those of the table (rule 7.16)', async () => {
  const { body } = await query({ ...ofKind, Limit: 2 })
  expect(ats({ status: 200, body })).toEqual([5, 4])
  expect(body.LastEvaluatedKey).toEqual({ ...key(4), kind: { S: 'k' }, size: { N: '6' } })
  expect((await pages({ ...ofKind, Limit: 2 })).map(ats)).toEqual([[5, 4], [3, 2], [1]])
})

test('a global index gives what it holds, a local one fetches the rest (rule 7.21)', async () => {
  expect((await query({ ...ofGuest, Limit: 1 })).body.Items[0]).toMatchObject({ guest: { S: 'g' } })
  expect(Object.keys((await query(ofGuest)).body.Items[0]).toSorted(byText)).toEqual(['guest', 'nr', 'zoo'])
  const local = { ...ofZoo, IndexName: 'byNote', Limit: 1 }
  expect(Object.keys((await query(local)).body.Items[0]).toSorted(byText)).toEqual(['note', 'nr', 'zoo'])
  expect((await query({ ...local, Select: 'ALL_ATTRIBUTES' })).body.Items[0]).toHaveProperty('even')
  expect((await query({ ...local, ProjectionExpression: 'size' })).status).toBe(400) // a reserved word (rule 4.20)
  expect((await query({ ...local, ProjectionExpression: 'even' })).body.Items).toEqual([{ even: { BOOL: false } }])
})

const byText = (left: string, right: string): number => (left < right ? -1 : 1)

test('a page ends with the item that makes it 1 MB, as the index holds it (rule 7.15)', async () => {
  for (let nr = 1; nr <= 5; nr++) {
    await put({
      ...key(nr, 'big'),
      guest: { S: 'big' },
      kind: { S: 'big' },
      size: { N: '1' },
      pad: { S: 'x'.repeat(390_000) },
    })
  }
  const of = (index: object, condition: string) => ({
    ...index,
    KeyConditionExpression: condition,
    ...values({ v: 'big' }),
  })
  const counts = async (input: object) => (await pages(input)).map(({ body }) => body.Count)
  expect(await counts(of({}, 'zoo = :v'))).toEqual([3, 2])
  expect(await counts(of({ IndexName: 'byKind' }, 'kind = :v'))).toEqual([3, 2])
  expect(await counts(of({ IndexName: 'byGuest' }, 'guest = :v'))).toEqual([5])
  expect(await counts({ ...of({}, 'zoo = :v'), ProjectionExpression: 'zoo', Limit: 4 })).toEqual([3, 2])
})

test('one item is all that a partition without a sort key has (rule 7.19)', async () => {
  const one = { TableName: 'animals', KeyConditionExpression: 'id = :i', ...values({ i: 'a' }), Limit: 1 }
  expect((await query(one)).body).toEqual({ Count: 1, ScannedCount: 1, Items: [{ id: { S: 'a' }, n: { N: '1' } }] })
  expect((await query({ ...one, ExclusiveStartKey: { id: { S: 'a' } } })).body.message).toMatch(
    /^The provided exclusive start key is invalid/,
  )
})

test('the older parameters ask for the same', async () => {
  const input = {
    KeyConditions: {
      zoo: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'z' }] },
      nr: { ComparisonOperator: 'GE', AttributeValueList: [{ N: '2' }] },
    },
    QueryFilter: { even: { ComparisonOperator: 'EQ', AttributeValueList: [{ BOOL: true }] } },
    AttributesToGet: ['nr'],
  }
  expect((await query(input)).body).toEqual({
    Count: 2,
    ScannedCount: 4,
    Items: [{ nr: { N: '2' } }, { nr: { N: '4' } }],
  })
})

describe('what it consumes (rule 13.7)', () => {
  const arm = (units: number) => ({ CapacityUnits: units })
  test.each<[what: string, input: object, consumed: object]>([
    ['the table', ofZoo, { ...arm(0.5), Table: arm(0.5) }],
    ['strongly', { ...ofZoo, ConsistentRead: true }, { ...arm(1), Table: arm(1) }],
    ['nothing found', { ...ofZoo, ...values({ z: 'none' }) }, { ...arm(0.5), Table: arm(0.5) }],
    ['a global index', ofKind, { ...arm(0.5), Table: arm(0), GlobalSecondaryIndexes: { byKind: arm(0.5) } }],
    [
      'a local index',
      { ...ofZoo, IndexName: 'byNote' },
      { ...arm(0.5), Table: arm(0), LocalSecondaryIndexes: { byNote: arm(0.5) } },
    ],
    [
      'a local index with what it fetches',
      { ...ofZoo, IndexName: 'byNote', Select: 'ALL_ATTRIBUTES' },
      { ...arm(3), Table: arm(2.5), LocalSecondaryIndexes: { byNote: arm(0.5) } },
    ],
  ])('%s', async (_what, input, consumed) => {
    const { body } = await query({ ...input, ReturnConsumedCapacity: 'INDEXES' })
    expect(body.ConsumedCapacity).toEqual({ TableName: 'events', ...consumed })
    const { body: total } = await query({ ...input, ReturnConsumedCapacity: 'TOTAL' })
    expect(total.ConsumedCapacity).toEqual({
      TableName: 'events',
      CapacityUnits: (consumed as { CapacityUnits: number }).CapacityUnits,
    })
  })

  test('all together, before filter and projection', async () => {
    for (let nr = 1; nr <= 3; nr++) await put({ ...key(nr, 'big'), pad: { S: 'x'.repeat(3000) } })
    const input = {
      KeyConditionExpression: 'zoo = :z',
      FilterExpression: 'attribute_exists(nope)',
      ...values({ z: 'big' }),
      ReturnConsumedCapacity: 'TOTAL',
    }
    expect((await query(input)).body).toMatchObject({ Count: 0, ConsumedCapacity: { CapacityUnits: 1.5 } })
  })
})

describe('what a query refuses', () => {
  const start = (nr: object) => ({ ...ofZoo, ExclusiveStartKey: nr })
  test.each<[rule: string, input: object, message: string]>([
    ['7.11', {}, 'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.'],
    [
      '7.4',
      { KeyConditionExpression: 'nr = :a', ...values({ a: 1 }) },
      'Query condition missed key schema element: zoo',
    ],
    ['7.6', { KeyConditionExpression: 'zoo > :z', ...values({ z: 'z' }) }, 'Query key condition not supported'],
    [
      '7.8',
      { KeyConditionExpression: 'zoo = :z', ...values({ z: 1 }) },
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    ],
    [
      '7.10',
      { KeyConditionExpression: 'zoo = :z', ...values({ z: '' }) },
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: zoo',
    ],
    ['7.18', start({ zoo: { S: 'z' } }), 'The provided starting key is invalid'],
    ['7.18', start({ zoo: { S: 'z' }, more: { N: '1' } }), 'The provided starting key is invalid'],
    ['7.18', start({ zoo: { S: 'z' }, nr: { S: '1' } }), 'The provided key element does not match the schema'],
    [
      '7.18',
      start(key(1, 'other')),
      'The provided starting key is outside query boundaries based on provided conditions',
    ],
    [
      '7.18',
      { KeyConditionExpression: 'zoo = :z AND nr > :a', ...values({ z: 'z', a: 3 }), ExclusiveStartKey: key(1) },
      'The provided starting key does not match the range key predicate',
    ],
    ['7.18', { ...ofKind, ExclusiveStartKey: key(1) }, 'The provided starting key is invalid'],
    [
      '7.18',
      { ...ofKind, ExclusiveStartKey: { zoo: { S: 'z' }, nr: { S: '1' }, kind: { S: 'k' }, size: { N: '1' } } },
      'The provided starting key is invalid: The provided key element does not match the schema',
    ],
    [
      '7.20',
      { ...ofZoo, Select: 'COUNT', ProjectionExpression: 'even' },
      'Cannot specify the ProjectionExpression when choosing to get only the Count',
    ],
    [
      '7.20',
      { ...ofZoo, Select: 'ALL_ATTRIBUTES', ProjectionExpression: 'even' },
      'Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES',
    ],
    [
      '7.21',
      { ...ofGuest, Select: 'ALL_ATTRIBUTES' },
      'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index byGuest because its projection type is not ALL',
    ],
    [
      '7.22',
      { ...ofGuest, ProjectionExpression: 'extra, even, guest' },
      'One or more parameter values were invalid: Global secondary index byGuest does not project [even]',
    ],
    [
      '7.22',
      { ...ofGuest, FilterExpression: 'attribute_exists(even)' },
      'One or more parameter values were invalid: Secondary index byGuest does not project one or more filter attributes: [even]',
    ],
    ['7.23', { ...ofKind, ConsistentRead: true }, 'Consistent reads are not supported on global secondary indexes'],
    ['7.24', { ...ofKind, IndexName: 'nope' }, 'The table does not have the specified index: nope'],
    [
      '4.29',
      { ...ofZoo, FilterExpression: 'attribute_exists(nr)' },
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: nr',
    ],
  ])('rule %s: %j', async (_rule, input, message) => {
    expect(await query(input)).toEqual(invalid(message))
  })

  test('a table that is not there (rule 7.24)', async () => {
    expect((await query({ ...ofZoo, TableName: 'nope' })).body).toEqual({
      __type: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    })
  })

  test('base-table keys can be filtered on a global index (rule 4.29)', async () => {
    const filtered = {
      ...ofKind,
      FilterExpression: 'nr > :a',
      ...values({ k: 'k', a: 3 }),
    }
    expect(ats(await query(filtered))).toEqual([5, 4])
  })
})
