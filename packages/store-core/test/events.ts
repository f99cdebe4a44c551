import { expect } from 'vitest'
import { z } from 'zod'
import { Database, defineTable, ValidationException } from '../src/index.ts'
import { RecordingDriver } from './recording-driver.ts'

/** A table with every kind of key and index. */
export const events = defineTable({
  name: 'events',
  partitionKey: 'zoo',
  sortKey: 'at',
  indexes: {
    byKind: { partitionKey: 'kind', sortKey: { name: 'size', type: 'N' }, projection: ['title'] },
    byGuest: { partitionKey: 'guest', projection: 'KEYS_ONLY', foreign: true },
    byPhoto: { kind: 'local', sortKey: { name: 'photo', type: 'B' } },
  },
  attributes: {
    zoo: z.string(),
    at: z.string(),
    kind: z.string().optional(),
    size: z.number().optional(),
    guest: z.string().optional(),
    photo: z.instanceof(Uint8Array).optional(),
    title: z.string().optional(),
    notes: z.string().optional(),
  },
})
/** What leaves out soft-deleted items. */
export const live = { op: '<>', left: { path: ['softDelete'] }, right: { value: true } }
/** A store over the table, and the driver that notes what it asks for. */
export function openEvents() {
  const driver = new RecordingDriver()
  const database = new Database(async () => driver)
  return { driver, database, store: database.store(events) }
}

export type Call = 'get' | 'list' | 'page' | 'query' | 'each'

/** Calls the store as untyped code may. */
export async function callUntyped(store: object, name: Call, ...input: readonly unknown[]): Promise<unknown> {
  const method = (store as Record<Call, (...input: readonly unknown[]) => Promise<unknown>>)[name]
  const answer = await method.apply(store, [...input])
  return name === 'each' ? (answer as AsyncGenerator).next() : answer
}

/** Checks that a call is refused before anything is read. */
export async function expectRefused(name: Call, options: unknown, message: string): Promise<void> {
  const { driver, store } = openEvents()
  const reading = callUntyped(store, name, options)
  await expect(reading).rejects.toBeInstanceOf(ValidationException)
  await expect(reading).rejects.toThrow(message)
  await expect(reading).rejects.toHaveProperty('table', 'events')
  expect([...driver.sent('scan'), ...driver.sent('query')]).toEqual([])
}
