import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { all, animals, users, visits } from './zoo.ts'

export const ids: readonly Scenario[] = theme('ids', {
  'create makes an id with the prefix of the table': async ({ database, table }) => {
    const store = database().store(table(users))
    const created = await store.create({ name: 'Ada' })
    expect(created.userId).toMatch(/^user_[a-zA-Z0-9_-]+$/)
    expect(await store.get(created.userId!)).toEqual(created)
  },
  'create makes an id without a prefix where none is named': async ({ database, table }) => {
    const created = await database().store(table(animals)).create({ name: 'Leo' })
    expect(created.animalId).toMatch(/^[a-zA-Z0-9_-]+$/)
  },
  'an id that is undefined is made too': async ({ database, table }) => {
    const created = await database()
      .store(table(users))
      .create({ userId: undefined } as never)
    expect(created.userId).toMatch(/^user_/)
  },
  'an id that is given is kept': async ({ database, table }) => {
    const store = database().store(table(users))
    expect((await store.create({ userId: 'ada' })).userId).toBe('ada')
  },
  'an empty id is refused, not replaced': {
    rule: '2.7',
    run: async ({ database, table }) => {
      await refused(database().store(table(users)).create({ userId: '' }), 'ValidationException', /empty string/)
    },
  },
  'ids are unique and sort by the time of creation': async ({ database, table }) => {
    const store = database().store(table(users))
    const made: unknown[] = []
    for (let index = 0; index < 20; index++) made.push((await store.create({ index })).userId)
    expect(new Set(made).size).toBe(20)
    expect(all(await store.list(), 'index')).toEqual(Array.from({ length: 20 }, (_, index) => index))
  },
  'ids come from the injected source': async ({ database, table }) => {
    let count = 0
    const store = database({ newId: (prefix) => `${prefix}-${++count}` }).store(table(users))
    expect((await store.create({})).userId).toBe('user-1')
    expect((await store.create({ userId: 'given' })).userId).toBe('given')
    expect((await store.create({})).userId).toBe('user-2')
  },
  'an id that exists already is refused, never overwritten': async ({ database, table }) => {
    const store = database({ newId: () => 'same' }).store(table(users))
    await store.create({ name: 'first' })
    await refused(store.create({ name: 'second' }), 'ConditionalCheckFailedException')
    expect((await store.get('same'))?.name).toBe('first')
  },
  'a table with a sort key makes no ids': async ({ database, table }) => {
    const store = database().store(table(visits))
    await refused(store.create({ day: 'monday' }), 'ValidationException', /Missing the key zoo in the item/)
  },
  'put makes no ids': async ({ database, table }) => {
    const store = database().store(table(users))
    await refused(store.put({ name: 'Ada' }), 'ValidationException', /Missing the key userId in the item/)
  },
})
