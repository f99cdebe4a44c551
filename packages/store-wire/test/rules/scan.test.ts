import { expect } from 'vitest'
import { rule } from './rule.ts'
import { type Body, map, plain, useWire } from './wire.ts'

const wire = useWire()

async function animals(count = 40): Promise<string> {
  const table = await wire.table('pk:S')
  for (let index = 0; index < count; index++) await wire.put(table, { pk: `a${index}` })
  return table
}

function keys(answers: readonly Body[]): string[] {
  const found: string[] = answers.flatMap(({ Items }) => Items.map((item: Body) => item.pk.S))
  return found.toSorted()
}

rule(
  '8.1',
  'items of one partition are in the order of the sort key, and the order of partitions is not that of insertion',
  async () => {
    const table = await wire.table('pk:S sk:N')
    const partitions = Array.from({ length: 12 }, (_, index) => `p${index}`)
    for (const sk of [3, -1, 2]) for (const pk of partitions) await wire.put(table, { pk, sk })
    const { Items } = await wire.ok('Scan', { TableName: table })
    const byPartition: Map<string, Body[]> = Map.groupBy(Items.map(plain), ({ pk }: Body) => pk)
    for (const items of byPartition.values()) expect(items.map(({ sk }: Body) => sk)).toEqual([-1, 2, 3])
    expect([...byPartition.keys()].toSorted()).toEqual(partitions.toSorted())
    expect([...byPartition.keys()]).not.toEqual(partitions)
    const runs = Items.filter((item: Body, index: number) => item.pk.S !== Items[index - 1]?.pk.S)
    expect(runs).toHaveLength(partitions.length)
  },
)

rule('8.2', 'segments are disjoint and cover the table', async () => {
  const table = await animals()
  const parts: Body[] = []
  for (const Segment of [0, 1, 2]) parts.push(await wire.ok('Scan', { TableName: table, Segment, TotalSegments: 3 }))
  expect(keys(parts)).toEqual(keys([await wire.ok('Scan', { TableName: table })]))
  for (const { Count } of parts) expect(Count).toBeLessThan(40)
  expect(await wire.ok('Scan', { TableName: table, Segment: 0, TotalSegments: 1 })).toMatchObject({ Count: 40 })
})

rule('8.2', 'a segment is read page by page, and goes on within itself only', async () => {
  const table = await animals()
  const segment = { TableName: table, Segment: 0, TotalSegments: 2 }
  const first = await wire.ok('Scan', { ...segment, Limit: 4 })
  const rest = await wire.ok('Scan', { ...segment, ExclusiveStartKey: first.LastEvaluatedKey })
  expect(keys([first, rest])).toEqual(keys([await wire.ok('Scan', segment)]))
  const other = { ...segment, Segment: 1, ExclusiveStartKey: first.LastEvaluatedKey }
  await wire.invalid('Scan', other, /^The provided starting key is (invalid|outside)/)
})

rule('8.3', 'a segment is one of those that there are', async () => {
  const TableName = await animals(1)
  await wire.invalid(
    'Scan',
    { TableName, Segment: 0 },
    'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
  )
  await wire.invalid(
    'Scan',
    { TableName, TotalSegments: 2 },
    'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
  )
  await wire.invalid(
    'Scan',
    { TableName, Segment: 2, TotalSegments: 2 },
    'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is not less than TotalSegments: 2',
  )
  const constraint = 'failed to satisfy constraint: Member must have value'
  const total = (TotalSegments: number, Segment = 0) => ({ TableName, Segment, TotalSegments })
  await wire.invalid('Scan', total(0), new RegExp(`at '[tT]otalSegments' ${constraint} greater than or equal to 1$`))
  await wire.invalid(
    'Scan',
    total(1_000_001),
    new RegExp(`at '[tT]otalSegments' ${constraint} less than or equal to 1000000$`),
  )
  await wire.invalid('Scan', total(2, -1), new RegExp(`at '[sS]egment' ${constraint} greater than or equal to 0$`))
  await wire.ok('Scan', total(1_000_000, 999_999))
})

rule('8.4', 'a scan of an index gives what is in the index', async () => {
  const table = await wire.table({ keys: 'pk:S', gsis: { byGroup: 'g:S h:N', small: 'g:S KEYS_ONLY' } })
  await wire.put(table, { pk: 'a', g: 'g', h: 1, v: 1 }, { pk: 'b', g: 'g' }, { pk: 'c', h: 1 }, { pk: 'd' })
  const scan = async (IndexName: string) => (await wire.ok('Scan', { TableName: table, IndexName })).Items
  expect(await scan('byGroup')).toEqual([map({ pk: 'a', g: 'g', h: 1, v: 1 })])
  expect(
    (await scan('small')).map((item: Body) => plain(item)).toSorted((a: Body, b: Body) => (a.pk < b.pk ? -1 : 1)),
  ).toEqual([
    { pk: 'a', g: 'g' },
    { pk: 'b', g: 'g' },
  ])
})
