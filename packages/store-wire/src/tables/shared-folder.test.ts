import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defined, hash, plainTable } from '../../test/table-inputs.ts'

const now = Date.UTC(2026, 0, 1)
let folder = ''
const opened: { close(): Promise<void> }[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wire-tables-'))
})
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
  await rm(folder, { recursive: true })
})

/** A service as another process has it: modules that share nothing with those that were loaded before. */
async function open(): Promise<(operation: string, input: object) => Promise<Record<string, never>>> {
  vi.resetModules()
  const { openService } = await import('../service/open-service.ts')
  const { call } = await import('../../test/raw.ts')
  const { sweepExpired } = await import('./sweep-expired.ts')
  const service = await openService({ dir: folder, now: () => now, sweepEvery: false })
  opened.push(service)
  return async (operation, input) =>
    operation === 'sweep'
      ? { count: (await sweepExpired(service)) as never }
      : (await call(service, operation, input)).body
}

test('what one process does with tables the others see, and who opens the folder later (rules 12.2, 12.9 and 12.11)', async () => {
  const [first, second] = [await open(), await open()]
  const named = { TableName: 'abc' }
  const { TableDescription: made } = await first('CreateTable', { ...plainTable, Tags: [{ Key: 'k', Value: 'v' }] })
  expect((await second('DescribeTable', named))['Table']).toEqual(made)
  expect(await second('CreateTable', plainTable)).toMatchObject({ __type: 'ResourceInUseException' })
  await second('PutItem', { ...named, Item: { a: { S: '1' }, b: { S: '2' }, x: { S: '3' } } })
  const index = { IndexName: 'added', KeySchema: [hash('x')], Projection: { ProjectionType: 'KEYS_ONLY' } }
  await second('UpdateTable', {
    ...named,
    AttributeDefinitions: defined('x'),
    GlobalSecondaryIndexUpdates: [{ Create: index }],
  })
  expect(await first('Scan', { ...named, IndexName: 'added' })).toMatchObject({ Count: 1 })
  const third = await open()
  expect((await third('DescribeTable', named))['Table']).toMatchObject({
    TableId: made!['TableId'],
    CreationDateTime: now / 1000,
    GlobalSecondaryIndexes: [{ IndexName: 'added', ItemCount: 1, Projection: { ProjectionType: 'KEYS_ONLY' } }],
  })
  expect((await third('ListTagsOfResource', { ResourceArn: made!['TableArn'] }))['Tags']).toEqual([
    { Key: 'k', Value: 'v' },
  ])
  await first('DeleteTable', named)
  for (const each of [second, third]) {
    expect(await each('DescribeTable', named)).toMatchObject({ __type: 'ResourceNotFoundException' })
    expect(await each('ListTables', {})).toEqual({ TableNames: [] })
  }
})

test('two processes that sweep one folder remove each item once (rules 11.4 and 11.5)', async () => {
  const [first, second] = [await open(), await open()]
  await first('CreateTable', plainTable)
  const TimeToLiveSpecification = { Enabled: true, AttributeName: 'until' }
  await first('UpdateTimeToLive', { TableName: 'abc', TimeToLiveSpecification })
  const until = { N: `${now / 1000 - 1}` }
  for (let name = 0; name < 120; name++) {
    await first('PutItem', { TableName: 'abc', Item: { a: { S: 'k' }, b: { S: `${name}` }, until } })
  }
  const counts = await Promise.all([first('sweep', {}), second('sweep', {})])
  expect(counts[0]['count']! + counts[1]['count']!).toBe(120)
  for (const each of [first, second]) {
    expect(await each('Scan', { TableName: 'abc', Select: 'COUNT' })).toMatchObject({ Count: 0 })
  }
})

test('what is kept of a table can be read in the folder', async () => {
  const first = await open()
  await first('CreateTable', plainTable)
  await opened.pop()!.close()
  const { tables } = JSON.parse(await readFile(join(folder, '.store', 'tables.json'), 'utf8')) as { tables: object[] }
  expect(tables).toEqual([
    expect.objectContaining({
      name: 'abc',
      settings: expect.objectContaining({ BillingMode: 'PAY_PER_REQUEST', CreationDateTime: now / 1000 }) as object,
    }),
  ])
})
