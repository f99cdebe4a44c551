import { Database, type DatabaseOptions, defineTable } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { memoryDriver } from '../src/index.ts'

const people = defineTable({ name: 'people', partitionKey: 'id', stamps: false, unique: { email: true } })

function opened(options: DatabaseOptions = {}): Database {
  return new Database(async () => memoryDriver(), options)
}

describe('unique attributes in memory', () => {
  it('what a put answers with is the caller’s', async () => {
    const store = opened().store(people)
    for (const call of ['create', 'put'] as const) {
      const item = (await store[call]({ id: call, email: call, tags: ['a'] })) as Record<string, unknown>
      item['email'] = 'changed'
      ;(item['tags'] as string[]).push('b')
      expect(await store.get(call)).toEqual({ id: call, email: call, tags: ['a'] })
    }
  })

  it('an item that never expires, since it expired more than five years ago, keeps its value', async () => {
    const guests = defineTable({ ...people, name: 'guests', timeToLive: 'leaves' })
    const store = opened().store(guests)
    await store.create({ id: 'leo', email: 'leo@zoo.org', leaves: 1 })
    await expect(store.create({ id: 'mia', email: 'leo@zoo.org' })).rejects.toThrow(/another item has email/)
  })
})
