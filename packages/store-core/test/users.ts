import { z } from 'zod'
import { type Condition, Database, defineTable, type Store } from '../src/index.ts'
import { RecordingDriver } from './recording-driver.ts'

export const users = defineTable({
  name: 'users',
  partitionKey: 'userId',
  idPrefix: 'user',
  indexes: { byFamily: { partitionKey: 'familyId' } },
  attributes: {
    userId: z.string(),
    email: z.string().toLowerCase(),
    role: z.enum(['parent', 'student']).default('student'),
    familyId: z.string().optional(),
    age: z.number().optional(),
  },
})
export const readings = defineTable({ name: 'readings', partitionKey: 'sensor', sortKey: { name: 'at', type: 'N' } })
export const plain = defineTable({ name: 'plain', partitionKey: 'id', softDelete: false, stamps: false })
export const renamed = defineTable({
  name: 'renamed',
  partitionKey: 'id',
  softDelete: 'hidden',
  stamps: { created: 'c', modified: 'm', deleted: 'd' },
})

const system = { userId: 'system', email: 'system@cmz.org', displayName: 'System' }
export const ada = { userId: 'user_ada', email: 'ada@cmz.org', displayName: 'Ada' }
/** What the store stamps with. */
export const now = { at: '2026-01-02T03:04:05.006Z', by: system }
/** The condition that there is such an item. */
export const exists = (name: string): Condition => ({ op: 'exists', path: [name] })

/** A store of users with a fixed clock, and the driver that notes what it asks for. */
export function openUsers() {
  const driver = new RecordingDriver()
  let ids = 0
  const database = new Database(async () => driver, {
    now: () => new Date(now.at),
    newId: (prefix) => `${prefix}_${++ids}`,
  })
  return { driver, database, store: database.store(users) }
}

/** A store as untyped code sees it. */
export function untyped(
  store: Store<never> | object,
): Record<string, (...input: readonly unknown[]) => Promise<unknown>> {
  return Object.fromEntries(
    ['get', 'list', 'page', 'query', 'create', 'put', 'updateFields', 'softDelete', 'recover', 'purge'].map((call) => {
      const method = (store as Record<string, (...input: readonly unknown[]) => Promise<unknown>>)[call]!
      return [call, method.bind(store)]
    }),
  )
}
