import { expect } from 'vitest'
import { rule } from './rule.ts'
import { type Body, map, plain, useWire } from './wire.ts'

const wire = useWire()

function put(TableName: string, item: Record<string, unknown>, more: object = {}): object {
  return { Put: { TableName, Item: map(item), ...more } }
}

function remove(TableName: string, key: Record<string, unknown>, more: object = {}): object {
  return { Delete: { TableName, Key: map(key), ...more } }
}

function update(TableName: string, key: Record<string, unknown>, UpdateExpression: string, more: object = {}): object {
  return { Update: { TableName, Key: map(key), UpdateExpression, ...more } }
}

function check(
  TableName: string,
  key: Record<string, unknown>,
  ConditionExpression: string,
  more: object = {},
): object {
  return { ConditionCheck: { TableName, Key: map(key), ConditionExpression, ...more } }
}

function get(TableName: string, key: Record<string, unknown>, more: object = {}): object {
  return { Get: { TableName, Key: map(key), ...more } }
}

const write = (...TransactItems: readonly object[]) => wire.ok('TransactWriteItems', { TransactItems })
const read = (...TransactItems: readonly object[]) => wire.ok('TransactGetItems', { TransactItems })

function invalid(message: string | RegExp, ...TransactItems: readonly object[]): Promise<Body> {
  return wire.invalid('TransactWriteItems', { TransactItems }, message)
}

/** Refused with the reasons of these codes, in the order of the request. */
async function cancelled(codes: readonly string[], ...TransactItems: readonly object[]): Promise<Body[]> {
  const body = await wire.refused(
    'TransactWriteItems',
    { TransactItems },
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
  )
  expect(body.CancellationReasons.map(({ Code }: Body) => Code)).toEqual(codes)
  return body.CancellationReasons
}

const ifNew = { ConditionExpression: 'attribute_not_exists(pk)' }
const names = (count: number) => Array.from({ length: count }, (_, index) => `k${index}`)

rule('10.1', 'a transaction has 1 to 100 actions', async () => {
  const table = await wire.table('pk:S')
  const fault = "at 'transactItems' failed to satisfy constraint: Member must have length"
  for (const operation of ['TransactWriteItems', 'TransactGetItems']) {
    const none = `Value '[]' ${fault} greater than or equal to 1`
    await wire.invalid(operation, { TransactItems: [] }, none)
  }
  await write(...names(100).map((pk) => put(table, { pk })))
  expect((await read(...names(100).map((pk) => get(table, { pk })))).Responses).toHaveLength(100)
  const tooMany = new RegExp(`${fault} less than or equal to 100$`)
  await invalid(tooMany, ...names(101).map((pk) => put(table, { pk })))
  const reads = { TransactItems: names(101).map((pk) => get(table, { pk })) }
  await wire.invalid('TransactGetItems', reads, tooMany)
})

rule('10.1', 'a request of a transaction has up to 4 MB, whatever the items have that it deletes', async () => {
  const table = await wire.table('pk:S')
  const text = 'x'.repeat(400_000)
  for (const pk of names(13)) await wire.put(table, { pk, text })
  await invalid(/4 MB/, ...names(11).map((pk) => put(table, { pk, text, later: true })))
  await write(...names(13).map((pk) => remove(table, { pk })))
  expect(await wire.ok('Scan', { TableName: table })).toMatchObject({ Count: 0 })
  await write(...names(10).map((pk) => put(table, { pk, text })))
})

rule('10.2', 'an action is one of check, put, update and delete', async () => {
  const table = await wire.table('pk:S')
  const fault = 'TransactItems can only contain one of Check, Put, Update or Delete'
  await invalid(fault, { ...put(table, { pk: 'a' }), ...remove(table, { pk: 'b' }) })
  await invalid(fault, put(table, { pk: 'a' }), {})
})

rule('10.3', 'a transaction has one operation for an item', async () => {
  const table = await wire.table('pk:S sk:N')
  const fault = 'Transaction request cannot include multiple operations on one item'
  const key = { pk: 'a', sk: 1 }
  await invalid(fault, put(table, key), put(table, { ...key, v: 1 }))
  await invalid(fault, put(table, key), remove(table, key))
  await invalid(fault, check(table, key, 'attribute_exists(pk)'), update(table, { sk: 1, pk: 'a' }, 'REMOVE v'))
  await invalid(fault, put(table, key), remove(table, { sk: { N: '1.0' }, pk: 'a' }))
  const reads = { TransactItems: [get(table, key), get(table, { sk: 1, pk: 'a' })] }
  await wire.invalid('TransactGetItems', reads, fault)
  await write(put(table, key), put(table, { pk: 'a', sk: 2 }))
})

rule('10.4', 'a cancelled transaction tells every reason in the order of the request', async () => {
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'taken' })
  const one = await cancelled(
    ['None', 'ConditionalCheckFailed'],
    put(table, { pk: 'a' }),
    put(table, { pk: 'taken' }, ifNew),
  )
  expect(one).toEqual([{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' }])
  await cancelled(
    ['ConditionalCheckFailed', 'None', 'ConditionalCheckFailed', 'ConditionalCheckFailed'],
    check(table, { pk: 'none' }, 'attribute_exists(pk)'),
    put(table, { pk: 'a' }),
    remove(table, { pk: 'b' }, { ConditionExpression: 'attribute_exists(pk)' }),
    update(table, { pk: 'taken' }, 'REMOVE v', ifNew),
  )
  expect(await wire.get(table, { pk: 'a' })).toBeUndefined()
})

rule('10.5', 'reasons have codes: None, ConditionalCheckFailed, ValidationError', async () => {
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'taken', v: 'text' })
  const values = { ExpressionAttributeValues: map({ ':n': 1 }) }
  await cancelled(
    ['None', 'ConditionalCheckFailed', 'ValidationError'],
    put(table, { pk: 'a' }),
    put(table, { pk: 'b' }, { ConditionExpression: 'attribute_exists(pk)' }),
    update(table, { pk: 'taken' }, 'ADD v :n', values),
  )
})

rule('10.6', 'an action that asks for it gets the item that failed its condition', async () => {
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'taken', v: 1 })
  const wanted = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }
  const reasons = await cancelled(
    ['ConditionalCheckFailed', 'ConditionalCheckFailed'],
    check(table, { pk: 'taken' }, 'attribute_not_exists(pk)', wanted),
    check(table, { pk: 'none' }, 'attribute_exists(pk)', wanted),
  )
  expect(reasons[0].Item).toEqual(map({ pk: 'taken', v: 1 }))
  expect(reasons[1]).not.toHaveProperty('Item')
  for (const action of [
    put(table, { pk: 'taken' }, { ...ifNew, ...wanted }),
    remove(table, { pk: 'taken' }, { ...ifNew, ...wanted }),
    update(table, { pk: 'taken' }, 'REMOVE v', { ...ifNew, ...wanted }),
  ]) {
    const [reason] = await cancelled(['ConditionalCheckFailed'], action)
    expect(reason.Item).toEqual(map({ pk: 'taken', v: 1 }))
  }
  const [unasked] = await cancelled(['ConditionalCheckFailed'], put(table, { pk: 'taken' }, ifNew))
  expect(unasked).not.toHaveProperty('Item')
  const unknown = put(table, { pk: 'a' }, { ...ifNew, ReturnValuesOnConditionCheckFailure: 'ALL_NEW' })
  await invalid(/returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum/, unknown)
})

rule('10.7', 'what is wrong with the words of a request refuses all of it', async () => {
  const table = await wire.table('pk:S')
  const one = put(table, { pk: 'one' })
  await invalid(/^Invalid ConditionExpression: Syntax error;/, one, check(table, { pk: 'a' }, 'attribute_exists('))
  await invalid(/^Invalid UpdateExpression: Syntax error;/, one, update(table, { pk: 'a' }, 'SET'))
  const unused = { ExpressionAttributeNames: { '#x': 'x' } }
  await invalid(
    'Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}',
    one,
    update(table, { pk: 'a' }, 'REMOVE v', unused),
  )
  await invalid(
    /An expression attribute value used in expression is not defined; attribute value: :v$/,
    one,
    update(table, { pk: 'a' }, 'SET v = :v'),
  )
  const empty =
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk'
  await invalid(empty, one, put(table, { pk: '' }))
  await invalid(empty, one, remove(table, { pk: '' }))
  await invalid(
    'The parameter cannot be converted to a numeric value: abc',
    one,
    put(table, { pk: 'a', n: { N: 'abc' } }),
  )
  let deep: unknown = 'x'
  for (let level = 0; level < 33; level++) deep = [deep]
  await invalid(/Nesting Levels have exceeded supported limits/, one, put(table, { pk: 'a', deep }))
  const large = put(table, { pk: 'a', text: 'x'.repeat(409_600) })
  await invalid('Item size has exceeded the maximum allowed size', one, large)
  const token = { TransactItems: [one], ClientRequestToken: 'x'.repeat(37) }
  await wire.invalid(
    'TransactWriteItems',
    token,
    /at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 36$/,
  )
  expect(await wire.get(table, { pk: 'one' })).toBeUndefined()
})

rule('10.7', 'what does not fit the items cancels the transaction', async () => {
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'taken', v: 'text', large: 'x'.repeat(300_000) })
  const one = put(table, { pk: 'one' })
  const number = { ExpressionAttributeValues: map({ ':v': 1 }) }
  const large = { ExpressionAttributeValues: map({ ':v': 'x'.repeat(200_000) }) }
  const faults: readonly (readonly [action: object, message: string | RegExp])[] = [
    [remove(table, { pk: 1 }), 'The provided key element does not match the schema'],
    [update(table, { pk: ['list'] }, 'REMOVE v'), 'The provided key element does not match the schema'],
    [
      put(table, { pk: 1 }),
      'One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N',
    ],
    [
      update(table, { pk: 'taken' }, 'SET v = v + :v', number),
      'An operand in the update expression has an incorrect data type',
    ],
    [
      update(table, { pk: 'taken' }, 'SET v = v + :v', { ExpressionAttributeValues: map({ ':v': 'x' }) }),
      'Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: +, operand type: S',
    ],
    [update(table, { pk: 'taken' }, 'SET v = :v', large), 'Item size to update has exceeded the maximum allowed size'],
    [
      update(table, { pk: 'taken' }, 'SET pk = :v', number),
      'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
    ],
  ]
  for (const [action, message] of faults) {
    const reasons = await cancelled(['None', 'ValidationError'], one, action)
    expect(reasons[1].Message).toBe(message)
  }
  const bad = update(table, { pk: 'taken' }, 'ADD v :v', number)
  await cancelled(['ValidationError', 'None'], bad, put(table, { pk: 1 }))
  expect(await wire.get(table, { pk: 'one' })).toBeUndefined()
})

rule('10.7', 'a read whose key does not match the schema cancels the transaction', async () => {
  const table = await wire.table('pk:S')
  const reads = { TransactItems: [get(table, { pk: 'a' }), get(table, { pk: 1 })] }
  const body = await wire.refused(
    'TransactGetItems',
    reads,
    'TransactionCanceledException',
    'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ValidationError]',
  )
  expect(body.CancellationReasons).toEqual([
    { Code: 'None' },
    { Code: 'ValidationError', Message: 'The provided key element does not match the schema' },
  ])
})

rule('10.8', 'a key of the wrong type is told of a Key and of an Item in different words', async () => {
  const table = await wire.table('pk:S sk:N')
  const [ofKey] = await cancelled(['ValidationError'], remove(table, { pk: 'a', sk: 'text' }))
  expect(ofKey.Message).toBe('The provided key element does not match the schema')
  const [ofCheck] = await cancelled(['ValidationError'], check(table, { pk: 'a' }, 'attribute_exists(pk)'))
  expect(ofCheck.Message).toBe('The provided key element does not match the schema')
  const [ofItem] = await cancelled(['ValidationError'], put(table, { pk: 'a', sk: 'text' }))
  expect(ofItem.Message).toBe(
    'One or more parameter values were invalid: Type mismatch for key sk expected: N actual: S',
  )
})

rule('10.9', 'constraints come first, then expressions, tables, duplicates, conditions', async () => {
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'a' })
  const failing = put(table, { pk: 'a' }, ifNew)
  const duplicate = remove(table, { pk: 'a' })
  const noTable = put('no-such-table', { pk: 'a' })
  const syntax = check(table, { pk: 'b' }, 'pk =')
  const constraint = put(table, { pk: 'c' }, { ...ifNew, ReturnValuesOnConditionCheckFailure: 'BAD' })
  await cancelled(['ConditionalCheckFailed'], failing)
  await invalid('Transaction request cannot include multiple operations on one item', failing, duplicate)
  const missing = { TransactItems: [failing, duplicate, noTable] }
  await wire.refused('TransactWriteItems', missing, 'ResourceNotFoundException', 'Requested resource not found')
  await invalid(/^Invalid ConditionExpression: Syntax error;/, failing, duplicate, noTable, syntax)
  await invalid(/Member must satisfy enum value set/, failing, duplicate, noTable, syntax, constraint)
})

rule('10.10', 'the same request with the same token is not done again, another one is refused', async () => {
  const table = await wire.table('pk:S')
  const add = (count: number) =>
    update(table, { pk: 'a' }, 'ADD n :n', { ExpressionAttributeValues: map({ ':n': count }) })
  const request = { TransactItems: [add(1)], ClientRequestToken: `token-${table}` }
  await wire.ok('TransactWriteItems', request)
  await wire.ok('TransactWriteItems', request)
  expect(plain(await wire.get(table, { pk: 'a' }))).toEqual({ pk: 'a', n: 1 })
  await wire.refused(
    'TransactWriteItems',
    { ...request, TransactItems: [add(2)] },
    'IdempotentParameterMismatchException',
  )
  await wire.ok('TransactWriteItems', { TransactItems: [add(1)] })
  await wire.ok('TransactWriteItems', { TransactItems: [add(1)] })
  expect(plain(await wire.get(table, { pk: 'a' }))).toEqual({ pk: 'a', n: 3 })
  await wire.invalid(
    'TransactWriteItems',
    { ...request, ClientRequestToken: '' },
    /at 'clientRequestToken' failed to satisfy constraint: Member must have length greater than or equal to 1$/,
  )
})

rule('10.10', 'a token counts for 10 minutes', async () => {
  const table = await wire.table('pk:S')
  const one = update(table, { pk: 'a' }, 'ADD n :n', { ExpressionAttributeValues: map({ ':n': 1 }) })
  const request = { TransactItems: [one], ClientRequestToken: `token-${table}` }
  const minute = 60_000
  for (const [wait, n] of [
    [0, 1],
    [9 * minute, 1],
    [minute, 2],
    [9 * minute, 2],
  ] as const) {
    wire.later(wait)
    await wire.ok('TransactWriteItems', request)
    expect(plain(await wire.get(table, { pk: 'a' }))).toEqual({ pk: 'a', n })
  }
})

rule('10.11', 'a request that was done before is billed as a read', async () => {
  const table = await wire.table('pk:S')
  const request = {
    TransactItems: [put(table, { pk: 'a', text: 'x'.repeat(1_500) })],
    ClientRequestToken: `token-${table}`,
    ReturnConsumedCapacity: 'TOTAL',
  }
  const capacity = async () => (await wire.ok('TransactWriteItems', request)).ConsumedCapacity
  expect(await capacity()).toMatchObject([{ TableName: table, CapacityUnits: 4 }])
  expect(await capacity()).toMatchObject([{ TableName: table, CapacityUnits: 2 }])
})

rule('10.12', 'a transaction reads in the order of the request', async () => {
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'a', v: 1 }, { pk: 'b', v: 2, w: 3 })
  const { Responses } = await read(
    get(table, { pk: 'b' }, { ProjectionExpression: 'v' }),
    get(table, { pk: 'none' }),
    get(table, { pk: 'a' }),
    get(table, { pk: 'c' }, { ProjectionExpression: '#v', ExpressionAttributeNames: { '#v': 'v' } }),
  )
  expect(Responses).toEqual([{ Item: map({ v: 2 }) }, {}, { Item: map({ pk: 'a', v: 1 }) }, {}])
  const missing = { TransactItems: [get(table, { pk: 'a' }), get('no-such-table', { pk: 'a' })] }
  await wire.refused('TransactGetItems', missing, 'ResourceNotFoundException', 'Requested resource not found')
})

rule('10.13', 'a check has a condition', async () => {
  const table = await wire.table('pk:S')
  await invalid(
    "Value null at 'transactItems.1.member.conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null",
    { ConditionCheck: { TableName: table, Key: map({ pk: 'a' }) } },
  )
})

rule('10.15', 'a transaction returns no items', async () => {
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'a', v: 1 })
  const returned = { ReturnValues: 'ALL_OLD', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }
  expect(await write(update(table, { pk: 'a' }, 'REMOVE v', returned), put(table, { pk: 'b' }, returned))).toEqual({})
})
