import { expect } from 'vitest'
import { rule } from './rule.ts'
import { map, plain, useWire } from './wire.ts'

const wire = useWire()
const minute = 60_000
const asDynamo = useWire({ timeToLiveInterval: 60 * minute })

function update(TableName: string, AttributeName: string, Enabled = true): object {
  return { TableName, TimeToLiveSpecification: { AttributeName, Enabled } }
}

async function described(TableName: string): Promise<unknown> {
  return (await wire.ok('DescribeTimeToLive', { TableName })).TimeToLiveDescription
}

const seconds = () => Math.floor(Date.now() / 1000)

rule('11.1', 'what is already enabled or disabled is refused', async () => {
  const table = await wire.table('pk:S')
  await wire.invalid('UpdateTimeToLive', update(table, 'expires', false), 'TimeToLive is already disabled')
  const enabled = await wire.ok('UpdateTimeToLive', update(table, 'expires'))
  expect(enabled).toEqual({ TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true } })
  await wire.invalid('UpdateTimeToLive', update(table, 'expires'), 'TimeToLive is already enabled')
  const other = /^TimeToLive is active on a different AttributeName/
  await wire.invalid('UpdateTimeToLive', update(table, 'other'), other)
  await wire.invalid('UpdateTimeToLive', update(table, 'other', false), other)
})

rule('11.2', 'a time to live is changed once in an hour, where that is asked for', async () => {
  const table = await asDynamo.table('pk:S')
  await asDynamo.ok('UpdateTimeToLive', update(table, 'expires'))
  asDynamo.later(59 * minute)
  const fault = 'Time to live has been modified multiple times within a fixed interval'
  await asDynamo.invalid('UpdateTimeToLive', update(table, 'expires', false), fault)
  asDynamo.later(minute)
  await asDynamo.ok('UpdateTimeToLive', update(table, 'expires', false))
  const own = await wire.table('pk:S')
  await wire.ok('UpdateTimeToLive', update(own, 'expires'))
  await wire.ok('UpdateTimeToLive', update(own, 'expires', false))
})

rule('11.3', 'a time to live is described with its attribute while it is on', async () => {
  const table = await wire.table('pk:S')
  expect(await described(table)).toEqual({ TimeToLiveStatus: 'DISABLED' })
  await wire.ok('UpdateTimeToLive', update(table, 'expires'))
  expect(await described(table)).toEqual({
    TimeToLiveStatus: expect.stringMatching(/^(ENABLING|ENABLED)$/),
    AttributeName: 'expires',
  })
  const missing = ['ResourceNotFoundException', /^Requested resource not found/] as const
  await wire.refused('DescribeTimeToLive', { TableName: 'no-such-table' }, ...missing)
  await wire.refused('UpdateTimeToLive', update('no-such-table', 'expires'), ...missing)
})

rule('11.4', 'only numbers of seconds expire, up to 5 years back', async () => {
  const table = await wire.table('pk:S')
  await wire.ok('UpdateTimeToLive', update(table, 'expires'))
  const now = seconds()
  const year = 365 * 24 * 60 * 60
  const gone = {
    now: { N: String(now) },
    past: { N: String(now - 60) },
    decimal: { N: `${now - 60}.5` },
    exponent: { N: `${(now - 60) / 1e9}e9` },
    years: { N: String(now - 5 * year + 60) },
  }
  const kept = {
    future: { N: String(now + 3600) },
    milliseconds: { N: String(now * 1000) },
    text: { S: String(now - 60) },
    set: { NS: [String(now - 60)] },
    long: { N: String(now - 5 * year - 60) },
    zero: { N: '0' },
  }
  for (const [pk, expires] of Object.entries({ ...gone, ...kept })) await wire.put(table, { pk, expires })
  await wire.put(table, { pk: 'none' })
  await wire.sweep()
  const { Items } = await wire.ok('Scan', { TableName: table, ProjectionExpression: 'pk' })
  const left = new Set(Items.map((item: object) => plain(item).pk))
  expect(left).toEqual(new Set([...Object.keys(kept), 'none']))
})

rule('11.5', 'an item that expired is read and updated until it is removed', async () => {
  const table = await wire.table('pk:S')
  await wire.ok('UpdateTimeToLive', update(table, 'expires'))
  await wire.put(table, { pk: 'a', expires: seconds() - 60 }, { pk: 'b', expires: seconds() + 3600 })
  expect(plain(await wire.get(table, { pk: 'a' }))).toMatchObject({ pk: 'a' })
  expect(await wire.ok('Scan', { TableName: table })).toMatchObject({ Count: 2 })
  const filter = { FilterExpression: 'expires > :now', ExpressionAttributeValues: map({ ':now': seconds() }) }
  expect(await wire.ok('Scan', { TableName: table, ...filter })).toMatchObject({ Count: 1 })
  const later = {
    TableName: table,
    Key: map({ pk: 'a' }),
    UpdateExpression: 'SET expires = :later',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: map({ ':later': seconds() + 3600 }),
  }
  await wire.ok('UpdateItem', later)
  expect(await wire.ok('Scan', { TableName: table, ...filter })).toMatchObject({ Count: 2 })
})

rule('11.6', 'a time to live may be a key, even of a type that never expires', async () => {
  const table = await wire.table({ keys: 'pk:S sk:N', gsis: { byGroup: 'g:S' } })
  await wire.ok('UpdateTimeToLive', update(table, 'pk'))
  expect(await described(table)).toMatchObject({ AttributeName: 'pk' })
  const other = await wire.table({ keys: 'pk:S sk:N', gsis: { byGroup: 'g:S' } })
  await wire.ok('UpdateTimeToLive', update(other, 'g'))
})

rule('11.7', 'an item that expires leaves its indexes too', async () => {
  const table = await wire.table({ keys: 'pk:S', gsis: { byGroup: 'g:S' } })
  await wire.ok('UpdateTimeToLive', update(table, 'expires'))
  await wire.put(table, { pk: 'a', g: 'g', expires: seconds() + 60 }, { pk: 'b', g: 'g' })
  const index = { TableName: table, IndexName: 'byGroup' }
  await wire.sweep()
  expect(await wire.ok('Scan', index)).toMatchObject({ Count: 2 })
  wire.later(2 * minute)
  expect(await wire.ok('Scan', index)).toMatchObject({ Count: 2 })
  await wire.sweep()
  expect((await wire.ok('Scan', index)).Items).toEqual([map({ pk: 'b', g: 'g' })])
  expect(await wire.get(table, { pk: 'a' })).toBeUndefined()
})

rule('11.8', 'the attribute of a time to live has 1 to 255 characters', async () => {
  const table = await wire.table('pk:S')
  const fault = "at 'timeToLiveSpecification.attributeName' failed to satisfy constraint: Member must have length"
  await wire.invalid('UpdateTimeToLive', update(table, ''), new RegExp(`${fault} greater than or equal to 1$`))
  await wire.invalid(
    'UpdateTimeToLive',
    update(table, 'x'.repeat(256)),
    new RegExp(`${fault} less than or equal to 255$`),
  )
  await wire.ok('UpdateTimeToLive', update(table, 'x'.repeat(255)))
})
