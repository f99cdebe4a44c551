import { ConditionalCheckFailedException } from '@cmz/store'
import { beforeEach, expect, it } from 'vitest'
import { type OpenApp, openApp } from '../../test/open-app.ts'
import { change } from './change.ts'

let zoo: OpenApp
beforeEach(async () => {
  zoo = await openApp()
})

it('reads and merges again when somebody else wrote in between', async () => {
  const users = zoo.database.store(zoo.tables.user)
  const later = users.as({ userId: 'other', email: 'other@example.com', displayName: 'Other' })
  await users.create({ userId: 'user_a', email: 'a@example.com', age: 30 })
  let interfered = false
  const racing = Object.assign(Object.create(users), {
    get: async () => {
      const item = await users.get('user_a')
      if (!interfered) {
        interfered = true
        // a stamp of another millisecond: that is what tells the two writes apart
        while (new Date().toISOString() === item?.modified?.at);
        await later.updateFields('user_a', { age: 31 })
      }
      return item
    },
    put: users.put.bind(users),
    updateFields: users.updateFields.bind(users),
  }) as typeof users
  const changed = await change(racing, 'user', 'user_a', ({ age = 0 }) => ({ age: age + 1, displayName: null }))
  expect(changed.age).toBe(32)
})

it('gives up when that never comes to rest', async () => {
  const users = zoo.database.store(zoo.tables.user)
  await users.create({ userId: 'user_a', email: 'a@example.com' })
  const stale = Object.assign(Object.create(users), {
    get: async () => ({ ...(await users.get('user_a')), modified: { at: '2000-01-01T00:00:00.000Z' } }),
    updateFields: users.updateFields.bind(users),
  }) as typeof users
  await expect(change(stale, 'user', 'user_a', () => ({ age: 30 }))).rejects.toThrow(ConditionalCheckFailedException)
})
