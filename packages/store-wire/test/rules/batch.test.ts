import { expect } from 'vitest'
import { rule } from './rule.ts'
import { type Body, map, plain, useWire } from './wire.ts'

const wire = useWire()

function put(item: Record<string, unknown>): object {
  return { PutRequest: { Item: map(item) } }
}

function remove(key: Record<string, unknown>): object {
  return { DeleteRequest: { Key: map(key) } }
}

function keys(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `k${index}`)
}

function write(table: string, ...requests: readonly object[]): object {
  return { RequestItems: { [table]: requests } }
}

function get(table: string, Keys: readonly Record<string, unknown>[], more: object = {}): object {
  return { RequestItems: { [table]: { Keys: Keys.map(map), ...more } } }
}

rule('9.1', 'a batch writes 1 to 25 items in all', async () => {
  const table = await wire.table('pk:S')
  const other = await wire.table('pk:S')
  await wire.ok('BatchWriteItem', write(table, ...keys(25).map((pk) => put({ pk }))))
  expect(await wire.ok('Scan', { TableName: table })).toMatchObject({ Count: 25 })
  const fault = /length less than or equal to 25|^Too many items requested for the BatchWriteItem call$/
  await wire.invalid('BatchWriteItem', write(table, ...keys(26).map((pk) => remove({ pk }))), fault)
  const two = { [table]: keys(13).map((pk) => remove({ pk })), [other]: keys(13).map((pk) => put({ pk })) }
  await wire.invalid('BatchWriteItem', { RequestItems: two }, fault)
  await wire.invalid('BatchWriteItem', write(table), /greater than or equal to 1/)
  expect(await wire.ok('Scan', { TableName: table })).toMatchObject({ Count: 25 })
})

rule('9.2', 'a batch reads up to 100 keys', async () => {
  const table = await wire.table('pk:S')
  const other = await wire.table('pk:S')
  await wire.put(table, { pk: 'k0' }, { pk: 'k99' })
  const all = keys(101).map((pk) => ({ pk }))
  const found = await wire.ok('BatchGetItem', get(table, all.slice(0, 100)))
  expect(found.Responses[table]).toHaveLength(2)
  const fault =
    /at '[rR]equestItems\..*[kK]eys' failed to satisfy constraint: Member must have length less than or equal to 100$/
  await wire.invalid('BatchGetItem', get(table, all), fault)
  const two = { [table]: { Keys: all.slice(0, 51).map(map) }, [other]: { Keys: all.slice(0, 50).map(map) } }
  await wire.invalid('BatchGetItem', { RequestItems: two }, 'Too many items requested for the BatchGetItem call')
  await wire.invalid('BatchGetItem', get(table, []), /greater than or equal to 1/)
})

rule('9.2', 'a batch reads up to 16 MB, and tells which keys are left', async () => {
  const table = await wire.table('pk:S')
  const all = keys(43).map((pk) => ({ pk }))
  for (const { pk } of all) await wire.put(table, { pk, text: 'x'.repeat(400_000) })
  const { Responses, UnprocessedKeys } = await wire.ok('BatchGetItem', get(table, all, { ConsistentRead: true }))
  expect(Responses[table].length).toBeGreaterThanOrEqual(40)
  expect(Responses[table].length).toBeLessThan(43)
  const left = UnprocessedKeys[table]
  expect(left.ConsistentRead).toBe(true)
  const told = [...Responses[table].map(({ pk }: Body) => pk.S), ...left.Keys.map(({ pk }: Body) => pk.S)]
  expect(told).toHaveLength(43)
  expect(new Set(told)).toEqual(new Set(keys(43)))
  expect((await wire.ok('BatchGetItem', { RequestItems: UnprocessedKeys })).UnprocessedKeys).toEqual({})
})

rule('9.3', 'a batch has requests', async () => {
  for (const operation of ['BatchWriteItem', 'BatchGetItem']) {
    const empty = new RegExp(`^The requestItems parameter is required for ${operation}$|greater than or equal to 1`)
    await wire.invalid(operation, { RequestItems: {} }, empty)
    await wire.invalid(operation, {}, new RegExp(`${empty.source}|'requestItems' .*Member must not be null`))
  }
})

rule('9.4', 'a batch names no item twice', async () => {
  const table = await wire.table('pk:N')
  const fault = 'Provided list of item keys contains duplicates'
  await wire.invalid('BatchWriteItem', write(table, put({ pk: 1 }), put({ pk: 1, v: 1 })), fault)
  await wire.invalid('BatchWriteItem', write(table, put({ pk: 1 }), remove({ pk: 1 })), fault)
  await wire.invalid('BatchWriteItem', write(table, put({ pk: 1 }), remove({ pk: { N: '1.0' } })), fault)
  await wire.invalid('BatchGetItem', get(table, [{ pk: 1 }, { pk: 1 }]), fault)
  expect(await wire.ok('Scan', { TableName: table })).toMatchObject({ Count: 0 })
})

rule('9.4', 'a batch reads 1 and 1.0 as two keys', async () => {
  const table = await wire.table('pk:N')
  await wire.put(table, { pk: 1 })
  const { Responses } = await wire.ok('BatchGetItem', get(table, [{ pk: 1 }, { pk: { N: '1.0' } }]))
  expect(Responses[table]).toEqual([map({ pk: 1 }), map({ pk: 1 })])
})

rule('9.5', 'one invalid request refuses the whole batch before any write', async () => {
  const table = await wire.table('pk:S')
  const noKey = 'The provided key element does not match the schema'
  const faults: readonly (readonly [member: object, message: string])[] = [
    [put({ v: 1 }), noKey],
    [put({ pk: 1 }), noKey],
    [
      put({ pk: '' }),
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
    ],
    [put({ pk: 'b', n: { N: 'abc' } }), 'The parameter cannot be converted to a numeric value: abc'],
    [put({ pk: 'b', s: { SS: [] } }), 'One or more parameter values were invalid: An string set  may not be empty'],
    [put({ pk: 'b', text: 'x'.repeat(409_600) }), 'Item size has exceeded the maximum allowed size'],
    [remove({ pk: 'b', extra: 1 }), noKey],
  ]
  for (const [member, message] of faults) {
    await wire.invalid('BatchWriteItem', write(table, put({ pk: 'a' }), member), message)
  }
  const two = { [table]: [put({ pk: 'a' })], 'no-such-table': [put({ pk: 'a' })] }
  await wire.refused('BatchWriteItem', { RequestItems: two }, 'ResourceNotFoundException')
  expect(await wire.ok('Scan', { TableName: table })).toMatchObject({ Count: 0 })
})

rule('9.6', 'a request of a batch is one put or one delete, and deletes what need not be there', async () => {
  const table = await wire.table('pk:S')
  expect(await wire.ok('BatchWriteItem', write(table, remove({ pk: 'none' })))).toEqual({ UnprocessedItems: {} })
  const fault = /must contain exactly one of the supported datatypes$/
  await wire.invalid('BatchWriteItem', write(table, { ...put({ pk: 'a' }), ...remove({ pk: 'b' }) }), fault)
  await wire.invalid('BatchWriteItem', write(table, {}), fault)
  await wire.put(table, { pk: 'a', old: true })
  const replacing = { PutRequest: { Item: map({ pk: 'a' }), ConditionExpression: 'attribute_not_exists(pk)' } }
  await wire.ok('BatchWriteItem', write(table, replacing)) // no conditions: DynamoDB does not know the member
  expect(plain(await wire.get(table, { pk: 'a' }))).toEqual({ pk: 'a' })
})

rule('9.7', 'an answer names what is unprocessed, and every table', async () => {
  const table = await wire.table('pk:S')
  const other = await wire.table('pk:S')
  expect(await wire.ok('BatchWriteItem', write(table, put({ pk: 'a' })))).toEqual({ UnprocessedItems: {} })
  const two = { [table]: { Keys: [map({ pk: 'a' })] }, [other]: { Keys: [map({ pk: 'a' })] } }
  expect(await wire.ok('BatchGetItem', { RequestItems: two })).toEqual({
    Responses: { [table]: [map({ pk: 'a' })], [other]: [] },
    UnprocessedKeys: {},
  })
})

rule('9.8', 'a batch gives every item that it finds, in whatever order', async () => {
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'a', v: 1, w: 1 }, { pk: 'b', v: 2 }, { pk: 'c', v: 3 })
  const all = ['c', 'none', 'a', 'b'].map((pk) => ({ pk }))
  const { Responses } = await wire.ok('BatchGetItem', get(table, all, { ProjectionExpression: 'v' }))
  expect(Responses[table].map(({ v }: Body) => v.N).toSorted()).toEqual(['1', '2', '3'])
  expect(Responses[table].every((item: object) => Object.keys(item).length === 1)).toBe(true)
})

rule('9.9', 'a key of another form does not match the schema, and an unknown table is not found', async () => {
  const table = await wire.table('pk:S sk:N')
  const fault = 'The provided key element does not match the schema'
  for (const key of [{ pk: 'a' }, { pk: 'a', sk: 'text' }, { pk: 'a', sk: 1, extra: 1 }, { pk: 'a', other: 1 }]) {
    await wire.invalid('BatchGetItem', get(table, [key]), fault)
    await wire.invalid('BatchWriteItem', write(table, remove(key)), fault)
  }
  const notFound = ['ResourceNotFoundException', 'Requested resource not found'] as const
  await wire.refused('BatchGetItem', get('no-such-table', [{ pk: 'a' }]), ...notFound)
  await wire.refused('BatchWriteItem', write('no-such-table', put({ pk: 'a' })), ...notFound)
})
