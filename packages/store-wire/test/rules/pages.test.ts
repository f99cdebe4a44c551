import { expect } from 'vitest'
import { rule } from './rule.ts'
import { type Body, map, plain, useWire } from './wire.ts'

const wire = useWire()

async function numbers(count = 5): Promise<string> {
  const table = await wire.table({
    keys: 'pk:S sk:N',
    gsis: { byGroup: 'g:S h:N' },
    lsis: { byHeight: 'pk:S h:N KEYS_ONLY' },
  })
  for (let sk = 1; sk <= count; sk++) await wire.put(table, { pk: 'p', sk, g: 'g', h: 10 - sk, even: sk % 2 === 0 })
  return table
}

/** A query of partition `p` of the table, or of a partition of an index. */
function query(TableName: string, more: object = {}): object {
  return {
    TableName,
    KeyConditionExpression: '#p = :p',
    ExpressionAttributeNames: { '#p': 'pk' },
    ExpressionAttributeValues: map({ ':p': 'p' }),
    ...more,
  }
}

const byGroup = {
  IndexName: 'byGroup',
  ExpressionAttributeNames: { '#p': 'g' },
  ExpressionAttributeValues: map({ ':p': 'g' }),
}
const onlyEven = { FilterExpression: 'even = :t', ExpressionAttributeValues: map({ ':p': 'p', ':t': true }) }

function keys({ Items }: Body): unknown[] {
  return Items.map((item: object) => plain(item).sk)
}

/** Every page until there is no more. */
async function pages(operation: string, input: object): Promise<Body[]> {
  const answers: Body[] = []
  let start: object = {}
  for (;;) {
    const answer = await wire.ok(operation, { ...input, ...start })
    answers.push(answer)
    if (answer.LastEvaluatedKey === undefined) return answers
    start = { ExclusiveStartKey: answer.LastEvaluatedKey }
  }
}

rule('7.12', 'the limit counts items before the filter', async () => {
  const table = await numbers()
  const page = await wire.ok('Query', query(table, { Limit: 3, ...onlyEven }))
  expect(page).toMatchObject({ Count: 1, ScannedCount: 3, LastEvaluatedKey: map({ pk: 'p', sk: 3 }) })
  expect(keys(page)).toEqual([2])
  const none = await wire.ok('Query', query(table, { Limit: 1, ...onlyEven }))
  expect(none).toEqual({ Items: [], Count: 0, ScannedCount: 1, LastEvaluatedKey: map({ pk: 'p', sk: 1 }) })
  const all = await wire.ok('Query', query(table, onlyEven))
  expect(all).toMatchObject({ Count: 2, ScannedCount: 5 })
  expect(all).not.toHaveProperty('LastEvaluatedKey')
})

rule('7.13', 'a limit that is reached at the last item tells where it was, and the next page is empty', async () => {
  const table = await numbers(3)
  const last = await wire.ok('Query', query(table, { Limit: 3 }))
  expect(last).toMatchObject({ Count: 3, LastEvaluatedKey: map({ pk: 'p', sk: 3 }) })
  const next = query(table, { Limit: 3, ExclusiveStartKey: last.LastEvaluatedKey })
  expect(await wire.ok('Query', next)).toEqual({ Items: [], Count: 0, ScannedCount: 0 })
  const scan = await wire.ok('Scan', { TableName: table, Limit: 3 })
  expect(scan.LastEvaluatedKey).toEqual(map({ pk: 'p', sk: 3 }))
  expect(await wire.ok('Query', query(table, { Limit: 4 }))).not.toHaveProperty('LastEvaluatedKey')
})

rule('7.14', 'a limit is at least 1', async () => {
  const table = await numbers(1)
  const fault =
    /^Value '?(0' )?at '[Ll]imit' failed to satisfy constraint: Member must have value greater than or equal to 1$/
  await wire.invalid('Query', query(table, { Limit: 0 }), fault)
  await wire.invalid('Scan', { TableName: table, Limit: 0 }, fault)
})

rule('7.15', 'a page ends at 1 MB of what was evaluated, before filter and projection', async () => {
  const table = await wire.table({ keys: 'pk:S sk:N', gsis: { small: 'g:S KEYS_ONLY' } })
  const text = 'x'.repeat(99_000)
  for (let sk = 1; sk <= 24; sk++) await wire.put(table, { pk: 'p', sk, g: 'g', text })
  const projected = { ProjectionExpression: 'sk' }
  const nothing = { FilterExpression: 'attribute_not_exists(g)' }
  for (const more of [{}, projected, nothing, { Limit: 1000 }]) {
    const { ScannedCount, Count, LastEvaluatedKey } = await wire.ok('Query', query(table, more))
    expect(ScannedCount).toBeGreaterThanOrEqual(10)
    expect(ScannedCount).toBeLessThanOrEqual(11)
    expect(Count).toBe(more === nothing ? 0 : ScannedCount)
    expect(LastEvaluatedKey).toEqual(map({ pk: 'p', sk: ScannedCount }))
  }
  expect((await wire.ok('Query', query(table, { Limit: 2 }))).ScannedCount).toBe(2)
  expect((await pages('Query', query(table))).flatMap(keys)).toHaveLength(24)
  expect((await wire.ok('Scan', { TableName: table })).ScannedCount).toBeLessThanOrEqual(11)
  const small = {
    IndexName: 'small',
    ExpressionAttributeNames: { '#p': 'g' },
    ExpressionAttributeValues: map({ ':p': 'g' }),
  }
  expect(await wire.ok('Query', query(table, small))).toMatchObject({ Count: 24 })
  expect(await wire.ok('Query', query(table, small))).not.toHaveProperty('LastEvaluatedKey')
})

rule('7.16', 'the last evaluated key of an index is the key of the table and of the index', async () => {
  const table = await numbers()
  const global = await wire.ok('Query', query(table, { ...byGroup, Limit: 2 }))
  expect(global.LastEvaluatedKey).toEqual(map({ pk: 'p', sk: 4, g: 'g', h: 6 }))
  const local = await wire.ok('Query', query(table, { IndexName: 'byHeight', Limit: 2 }))
  expect(local.LastEvaluatedKey).toEqual(map({ pk: 'p', sk: 4, h: 6 }))
  const scan = await wire.ok('Scan', { TableName: table, IndexName: 'byGroup', Limit: 2 })
  expect(scan.LastEvaluatedKey).toEqual(map({ pk: 'p', sk: 4, g: 'g', h: 6 }))
  expect((await wire.ok('Query', query(table, { Limit: 2 }))).LastEvaluatedKey).toEqual(map({ pk: 'p', sk: 2 }))
})

rule('7.17', 'a query runs backwards, its pages too', async () => {
  const table = await numbers()
  const backwards = await pages('Query', query(table, { ScanIndexForward: false, Limit: 2 }))
  expect(backwards.map(keys)).toEqual([[5, 4], [3, 2], [1]])
  expect((await pages('Query', query(table, { ScanIndexForward: true, Limit: 2 }))).flatMap(keys)).toEqual([
    1, 2, 3, 4, 5,
  ])
  const index = await pages('Query', query(table, { ...byGroup, ScanIndexForward: false, Limit: 2 }))
  expect(index.flatMap(keys)).toEqual([1, 2, 3, 4, 5])
})

rule('7.18', 'a query goes on after a key that need not exist', async () => {
  const table = await numbers()
  const from = (key: object, more = {}) => query(table, { ExclusiveStartKey: map({ ...key }), ...more })
  expect(keys(await wire.ok('Query', from({ pk: 'p', sk: 2.5 })))).toEqual([3, 4, 5])
  expect(keys(await wire.ok('Query', from({ pk: 'p', sk: 2.5 }, { ScanIndexForward: false })))).toEqual([2, 1])
  expect(keys(await wire.ok('Query', from({ pk: 'p', sk: 9, g: 'g', h: 6.5 }, byGroup)))).toEqual([3, 2, 1])
})

rule('7.18', 'a starting key has exactly the attributes of the keys, their types, and the partition', async () => {
  const table = await numbers()
  const refuse = (key: object, message: string | RegExp, more: object = {}) =>
    wire.invalid('Query', query(table, { ExclusiveStartKey: map({ ...key }), ...more }), message)
  const form = /^The provided starting key is invalid/
  await refuse({ pk: 'p' }, form)
  await refuse({ pk: 'p', sk: 1, extra: 1 }, form)
  await refuse({ pk: 'p', sk: 1 }, form, byGroup)
  await refuse({ pk: 'p', sk: 'text' }, /The provided key element does not match the schema$/)
  await refuse({ pk: 'q', sk: 1 }, 'The provided starting key is outside query boundaries based on provided conditions')
  const scan = { TableName: table, ExclusiveStartKey: map({ pk: 'p' }) }
  await wire.invalid('Scan', scan, form)
  const otherGroup = { pk: 'p', sk: 1, g: 'other', h: 9 }
  await refuse(
    otherGroup,
    'The provided starting key is outside query boundaries based on provided conditions',
    byGroup,
  )
})

rule('7.19', 'a query of a table without sort key takes no starting key', async () => {
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'p' })
  const start = query(table, { ExclusiveStartKey: map({ pk: 'p' }) })
  await wire.invalid('Query', start, /^The provided (exclusive start|starting) key is invalid/)
})
