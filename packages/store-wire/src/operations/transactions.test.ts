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
  await call(service, 'PutItem', { TableName: 'animals', Item: { id: { S: 'a' }, n: { N: '1' }, s: { S: 't' } } })
})

const write = (TransactItems: unknown, more: object = {}): Promise<RawAnswer> =>
  call(service, 'TransactWriteItems', { TransactItems, ...more })
const get = (TransactItems: unknown, more: object = {}): Promise<RawAnswer> =>
  call(service, 'TransactGetItems', { TransactItems, ...more })
const TableName = 'animals'
const key = (id: string) => ({ id: { S: id } })
const put = (id: string, more: object = {}) => ({ Put: { TableName, Item: key(id), ...more } })
const putItem = (Item: object) => ({ Put: { TableName, Item } })
const remove = (id: string, more: object = {}) => ({ Delete: { TableName, Key: key(id), ...more } })
const check = (id: string, ConditionExpression: string, more: object = {}) => ({
  ConditionCheck: { TableName, Key: key(id), ConditionExpression, ...more },
})
const update = (UpdateExpression: string, more: object = {}) => ({
  Update: { TableName, Key: key('a'), UpdateExpression, ...more },
})
const read = (id: string, more: object = {}) => ({ Get: { TableName, Key: key(id), ...more } })
const item = async (id: string) => (await call(service, 'GetItem', { TableName, Key: key(id) })).body.Item
const many = (count: number) => Array.from({ length: count }, (_, index) => String(index))
const invalid = (message: string) => ({ status: 400, body: { __type: 'ValidationException', message } })
const missing = { status: 400, body: { __type: 'ResourceNotFoundException', message: 'Requested resource not found' } }

type Reason = { readonly Code: string; readonly Message?: string; readonly Item?: object }
const none: Reason = { Code: 'None' }
const unmet: Reason = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' }
const faulty = (Message: string): Reason => ({ Code: 'ValidationError', Message })
const cancelled = (...CancellationReasons: readonly Reason[]) => ({
  status: 400,
  body: {
    __type: 'TransactionCanceledException',
    Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${CancellationReasons.map(({ Code }) => Code).join(', ')}]`,
    CancellationReasons,
  },
})

test('all actions are done, and nothing is told (rule 10.15)', async () => {
  const actions = [
    put('b'),
    update('SET n = :v', { ExpressionAttributeValues: { ':v': { N: '2' } } }),
    remove('c'),
    check('d', 'attribute_not_exists(id)'),
  ]
  expect(await write(actions)).toEqual({ status: 200, body: {} })
  expect(await item('b')).toEqual(key('b'))
  expect(await item('a')).toEqual({ ...key('a'), n: { N: '2' }, s: { S: 't' } })
})

test('all conditions that are not met are told, and nothing is done (rules 10.4 and 10.6)', async () => {
  const actions = [
    put('b'),
    check('a', 'attribute_not_exists(id)', { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    remove('c', { ConditionExpression: 'attribute_exists(id)', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
  ]
  expect(await write(actions)).toEqual(
    cancelled(none, { ...unmet, Item: { ...key('a'), n: { N: '1' }, s: { S: 't' } } }, unmet),
  )
  expect(await item('b')).toBeUndefined()
})

describe('a token (rule 10.10)', () => {
  const add = (value: string) => [update('ADD n :v', { ExpressionAttributeValues: { ':v': { N: value } } })]

  test('the same again does nothing, and costs reads (rule 10.11)', async () => {
    const token = { ClientRequestToken: 'once', ReturnConsumedCapacity: 'TOTAL' }
    expect((await write(add('1'), token)).body).toEqual({
      ConsumedCapacity: [{ TableName, CapacityUnits: 2, WriteCapacityUnits: 2 }],
    })
    expect((await write(add('1'), token)).body).toEqual({
      ConsumedCapacity: [{ TableName, CapacityUnits: 2, ReadCapacityUnits: 2 }],
    })
    expect((await item('a')).n).toEqual({ N: '2' })
  })

  test('another one is refused', async () => {
    await write(add('1'), { ClientRequestToken: 'once' })
    expect((await write(add('2'), { ClientRequestToken: 'once' })).body['__type']).toBe(
      'IdempotentParameterMismatchException',
    )
    expect((await item('a')).n).toEqual({ N: '2' })
  })

  test('it is forgotten after 10 minutes', async () => {
    let now = 1_800_000_000_000
    service = { ...service, now: () => now }
    await write(add('1'), { ClientRequestToken: 'once' })
    now += 10 * 60_000 + 1
    expect((await write(add('2'), { ClientRequestToken: 'once' })).status).toBe(200)
    expect((await item('a')).n).toEqual({ N: '4' })
  })

  test('a transaction that was cancelled has not used its token', async () => {
    const token = { ClientRequestToken: 'once' }
    expect((await write([check('a', 'attribute_not_exists(id)')], token)).body['__type']).toBe(
      'TransactionCanceledException',
    )
    expect((await write(add('1'), token)).status).toBe(200)
  })
})

describe('what refuses the request, and what cancels the transaction (rules 10.7 to 10.9)', () => {
  const mismatch = 'The provided key element does not match the schema'
  const value = (v: object) => ({ ExpressionAttributeValues: { ':v': v } })
  test.each<[rule: string, actions: readonly object[], answer: object]>([
    [
      '10.1',
      [],
      invalid(
        "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
      ),
    ],
    ['10.2', [{}], invalid('TransactItems can only contain one of Check, Put, Update or Delete')],
    [
      '10.2',
      [{ ...put('a'), ...remove('b') }],
      invalid('TransactItems can only contain one of Check, Put, Update or Delete'),
    ],
    [
      '10.3',
      [put('b'), check('b', 'attribute_exists(id)')],
      invalid('Transaction request cannot include multiple operations on one item'),
    ],
    [
      '10.13',
      [{ ConditionCheck: { TableName, Key: key('a') } }],
      invalid(
        "1 validation error detected: Value null at 'transactItems.1.member.conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null",
      ),
    ],
    [
      '10.6',
      [put('b', { ReturnValuesOnConditionCheckFailure: 'X' })],
      invalid(
        "1 validation error detected: Value 'X' at 'transactItems.1.member.put.returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]",
      ),
    ],
    ['10.9', [put('a'), put('a'), { Put: { TableName: 'nope', Item: key('a') } }], missing],
    [
      '10.7',
      [{ Put: { TableName: 'nope', Item: { id: { N: 'x' } } } }],
      invalid('The parameter cannot be converted to a numeric value: x'),
    ],
    [
      '10.7',
      [put('b', value({ N: '1' }))],
      invalid('ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null'),
    ],
    [
      '10.7',
      [update('SET n = :v', { ExpressionAttributeValues: { ':v': { N: '1' }, ':w': { N: '1' } } })],
      invalid('Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}'),
    ],
    [
      '2.7',
      [put('')],
      invalid(
        'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: id',
      ),
    ],
    [
      '3.6',
      [putItem({ ...key('b'), pad: { S: 'x'.repeat(409_600) } })],
      invalid('Item size has exceeded the maximum allowed size'),
    ],
    [
      '3.6',
      [update('SET n = :v', value({ S: 'x'.repeat(409_600) }))],
      cancelled(faulty('Item size to update has exceeded the maximum allowed size')),
    ],
    [
      '10.8',
      [putItem({ id: { N: '1' } })],
      cancelled(faulty('One or more parameter values were invalid: Type mismatch for key id expected: S actual: N')),
    ],
    ['10.8', [put('b'), { Delete: { TableName, Key: { id: { N: '1' } } } }], cancelled(none, faulty(mismatch))],
    [
      '10.7',
      [putItem({ more: { S: 'a' } }), { Delete: { TableName, Key: { more: { S: 'a' } } } }],
      cancelled(faulty('One or more parameter values were invalid: Missing the key id in the item'), none),
    ],
    [
      '10.7',
      [putItem({ ...key('b'), kind: { N: '1' } })],
      cancelled(
        faulty(
          'One or more parameter values were invalid: Type mismatch for Index Key kind Expected: S Actual: N IndexName: byKind',
        ),
      ),
    ],
    [
      '10.7',
      [update('SET id = :v', value({ S: 'b' }))],
      cancelled(
        faulty(
          'One or more parameter values were invalid: Cannot update attribute id. This attribute is part of the key',
        ),
      ),
    ],
    [
      '10.7',
      [update('SET n = n + :v', value({ S: 'b' }))],
      cancelled(
        faulty(
          'Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: +, operand type: S',
        ),
      ),
    ],
    [
      '10.7',
      [update('SET n = s + :v', value({ N: '1' }))],
      cancelled(faulty('An operand in the update expression has an incorrect data type')),
    ],
  ])('rule %s: %j', async (_rule, actions, answer) => {
    expect(await write(actions)).toEqual(answer)
  })

  test('a token has 1 to 36 characters (rule 10.10)', async () => {
    for (const ClientRequestToken of ['', 'x'.repeat(37)]) {
      expect((await write([put('b')], { ClientRequestToken })).body.message).toMatch(/at 'clientRequestToken' failed/)
    }
  })

  test('more than 100 actions (rule 10.1)', async () => {
    expect((await write(many(101).map((id) => put(id)))).body.message).toMatch(
      /at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100$/,
    )
    expect((await write(many(100).map((id) => put(id)))).status).toBe(200)
  })

  test('4 MB count as they are sent (rule 10.1)', async () => {
    const large = many(11).map((id) => putItem({ ...key(id), pad: { S: 'x'.repeat(400_000) } }))
    expect((await write(large)).body['__type']).toBe('ValidationException')
    await write(large.slice(0, 6))
    await write(large.slice(6))
    expect((await write(many(11).map((id) => remove(id)))).status).toBe(200)
  })
})

describe('TransactGetItems', () => {
  test('answers in order, with {} for what is not there (rule 10.12)', async () => {
    const found = await get([read('b'), read('a', { ProjectionExpression: 'n' }), read('c')])
    expect(found.body).toEqual({ Responses: [{}, { Item: { n: { N: '1' } } }, {}] })
  })

  test.each<[rule: string, actions: readonly object[], answer: object]>([
    ['10.3', [read('a'), read('a')], invalid('Transaction request cannot include multiple operations on one item')],
    ['10.12', [{ Get: { TableName: 'nope', Key: key('a') } }], missing],
    [
      '10.7',
      [read('a'), { Get: { TableName, Key: { id: { N: '1' } } } }],
      cancelled(none, faulty('The provided key element does not match the schema')),
    ],
    [
      '2.7',
      [read('')],
      invalid(
        'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: id',
      ),
    ],
  ])('rule %s: %j', async (_rule, actions, answer) => {
    expect(await get(actions)).toEqual(answer)
  })
})

describe('capacity (rule 13.7)', () => {
  const writes = (units: number) => ({ CapacityUnits: units, WriteCapacityUnits: units })
  const reads = (units: number) => ({ CapacityUnits: units, ReadCapacityUnits: units })

  test('writes and checks cost twice, indexes once', async () => {
    const actions = [
      putItem({ ...key('b'), kind: { S: 'k' }, pad: { S: 'x'.repeat(1500) } }),
      check('a', 'attribute_exists(id)'),
      { Delete: { TableName: 'visits', Key: { zoo: { S: 'z' }, at: { N: '1' } } } },
    ]
    expect((await write(actions, { ReturnConsumedCapacity: 'INDEXES' })).body.ConsumedCapacity).toEqual([
      { TableName, ...writes(8), Table: writes(6), GlobalSecondaryIndexes: { byKind: writes(2) } },
      { TableName: 'visits', ...writes(2), Table: writes(2) },
    ])
  })

  test('reads cost twice', async () => {
    expect((await get([read('a'), read('b')], { ReturnConsumedCapacity: 'INDEXES' })).body.ConsumedCapacity).toEqual([
      { TableName, ...reads(4), Table: reads(4) },
    ])
  })
})
