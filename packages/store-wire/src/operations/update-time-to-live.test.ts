import { beforeEach, expect, test } from 'vitest'
import { call, makeTables, openRaw } from '../../test/raw.ts'
import { plainTable } from '../../test/table-inputs.ts'
import type { Service } from '../index.ts'

const hour = 3_600_000
let now = Date.UTC(2026, 0, 1)
let service: Service
beforeEach(async () => {
  now = Date.UTC(2026, 0, 1)
  service = { ...openRaw(), now: () => now }
  await call(service, 'CreateTable', plainTable)
})

async function update(enabled: unknown, attribute: unknown, name = 'abc'): Promise<unknown> {
  const TimeToLiveSpecification = { Enabled: enabled, AttributeName: attribute }
  return (await call(service, 'UpdateTimeToLive', { TableName: name, TimeToLiveSpecification })).body
}

async function describe(name = 'abc'): Promise<unknown> {
  const { body } = await call(service, 'DescribeTimeToLive', { TableName: name })
  return body.TimeToLiveDescription ?? body
}

const refused = (message: string): object => ({ __type: 'ValidationException', message })

test('a time to live is on or off, and told with its attribute only while it is on (rules 11.1 and 11.3)', async () => {
  expect(await describe()).toEqual({ TimeToLiveStatus: 'DISABLED' })
  expect(await update(false, 'x')).toEqual(refused('TimeToLive is already disabled'))
  expect(await update(true, 'x')).toEqual({ TimeToLiveSpecification: { Enabled: true, AttributeName: 'x' } })
  expect(await describe()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'x' })
  expect(await update(true, 'x')).toEqual(refused('TimeToLive is already enabled'))
  const other = refused('TimeToLive is active on a different AttributeName: current AttributeName is x')
  expect(await update(true, 'y')).toEqual(other)
  expect(await update(false, 'y')).toEqual(other)
  expect(await update(false, 'x')).toEqual({ TimeToLiveSpecification: { Enabled: false, AttributeName: 'x' } })
  expect(await describe()).toEqual({ TimeToLiveStatus: 'DISABLED' })
})

test('it may be changed again at once, or after an hour where the service wants that (rule 11.2)', async () => {
  service = { ...service, timeToLiveInterval: hour }
  await update(true, 'x')
  now += hour - 1
  const tooEarly = refused('Time to live has been modified multiple times within a fixed interval')
  expect(await update(false, 'x')).toEqual(tooEarly)
  expect(await update(true, 'x')).toEqual(refused('TimeToLive is already enabled'))
  now += 1
  await update(false, 'x')
  expect(await update(true, 'y')).toEqual(tooEarly)
})

test('a key may say when an item expires, be its type of use or not (rule 11.6)', async () => {
  await update(true, 'a')
  expect(await describe()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'a' })
})

test('an attribute has 1 to 255 characters, and both members are needed (rule 11.8)', async () => {
  const at = (member: string, value: string, rule: string): object =>
    refused(
      `1 validation error detected: Value ${value} at 'timeToLiveSpecification.${member}' failed to satisfy constraint: Member must ${rule}`,
    )
  expect(await update(true, '')).toEqual(at('attributeName', "''", 'have length greater than or equal to 1'))
  const long = 'x'.repeat(256)
  expect(await update(true, long)).toEqual(at('attributeName', `'${long}'`, 'have length less than or equal to 255'))
  expect(await update(undefined, 'x')).toEqual(at('enabled', 'null', 'not be null'))
  expect(await update(true, undefined)).toEqual(at('attributeName', 'null', 'not be null'))
})

test('a table that is not there has no time to live (rule 12.9)', async () => {
  const missing = {
    __type: 'ResourceNotFoundException',
    message: 'Requested resource not found: Table: nope not found',
  }
  expect(await update(true, 'x', 'nope')).toEqual(missing)
  expect(await describe('nope')).toEqual(missing)
})

test('a table that code defined with a time to live has it, until a client turns it off (rule 11.3)', async () => {
  await makeTables(service, { name: 'animals', partitionKey: 'id', timeToLive: 'until' })
  expect(await describe('animals')).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'until' })
  await update(false, 'until', 'animals')
  expect(await describe('animals')).toEqual({ TimeToLiveStatus: 'DISABLED' })
})
