import { localCredentials, localRegion, type RunningServer } from '@cmz/dynamo-servers'
import { and, assignments, type Condition, defineTable, type Driver, type Item, not, or } from '@cmz/store-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dynamoDriver } from '../src/index.ts'
import { servers } from './servers.ts'

const table = defineTable({ name: 'quest', partitionKey: 'id', sortKey: 'at' })
const key = { id: 'a', at: 'b' }
const item: Item = { ...key, n: 3, text: 'open', map: { 'a.b': [1, 'two'] } }

const is: Condition = { op: '=', left: { path: ['n'] }, right: { value: 3 } }
const between: Condition = { op: 'between', of: { path: ['n'] }, low: { value: 1 }, high: { value: 5 } }
const starts: Condition = { op: 'beginsWith', of: { path: ['text'] }, prefix: { value: 'op' } }

describe.each(servers)('on $name', ({ start }) => {
  let server: RunningServer
  let driver: Driver

  beforeAll(async () => {
    server = await start()
    driver = await dynamoDriver({ endpoint: server.endpoint, region: localRegion, credentials: localCredentials })
    await driver.ensureTable(table)
    await driver.write({ kind: 'put', table, item })
  })

  afterAll(async () => {
    await driver.close()
    await server.stop()
  })

  it.each<[string, Condition]>([
    ['=', is],
    ['<>', { op: '<>', left: { path: ['n'] }, right: { path: ['text'] } }],
    ['<', { op: '<', left: { value: 2 }, right: { path: ['n'] } }],
    ['<=', { op: '<=', left: { path: ['n'] }, right: { value: 3 } }],
    ['>', { op: '>', left: { path: ['n'] }, right: { value: 2 } }],
    ['>=', { op: '>=', left: { path: ['n'] }, right: { value: 3 } }],
    ['between', between],
    ['in', { op: 'in', of: { path: ['n'] }, among: [{ value: 1 }, { value: 3 }] }],
    ['beginsWith', starts],
    ['contains', { op: 'contains', of: { path: ['text'] }, part: { value: 'pe' } }],
    ['a path', { op: 'exists', path: ['map', 'a.b', 0] }],
    ['all together', and(or(not(is), between), not(not(starts)), or(and(is, between), is))],
  ])('the text of %s is understood', async (_what, filter) => {
    expect((await driver.scan({ table, filter })).items).toEqual([item])
    expect((await driver.scan({ table, filter: not(filter) })).items).toEqual([])
  })

  it.each([
    { op: '>=', value: 'b' },
    { op: 'between', low: 'a', high: 'c' },
    { op: 'beginsWith', prefix: 'b' },
  ] as const)('the text of a sort key condition is understood: %j', async (condition) => {
    const partition = { name: 'id', type: 'S', value: 'a' } as const
    const sort = { name: 'at', type: 'S', condition } as const
    expect((await driver.query({ table, partition, sort, descending: false })).items).toEqual([item])
  })

  // DynamoDB takes 4,096 bytes of an expression (rule 4.26)
  it('sets 400 attributes at once, and removes 800', async () => {
    const wide = { id: 'wide', at: 'b' }
    const set = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`attribute${n}`, n]))
    const condition: Condition = { op: 'notExists', path: ['id'] }
    const update = assignments(set)
    expect(await driver.write({ kind: 'update', table, key: wide, update, condition })).toEqual({ ...wide, ...set })
    const remove = Array.from({ length: 800 }, (_, n) => `attribute${n}`)
    expect(await driver.write({ kind: 'update', table, key: wide, update: assignments({}, remove) })).toEqual(wide)
  })
})
