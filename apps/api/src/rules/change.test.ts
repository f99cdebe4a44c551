import { ConditionalCheckFailedException, type Store, type TableShape } from '@cmz/store'
import { beforeEach, expect, it } from 'vitest'
import { type OpenApp, openApp } from '../../test/open-app.ts'
import { change } from './change.ts'

let zoo: OpenApp
beforeEach(async () => {
  zoo = await openApp()
})

/** The store, with somebody who writes right after each of the first readings. */
function raced<S extends TableShape>(store: Store<S>, readings: number, interfere: () => Promise<unknown>): Store<S> {
  let left = readings
  return Object.assign(Object.create(store), {
    get: async (...args: Parameters<Store<S>['get']>) => {
      const item = await store.get(...args)
      if (left-- > 0) await interfere()
      return item
    },
    update: store.update.bind(store),
  }) as Store<S>
}

it('reads and merges again when somebody else wrote in between, be it within the same millisecond', async () => {
  const animals = zoo.database.store(zoo.tables.animal)
  const { animalId } = await animals.create({ name: 'Leo', species: 'Lion' })
  const racing = raced(animals, 1, () => animals.updateFields(animalId, { personality: { mood: 'calm' } }))
  const changed = await change(racing, 'animal', animalId, { personality: { traits: ['shy'] }, species: null })
  expect(changed).toMatchObject({ name: 'Leo', personality: { mood: 'calm', traits: ['shy'] } })
  expect(changed).not.toHaveProperty('species')
})

it('does not bring back what was deleted in between', async () => {
  const animals = zoo.database.store(zoo.tables.animal)
  const { animalId } = await animals.create({ name: 'Leo' })
  const racing = raced(animals, 1, () => animals.softDelete(animalId))
  await expect(change(racing, 'animal', animalId, { species: 'Lion' })).rejects.toThrow('There is no animal')
})

it('gives up when that never comes to rest', async () => {
  const users = zoo.database.store(zoo.tables.user)
  await users.create({ userId: 'user_a', email: 'a@example.com' })
  const racing = raced(users, Infinity, () => users.updateFields('user_a', { age: 40 }))
  await expect(change(racing, 'user', 'user_a', { age: 30 })).rejects.toThrow(ConditionalCheckFailedException)
})
