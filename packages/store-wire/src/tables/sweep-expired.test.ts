import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { call, makeTables, openRaw } from '../../test/raw.ts'
import { withGlobal } from '../../test/table-inputs.ts'
import type { Service } from '../index.ts'
import { openService } from '../service/open-service.ts'
import { sweepExpired } from './sweep-expired.ts'

const start = Date.UTC(2026, 0, 1) / 1000
const fiveYears = 5 * 365 * 86_400
let now = start * 1000
let service: Service
beforeEach(async () => {
  now = start * 1000
  service = { ...openRaw(), now: () => now }
  await call(service, 'CreateTable', withGlobal())
  await setTimeToLive(true)
})

afterEach(() => {
  vi.useRealTimers()
})

async function setTimeToLive(enabled: boolean): Promise<void> {
  const TimeToLiveSpecification = { Enabled: enabled, AttributeName: 'until' }
  await call(service, 'UpdateTimeToLive', { TableName: 'abc', TimeToLiveSpecification })
}

async function put(name: string, until?: object): Promise<void> {
  const item = { a: { S: 'k' }, b: { S: name }, g: { S: 'g' }, ...(until && { until }) }
  await call(service, 'PutItem', { TableName: 'abc', Item: item })
}

async function left(IndexName?: string): Promise<readonly string[]> {
  const { body } = await call(service, 'Scan', { TableName: 'abc', IndexName })
  return (body.Items as readonly { b: { S: string } }[]).map(({ b }) => b.S).toSorted()
}

test('only numbers of seconds expire, and none that is more than five years past (rule 11.4)', async () => {
  await put('now', { N: `${start}` })
  await put('a decimal before', { N: `${start - 0.5}` })
  await put('an exponent', { N: '1.7e9' })
  await put('nearly five years ago', { N: `${start - fiveYears}` })
  const stay = {
    'a decimal after': { N: `${start}.5` },
    'five years ago': { N: `${start - fiveYears - 1}` },
    'in milliseconds': { N: `${start * 1000}` },
    'a string': { S: `${start - 1}` },
    'a list': { L: [{ N: `${start - 1}` }] },
    null: { NULL: true },
    never: undefined,
  }
  for (const [name, until] of Object.entries(stay)) await put(name, until)
  expect(await sweepExpired(service)).toBe(4)
  expect(await left()).toEqual(Object.keys(stay).toSorted())
})

test('a clock that is put back finds what was too old before', async () => {
  await put('five years ago', { N: `${start - fiveYears - 1}` })
  expect(await sweepExpired(service)).toBe(0)
  now -= 10_000
  expect(await sweepExpired(service)).toBe(1)
})

test('until it is swept an item is read and may be changed; then it is gone from the index too (rules 11.5 and 11.7)', async () => {
  await put('old', { N: `${start - 1}` })
  await put('saved', { N: `${start - 1}` })
  expect(await left('global')).toEqual(['old', 'saved'])
  await call(service, 'UpdateItem', {
    TableName: 'abc',
    Key: { a: { S: 'k' }, b: { S: 'saved' } },
    UpdateExpression: 'SET #until = :until',
    ExpressionAttributeNames: { '#until': 'until' },
    ExpressionAttributeValues: { ':until': { N: `${start + 1}` } },
  })
  expect(await sweepExpired(service)).toBe(1)
  expect(await left()).toEqual(['saved'])
  expect(await left('global')).toEqual(['saved'])
  expect(await sweepExpired(service)).toBe(0)
  now += 1_000
  expect(await sweepExpired(service)).toBe(1)
})

test('an item that is changed while it is looked for stays (rule 11.4)', async () => {
  await put('old', { N: `${start - 1}` })
  const sweeping = sweepExpired(service)
  const saving = put('old', { N: `${start + 1}` })
  const [count] = await Promise.all([sweeping, saving])
  expect(count).toBe(0)
  expect(await left()).toEqual(['old'])
})

test('two that sweep at once remove each item once (rule 11.5)', async () => {
  for (let index = 0; index < 250; index++) await put(`${index}`, { N: `${start - 1}` })
  const counts = await Promise.all([sweepExpired(service), sweepExpired(service)])
  expect(counts[0] + counts[1]).toBe(250)
  expect(await left()).toEqual([])
})

test('nothing expires while the time to live is off, or turned off meanwhile (rule 11.3)', async () => {
  await put('old', { N: `${start - 1}` })
  const sweeping = sweepExpired(service)
  const turnedOff = setTimeToLive(false)
  await Promise.all([sweeping, turnedOff])
  await put('old', { N: `${start - 1}` })
  expect(await sweepExpired(service)).toBe(0)
  expect(await left()).toEqual(['old'])
})

test('a table that code defined with a time to live is swept (rule 11.4)', async () => {
  await makeTables(service, { name: 'animals', partitionKey: 'id', timeToLive: 'until' })
  await call(service, 'PutItem', { TableName: 'animals', Item: { id: { S: 'a' }, until: { N: `${start}` } } })
  expect(await sweepExpired(service)).toBe(1)
})

test('a service sweeps by itself, every so often, until it is closed (rule 11.5)', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const opened = await openService({ memory: true, now: () => now, sweepEvery: 1_000 })
  service = opened
  await call(service, 'CreateTable', withGlobal())
  await setTimeToLive(true)
  await put('old', { N: `${start - 1}` })
  vi.advanceTimersByTime(999)
  await sweptOnce()
  expect(await left()).toEqual(['old'])
  vi.advanceTimersByTime(1)
  await sweptOnce()
  expect(await left()).toEqual([])
  await opened.close()
  expect(vi.getTimerCount()).toBe(0)
})

test('a service can leave items that have expired', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const opened = await openService({ memory: true, sweepEvery: false })
  expect(vi.getTimerCount()).toBe(0)
  await opened.close()
})

/** A commit that comes after those of a sweep that has begun. */
async function sweptOnce(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await service.engine.transact(() => ({ changes: [], result: undefined }))
}
