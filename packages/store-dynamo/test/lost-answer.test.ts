import { localCredentials, localRegion, type RunningServer, startDynalite } from '@cmz/dynamo-servers'
import { assignments, type Condition, defineTable, type Driver, type Item, type WriteRequest } from '@cmz/store-core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { dynamoDriver } from '../src/index.ts'
import { type Fate, startFaultyProxy } from './faulty-proxy.ts'

const table = defineTable({ name: 'quest', partitionKey: 'id' })
const exists: Condition = { op: 'exists', path: ['id'] }
const absent: Condition = { op: 'notExists', path: ['id'] }

let server: RunningServer
let direct: Driver
const opened: { close(): Promise<void> }[] = []

beforeEach(async () => {
  // the SDK draws its pauses between nothing and a limit; this draws nothing
  vi.spyOn(Math, 'random').mockReturnValue(0)
  server = await startDynalite()
  direct = await driverAt(server.endpoint)
  await direct.ensureTable(table)
})

afterEach(async () => {
  for (const each of opened.splice(0).toReversed()) await each.close()
  await server.stop()
  vi.restoreAllMocks()
})

async function driverAt(endpoint: string): Promise<Driver> {
  const driver = await dynamoDriver({ endpoint, region: localRegion, credentials: localCredentials })
  opened.push(driver)
  return driver
}

/** What went through the proxy, and with which error reads are refused. */
interface Traffic {
  readonly writes: string[]
  reads: string | undefined
}

const doomed = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'TransactWriteItems', 'Scan'])

/** A driver whose writes and scans meet these fates, one after the other; then all is well. */
async function driverWith(...fates: readonly (Fate | (() => Promise<Fate>))[]): Promise<Driver & Traffic> {
  const left = [...fates]
  const writes: string[] = []
  const traffic: Traffic = { writes, reads: undefined }
  const proxy = await startFaultyProxy(server.endpoint, (operation) => {
    if (operation === 'GetItem' && driver.reads !== undefined) return { refuse: driver.reads }
    if (!doomed.has(operation)) return 'answer'
    writes.push(operation)
    const fate = left.shift() ?? 'answer'
    return typeof fate === 'function' ? fate() : fate
  })
  opened.push({ close: () => proxy.stop() })
  const driver = Object.assign(await driverAt(proxy.endpoint), traffic)
  return driver
}

function create(driver: Driver, item: Item): Promise<Item | undefined> {
  return driver.write({ kind: 'put', table, item, condition: absent })
}

const item: Item = { id: 'a', by: 'us', tags: new Set(['x', 'y']), n: 12345678901234567890n }
const failed = { name: 'ConditionalCheckFailedException', table: 'quest', key: { id: 'a' } }

describe('a write whose answer is lost', () => {
  it.each<[string, Fate]>([
    ['by a reset connection', 'lose answer'],
    ['behind an internal error', { insteadOfAnswer: 500 }],
    ['behind an unavailable gateway', { insteadOfAnswer: 503 }],
  ])('creates once: %s', async (_how, fate) => {
    const driver = await driverWith(fate)
    expect(await create(driver, item)).toEqual(item)
    expect(driver.writes).toEqual(['PutItem', 'PutItem'])
    expect(await direct.get({ table, key: { id: 'a' } })).toEqual(item)
    await expect(create(driver, item)).rejects.toMatchObject(failed)
  })

  it('updates once and returns the item', async () => {
    await create(direct, { id: 'a', v: 1, old: true })
    const driver = await driverWith('lose answer')
    const update = assignments({ v: 2 }, ['old'])
    const condition: Condition = { op: '=', left: { path: ['v'] }, right: { value: 1 } }
    expect(await driver.write({ kind: 'update', table, key: { id: 'a' }, update, condition })).toEqual({
      id: 'a',
      v: 2,
    })
    expect(driver.writes).toHaveLength(2)
  })

  it('increments once, and says that it does not know', async () => {
    await create(direct, { id: 'a', n: 1 })
    const driver = await driverWith('lose answer', 'lose answer')
    const update = [{ op: 'add', path: ['n'], value: 1 }] as const
    const failure = await driver
      .write({ kind: 'update', table, key: { id: 'a' }, update, condition: exists })
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'StoreError', table: 'quest', key: { id: 'a' } })
    expect((failure as Error).message).toContain('It is not known whether the write took effect')
    expect(driver.writes).toEqual(['UpdateItem'])
    expect(await direct.get({ table, key: { id: 'a' } })).toEqual({ id: 'a', n: 2 })
  })

  it('increments where the request was refused for load', async () => {
    await create(direct, { id: 'a', n: 1 })
    const driver = await driverWith({ refuse: 'ThrottlingException' })
    const update = [{ op: 'add', path: ['n'], value: 1 }] as const
    expect(await driver.write({ kind: 'update', table, key: { id: 'a' }, update })).toEqual({ id: 'a', n: 2 })
    expect(driver.writes).toHaveLength(2)
  })

  it('deletes once', async () => {
    await create(direct, item)
    const driver = await driverWith('lose answer')
    expect(await driver.write({ kind: 'delete', table, key: { id: 'a' }, condition: exists })).toBeUndefined()
    expect(driver.writes).toHaveLength(2)
    expect(await direct.get({ table, key: { id: 'a' } })).toBeUndefined()
  })

  it('is reported as unknown where the item cannot be read afterwards', async () => {
    const driver = await driverWith('lose answer')
    driver.reads = 'ResourceNotFoundException'
    const failure = await create(driver, item).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'StoreError', table: 'quest', cause: { name: 'ResourceNotFoundException' } })
    expect((failure as Error).message).toContain('It is not known whether the write took effect')
  })

  it('is reported as unknown where all that follows is throttled', async () => {
    const throttled = Array.from({ length: 7 }, () => ({ refuse: 'ThrottlingException' }) as const)
    const driver = await driverWith('lose answer', ...throttled)
    const failure = await create(driver, item).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'ThrottlingException' })
    expect((failure as Error).message).toContain('It is not known whether the write took effect')
  })

  it('is reported as unknown where no answer ever comes', async () => {
    const driver = await driverWith(...Array.from({ length: 8 }, () => 'lose answer' as const))
    const failure = await driver.write({ kind: 'put', table, item }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'StoreError', table: 'quest', key: { id: 'a' } })
    expect((failure as Error).message).toMatch(
      /^No answer from DynamoDB at 127\.0\.0\.1:\d+: .+\. It is not known whether the write took effect/,
    )
    expect(driver.writes).toHaveLength(8)
  })
})

describe('a true conflict', () => {
  it('stays one if somebody else was faster than the second attempt', async () => {
    const driver = await driverWith(async () => {
      await create(direct, { id: 'a', by: 'them' })
      return 'lose request'
    })
    await expect(create(driver, item)).rejects.toMatchObject(failed)
    expect(driver.writes).toHaveLength(2)
    expect(await direct.get({ table, key: { id: 'a' } })).toEqual({ id: 'a', by: 'them' })
  })

  it('stays one for updates and deletes', async () => {
    await create(direct, { id: 'a', v: 7 })
    const condition: Condition = { op: '=', left: { path: ['v'] }, right: { value: 1 } }
    const update = assignments({ v: 2 })
    const driver = await driverWith('lose request', 'answer', 'lose request')
    const key = { id: 'a' }
    await expect(driver.write({ kind: 'update', table, key, update, condition })).rejects.toMatchObject(failed)
    await expect(driver.write({ kind: 'delete', table, key, condition })).rejects.toMatchObject(failed)
    expect(driver.writes).toHaveLength(4)
  })

  it('stays one after mere throttling, which is a definite answer', async () => {
    await create(direct, item)
    const driver = await driverWith({ refuse: 'ProvisionedThroughputExceededException' })
    await expect(create(driver, item)).rejects.toMatchObject(failed)
    expect(driver.writes).toHaveLength(2)
  })

  it('stays one on the first attempt, even over an equal item', async () => {
    await create(direct, item)
    const driver = await driverWith()
    await expect(create(driver, item)).rejects.toMatchObject(failed)
    expect(driver.writes).toHaveLength(1)
  })
})

it('two racing creators never both win, whatever gets lost', async () => {
  const fates = (first: Fate): Fate[] => Array.from({ length: 60 }, (_, index) => (index % 3 === 0 ? first : 'answer'))
  const creators = [await driverWith(...fates('lose answer')), await driverWith(...fates('lose request'))]
  for (let round = 0; round < 20; round++) {
    const id = `race-${round}`
    const outcomes = await Promise.allSettled(creators.map((driver, by) => create(driver, { id, by })))
    const winners = outcomes.flatMap(({ status }, by) => (status === 'fulfilled' ? [by] : []))
    expect(winners).toEqual([(await direct.get({ table, key: { id } }))!['by']])
  }
})

describe.each(['lose answer', 'lose request'] as const)('of many equal writes exactly one wins: %s', (fate) => {
  const key = { id: 'a' }
  const update = assignments({ v: 2 })
  const first: Condition = { op: '=', left: { path: ['v'] }, right: { value: 1 } }

  it.each<[string, Item | undefined, WriteRequest]>([
    ['creates', undefined, { kind: 'put', table, item, condition: absent }],
    ['updates', { id: 'a', v: 1 }, { kind: 'update', table, key, update, condition: first }],
    ['deletes', item, { kind: 'delete', table, key, condition: exists }],
  ])('%s', async (_what, before, request) => {
    if (before) await direct.write({ kind: 'put', table, item: before })
    const driver = await driverWith(...Array.from({ length: 200 }, (_, index) => (index % 5 === 0 ? fate : 'answer')))
    const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => driver.write(request)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []))
    expect(new Set(failures.map(({ name }) => name))).toEqual(new Set(['ConditionalCheckFailedException']))
  })
})

describe('without any answer', () => {
  const lost = Array.from({ length: 8 }, () => 'lose request' as const)

  it('a transaction is reported as unknown', async () => {
    const driver = await driverWith(...lost)
    const failure = driver.transactWrite([{ kind: 'put', table, item }])
    await expect(failure).rejects.toMatchObject({ name: 'StoreError' })
    await expect(failure).rejects.toThrow('It is not known whether the write took effect')
    expect(driver.writes).toHaveLength(8)
  })

  it('a read leaves nothing unknown', async () => {
    const driver = await driverWith(...lost)
    const failure = driver.scan({ table })
    await expect(failure).rejects.toMatchObject({ name: 'StoreError' })
    await expect(failure).rejects.not.toThrow('not known')
  })
})
