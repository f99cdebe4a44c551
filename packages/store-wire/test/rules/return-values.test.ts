import { expect } from 'vitest'
import { rule } from './rule.ts'
import { map, useWire } from './wire.ts'

const wire = useWire()

/** Updates item `k` of a table with a list `l`, a map `m` and a number `n`; what is returned. */
async function returned(expression: string, wanted: string, values: Record<string, unknown> = {}): Promise<unknown> {
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'k', l: ['a', 'b', 'c'], m: { M: map({ x: 1, y: 2 }) }, n: 1 })
  const { Attributes } = await wire.ok('UpdateItem', {
    TableName: table,
    Key: map({ pk: 'k' }),
    UpdateExpression: expression,
    ReturnValues: wanted,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: map(values) }),
  })
  return Attributes
}

rule('6.1', 'puts and deletes return the old item or nothing', async () => {
  const table = await wire.table('pk:S')
  for (const ReturnValues of ['ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW']) {
    await wire.invalid(
      'PutItem',
      { TableName: table, Item: map({ pk: 'k' }), ReturnValues },
      /ReturnValues can only be ALL_OLD or NONE|enum value set/,
    )
    await wire.invalid(
      'DeleteItem',
      { TableName: table, Key: map({ pk: 'k' }), ReturnValues },
      /ReturnValues can only be ALL_OLD or NONE|enum value set/,
    )
  }
  await wire.ok('PutItem', { TableName: table, Item: map({ pk: 'k', v: 1 }), ReturnValues: 'NONE' })
  const put = { TableName: table, Item: map({ pk: 'k', v: 2 }), ReturnValues: 'ALL_OLD' }
  expect((await wire.ok('PutItem', put)).Attributes).toEqual(map({ pk: 'k', v: 1 }))
  const { Attributes } = await wire.ok('DeleteItem', {
    TableName: table,
    Key: map({ pk: 'k' }),
    ReturnValues: 'ALL_OLD',
  })
  expect(Attributes).toEqual(map({ pk: 'k', v: 2 }))
})

rule('6.2', 'an item that was not there has no attributes', async () => {
  const table = await wire.table('pk:S')
  expect(await wire.ok('PutItem', { TableName: table, Item: map({ pk: 'k' }), ReturnValues: 'ALL_OLD' })).toEqual({})
  expect(await wire.ok('DeleteItem', { TableName: table, Key: map({ pk: 'x' }), ReturnValues: 'ALL_OLD' })).toEqual({})
  expect(await wire.ok('UpdateItem', { TableName: table, Key: map({ pk: 'y' }), ReturnValues: 'ALL_OLD' })).toEqual({})
})

rule('6.3', 'a nested path returns what it touched alone', async () => {
  expect(await returned('SET m.x = :v', 'UPDATED_NEW', { ':v': 9 })).toEqual({ m: { M: map({ x: 9 }) } })
  expect(await returned('SET m.x = :v', 'UPDATED_OLD', { ':v': 9 })).toEqual({ m: { M: map({ x: 1 }) } })
  expect(await returned('SET l[1] = :v', 'UPDATED_NEW', { ':v': 'z' })).toEqual(map({ l: ['z'] }))
  expect(await returned('SET l[1] = :v', 'UPDATED_OLD', { ':v': 'z' })).toEqual(map({ l: ['b'] }))
})

rule('6.4', 'UPDATED_OLD tells what there was', async () => {
  expect(await returned('SET q = :v, n = :v', 'UPDATED_OLD', { ':v': 9 })).toEqual(map({ n: 1 }))
  expect(await returned('SET q = :v', 'UPDATED_OLD', { ':v': 9 })).toBeUndefined()
})

rule('6.5', 'UPDATED_NEW tells what is there now, without the keys', async () => {
  expect(await returned('SET n = :v', 'UPDATED_NEW', { ':v': 9 })).toEqual(map({ n: 9 }))
  expect(await returned('SET l[100] = :v', 'UPDATED_NEW', { ':v': 'z' })).toBeUndefined()
  expect(await returned('REMOVE l[1]', 'UPDATED_NEW')).toEqual(map({ l: ['c'] }))
})

rule('6.6', 'an update that only takes away from nothing returns nothing', async () => {
  const table = await wire.table('pk:S')
  const update = { TableName: table, Key: map({ pk: 'k' }), UpdateExpression: 'REMOVE a', ReturnValues: 'ALL_NEW' }
  expect(await wire.ok('UpdateItem', update)).toEqual({})
})

rule('6.7', 'an unknown enum value is refused before the table is looked up', async () => {
  const put = { TableName: 'no-such-table', Item: map({ pk: 'k' }), ReturnValues: 'BAD' }
  await wire.invalid(
    'PutItem',
    put,
    /'returnValues' failed to satisfy constraint: Member must satisfy enum value set: \[/i,
  )
})

rule('6.8', 'a write that is asked for nothing answers with nothing', async () => {
  const table = await wire.table('pk:S')
  expect(await wire.ok('DeleteItem', { TableName: table, Key: map({ pk: 'k' }) })).toEqual({})
  expect(await wire.ok('UpdateItem', { TableName: table, Key: map({ pk: 'k' }) })).toEqual({})
  expect(await wire.ok('DeleteItem', { TableName: table, Key: map({ pk: 'x' }), ReturnValues: 'ALL_OLD' })).toEqual({})
})
