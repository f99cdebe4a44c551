import { expect } from 'vitest'
import { rule } from './rule.ts'
import { map, useWire } from './wire.ts'

const wire = useWire()
const limit = 409_600

/** An item of the table with this many bytes: its key takes 3, the name of the text 1. */
function itemOf(size: number, more: Record<string, unknown> = {}, moreSize = 0): Record<string, unknown> {
  return map({ pk: 'k', ...more, a: 'x'.repeat(size - 4 - moreSize) })
}

const tooLarge = 'Item size has exceeded the maximum allowed size'
const tooLargeUpdate = 'Item size to update has exceeded the maximum allowed size'

rule('3.1', 'an item has up to 409,600 bytes with its names', async () => {
  const table = await wire.table('pk:S')
  await wire.ok('PutItem', { TableName: table, Item: itemOf(limit) })
  await wire.invalid('PutItem', { TableName: table, Item: itemOf(limit + 1) }, tooLarge)
  const grow = (name: string, value: string) => ({
    TableName: table,
    Key: map({ pk: 'k' }),
    UpdateExpression: `SET ${name} = :v`,
    ExpressionAttributeValues: map({ ':v': value }),
  })
  await wire.invalid('UpdateItem', grow('b', ''), tooLargeUpdate)
  expect((await wire.get(table, { pk: 'k' })).a.S).toHaveLength(limit - 4)
})

/** Attributes, and how many bytes they take: names and values. */
const sized: readonly (readonly [Record<string, unknown>, number])[] = [
  [{ ä: 'ö' }, 4],
  [{ b: { B: 'AAEC' } }, 4],
  [{ b: true }, 2],
  [{ b: null }, 2],
  [{ b: [] }, 4],
  [{ b: ['x', 'y'] }, 8],
  [{ b: { M: {} } }, 4],
  [{ b: { M: { key: { S: 'x' } } } }, 9],
  [{ b: { SS: ['x', 'yy'] } }, 4],
]

rule('3.2', 'names, strings, binaries, booleans, lists, maps and sets have their sizes', async () => {
  const table = await wire.table('pk:S')
  for (const [attributes, size] of sized) {
    await wire.ok('PutItem', { TableName: table, Item: itemOf(limit, attributes, size) })
    await wire.invalid('PutItem', { TableName: table, Item: itemOf(limit + 1, attributes, size) }, tooLarge)
  }
})

rule('3.3', 'a number takes a byte for two digits, and one or two more', async () => {
  const table = await wire.table('pk:S')
  const numbers = { '3.14159': 5, '123456': 4, '1E125': 2, '-5': 3, '12': 2, '100': 2 }
  for (const [number, size] of Object.entries(numbers)) {
    const attributes = { n: { N: number } }
    await wire.ok('PutItem', { TableName: table, Item: itemOf(limit, attributes, size + 1) })
    await wire.invalid('PutItem', { TableName: table, Item: itemOf(limit + 1, attributes, size + 1) }, tooLarge)
  }
})

rule('3.4', 'batches and transactions know the same limit', async () => {
  const table = await wire.table('pk:S')
  const batch = (size: number) => ({ RequestItems: { [table]: [{ PutRequest: { Item: itemOf(size) } }] } })
  await wire.ok('BatchWriteItem', batch(limit))
  await wire.invalid('BatchWriteItem', batch(limit + 1), tooLarge)
  await wire.ok('TransactWriteItems', { TransactItems: [{ Put: { TableName: table, Item: itemOf(limit) } }] })
})

rule('3.6', 'too large a put of a transaction is refused, an update cancels it', async () => {
  const table = await wire.table('pk:S')
  const put = { Put: { TableName: table, Item: itemOf(limit + 1) } }
  await wire.invalid('TransactWriteItems', { TransactItems: [put] }, tooLarge)
  await wire.ok('PutItem', { TableName: table, Item: itemOf(limit) })
  const update = {
    Update: {
      TableName: table,
      Key: map({ pk: 'k' }),
      UpdateExpression: 'SET b = :v',
      ExpressionAttributeValues: map({ ':v': 'x' }),
    },
  }
  const body = await wire.refused('TransactWriteItems', { TransactItems: [update] }, 'TransactionCanceledException')
  expect(body.CancellationReasons).toEqual([{ Code: 'ValidationError', Message: tooLargeUpdate }])
})
