import { expect } from 'vitest'
import { rule } from './rule.ts'
import { type Body, map, plain, useWire } from './wire.ts'

const wire = useWire()

/** A table with a global and a local index that hold keys only, and a global one that holds all. */
async function indexed(): Promise<string> {
  const table = await wire.table({
    keys: 'pk:S sk:N',
    gsis: { gko: 'g:S KEYS_ONLY', ginc: 'g:S INCLUDE w', gall: 'g:S' },
    lsis: { lko: 'pk:S h:N KEYS_ONLY' },
  })
  await wire.put(table, { pk: 'p', sk: 1, g: 'g', h: 5, v: 7, w: 8 }, { pk: 'p', sk: 2, v: 9 })
  return table
}

function query(TableName: string, more: object = {}): object {
  return {
    TableName,
    KeyConditionExpression: 'pk = :p',
    ExpressionAttributeValues: map({ ':p': 'p' }),
    ...more,
  }
}

function byIndex(IndexName: string, more: object = {}): object {
  return {
    IndexName,
    KeyConditionExpression: 'g = :g',
    ...more,
    ExpressionAttributeValues: { ...map({ ':g': 'g' }), ...(more as Body).ExpressionAttributeValues },
  }
}

function items({ Items }: Body): unknown[] {
  return Items.map(plain)
}

rule('7.20', 'COUNT gives no items', async () => {
  const table = await indexed()
  expect(await wire.ok('Query', query(table, { Select: 'COUNT' }))).toEqual({ Count: 2, ScannedCount: 2 })
  expect(await wire.ok('Scan', { TableName: table, Select: 'COUNT' })).toEqual({ Count: 2, ScannedCount: 2 })
  const filtered = query(table, { Select: 'COUNT', FilterExpression: 'attribute_exists(g)', Limit: 1 })
  expect(await wire.ok('Query', filtered)).toMatchObject({ Count: 1, ScannedCount: 1 })
})

rule('7.20', 'what is selected fits the projection and the index', async () => {
  const table = await indexed()
  const projection = { ProjectionExpression: 'v' }
  expect(items(await wire.ok('Query', query(table, { Select: 'SPECIFIC_ATTRIBUTES', ...projection })))).toEqual([
    { v: 7 },
    { v: 9 },
  ])
  const all = byIndex('gko', { Select: 'ALL_PROJECTED_ATTRIBUTES' })
  expect(items(await wire.ok('Query', query(table, all)))).toEqual([{ pk: 'p', sk: 1, g: 'g' }])
  await wire.invalid('Query', query(table, { Select: 'SPECIFIC_ATTRIBUTES' }), /SPECIFIC_ATTRIBUTES/)
  await wire.invalid('Scan', { TableName: table, Select: 'SPECIFIC_ATTRIBUTES' }, /SPECIFIC_ATTRIBUTES/)
  await wire.invalid(
    'Query',
    query(table, { Select: 'ALL_PROJECTED_ATTRIBUTES' }),
    /ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName/,
  )
  for (const Select of ['ALL_ATTRIBUTES', 'COUNT']) {
    const fault = `Cannot specify the ProjectionExpression when choosing to get ${Select === 'COUNT' ? 'only the Count' : Select}`
    await wire.invalid('Query', query(table, { Select, ...projection }), fault)
    await wire.invalid('Scan', { TableName: table, Select, ...projection }, fault)
  }
  const projected = byIndex('gko', { Select: 'ALL_PROJECTED_ATTRIBUTES', ProjectionExpression: 'sk' })
  const fault = 'Cannot specify the ProjectionExpression when choosing to get ALL_PROJECTED_ATTRIBUTES'
  await wire.invalid('Query', query(table, projected), fault)
})

rule('7.21', 'ALL_ATTRIBUTES needs a global index that holds all; a local one fetches from the table', async () => {
  const table = await indexed()
  const Select = 'ALL_ATTRIBUTES'
  const fault = (name: string) =>
    `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ${name} because its projection type is not ALL`
  for (const name of ['gko', 'ginc']) {
    await wire.invalid('Query', query(table, byIndex(name, { Select })), fault(name))
    await wire.invalid('Scan', { TableName: table, IndexName: name, Select }, fault(name))
  }
  const whole = { pk: 'p', sk: 1, g: 'g', h: 5, v: 7, w: 8 }
  expect(items(await wire.ok('Query', query(table, byIndex('gall', { Select }))))).toEqual([whole])
  expect(items(await wire.ok('Query', query(table, { IndexName: 'lko', Select })))).toEqual([whole])
  expect(items(await wire.ok('Query', query(table, { IndexName: 'lko' })))).toEqual([{ pk: 'p', sk: 1, h: 5 }])
  const fetched = query(table, { IndexName: 'lko', ProjectionExpression: 'v' })
  expect(items(await wire.ok('Query', fetched))).toEqual([{ v: 7 }])
})

rule('7.22', 'a global index gives and filters only what it holds', async () => {
  const table = await indexed()
  const projection = byIndex('gko', { ProjectionExpression: 'sk, v' })
  const fault = 'One or more parameter values were invalid: Global secondary index gko does not project [v]'
  await wire.invalid('Query', query(table, projection), fault)
  await wire.invalid('Scan', { TableName: table, IndexName: 'gko', ProjectionExpression: 'v' }, fault)
  const filter = { FilterExpression: 'v = :v', ExpressionAttributeValues: map({ ':v': 7 }) }
  const filterFault =
    /^(One or more parameter values were invalid: )?Secondary index gko does not project one or more filter attributes: \[v\]$/
  await wire.invalid('Query', query(table, byIndex('gko', filter)), filterFault)
  await wire.invalid('Scan', { TableName: table, IndexName: 'gko', ...filter }, filterFault)
  const held = byIndex('ginc', { ProjectionExpression: 'w, pk', FilterExpression: 'w = :w' })
  const values = { ExpressionAttributeValues: map({ ':g': 'g', ':w': 8 }) }
  expect(items(await wire.ok('Query', query(table, { ...held, ...values })))).toEqual([{ w: 8, pk: 'p' }])
})

rule('7.22', 'a local index fetches what is projected, but not what is filtered by', async () => {
  const table = await indexed()
  const local = { IndexName: 'lko', FilterExpression: 'w = :v OR v = :v' }
  const values = map({ ':p': 'p', ':v': 7 })
  const fault =
    /^(One or more parameter values were invalid: )?Secondary index lko does not project one or more filter attributes: \[v, w\]$/
  await wire.invalid('Query', query(table, { ...local, ExpressionAttributeValues: values }), fault)
  const scan = { TableName: table, ...local, ExpressionAttributeValues: map({ ':v': 7 }) }
  expect(await wire.ok('Scan', scan)).toMatchObject({ Count: 0, ScannedCount: 1 })
})

rule('7.23', 'a global index has no consistent reads, a local one has', async () => {
  const table = await indexed()
  const ConsistentRead = true
  const fault = 'Consistent reads are not supported on global secondary indexes'
  await wire.invalid('Query', query(table, byIndex('gall', { ConsistentRead })), fault)
  await wire.invalid('Scan', { TableName: table, IndexName: 'gall', ConsistentRead }, fault)
  const local = { IndexName: 'lko', ConsistentRead }
  expect(await wire.ok('Query', query(table, local))).toMatchObject({ Count: 1 })
  expect(await wire.ok('Scan', { TableName: table, ...local })).toMatchObject({ Count: 1 })
  await wire.ok('Query', query(table, byIndex('gall', { ConsistentRead: false })))
})

rule('7.24', 'an unknown index is invalid, an unknown table not found', async () => {
  const table = await indexed()
  const fault = 'The table does not have the specified index: nope'
  await wire.invalid('Query', query(table, byIndex('nope')), fault)
  await wire.invalid('Scan', { TableName: table, IndexName: 'nope' }, fault)
  const notFound = ['ResourceNotFoundException', 'Requested resource not found'] as const
  await wire.refused('Query', query('no-such-table'), ...notFound)
  await wire.refused('Scan', { TableName: 'no-such-table' }, ...notFound)
  await wire.refused('GetItem', { TableName: 'no-such-table', Key: map({ pk: 'p' }) }, ...notFound)
})
