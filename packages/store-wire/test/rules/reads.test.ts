import { expect } from 'vitest'
import { rule } from './rule.ts'
import { map, plain, useWire } from './wire.ts'

const wire = useWire()

rule('7.1', 'a miss has no Item, and a projection that finds nothing an empty one', async () => {
  const table = await wire.table('pk:S')
  await wire.put(table, { pk: 'a', v: 1 })
  expect(await wire.ok('GetItem', { TableName: table, Key: map({ pk: 'none' }) })).toEqual({})
  const get = { TableName: table, Key: map({ pk: 'a' }), ProjectionExpression: 'absent, v.deep' }
  expect(await wire.ok('GetItem', get)).toEqual({ Item: {} })
  expect(await wire.ok('GetItem', { ...get, Key: map({ pk: 'none' }) })).toEqual({})
})

rule(
  '7.2',
  'a projection gives what it names and nothing else, elements of a list in the order of the list',
  async () => {
    const table = await wire.table('pk:S sk:S')
    const item = { pk: 'a', sk: 's', v: 1, l: ['x', 'y', 'z'], m: { M: map({ a: 1, b: { M: map({ c: 2, d: 3 }) } }) } }
    await wire.put(table, item)
    const got = async (ProjectionExpression: string, names?: object) => {
      const get = { TableName: table, Key: map({ pk: 'a', sk: 's' }), ProjectionExpression }
      return plain((await wire.ok('GetItem', { ...get, ...(names && { ExpressionAttributeNames: names }) })).Item)
    }
    expect(await got('v')).toEqual({ v: 1 })
    expect(await got('pk, v, absent')).toEqual({ pk: 'a', v: 1 })
    expect(await got('l[2], l[0], l[9]')).toEqual({ l: ['x', 'z'] })
    expect(await got('m.b.d, m.a')).toEqual({ m: { a: 1, b: { d: 3 } } })
    expect(await got('#m.b.#c', { '#m': 'm', '#c': 'c' })).toEqual({ m: { b: { c: 2 } } })
  },
)

rule('7.2', 'paths of a projection do not overlap', async () => {
  const table = await wire.table('pk:S')
  const fault = 'Invalid ProjectionExpression: Two document paths overlap with each other; '
  const faults = {
    'a, a': 'path one: [a], path two: [a]',
    'm, m.a': 'path one: [m], path two: [m, a]',
    'm.a[1].b, m.a': 'path one: [m, a, [1], b], path two: [m, a]',
    'l[0], l': 'path one: [l, [0]], path two: [l]',
  }
  for (const [ProjectionExpression, paths] of Object.entries(faults)) {
    const get = { TableName: table, Key: map({ pk: 'a' }), ProjectionExpression }
    await wire.invalid('GetItem', get, `${fault}must remove or rewrite one of these paths; ${paths}`)
  }
  const conflict = { TableName: table, Key: map({ pk: 'a' }), ProjectionExpression: 'm.a, m[0]' }
  await wire.invalid('GetItem', conflict, /Invalid ProjectionExpression: Two document paths conflict with each other;/)
})

rule('7.2', 'a query and a scan project as GetItem does', async () => {
  const table = await wire.table('pk:S sk:N')
  await wire.put(table, { pk: 'a', sk: 1, v: 1, w: 2 }, { pk: 'a', sk: 2, w: 3 })
  const query = {
    TableName: table,
    KeyConditionExpression: 'pk = :p',
    ExpressionAttributeValues: map({ ':p': 'a' }),
    ProjectionExpression: 'v',
  }
  expect((await wire.ok('Query', query)).Items).toEqual([map({ v: 1 }), {}])
  const overlapping = { ...query, ProjectionExpression: 'v, v' }
  await wire.invalid('Query', overlapping, /^Invalid ProjectionExpression: Two document paths overlap/)
  expect((await wire.ok('Scan', { TableName: table, ProjectionExpression: 'v' })).Items).toEqual([map({ v: 1 }), {}])
  const scan = { TableName: table, ProjectionExpression: 'v, v' }
  await wire.invalid('Scan', scan, /^Invalid ProjectionExpression: Two document paths overlap/)
})
