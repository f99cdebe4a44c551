import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { members, storeOf, taken } from './unique-members.ts'

const needs = 'transactions'

export const uniqueStrangers: readonly Scenario[] = theme('unique attributes', {
  'a value that cannot be held, from a program that knows nothing of unique attributes, is in nobody’s way': {
    needs,
    run: async (context) => {
      const database = context.database()
      const store = database.store(context.table(members))
      const { unique: _unique, ...plain } = members
      await database.store(context.table(plain)).put({ id: 'odd', email: ['x'], badge: 1 })
      await store.create({ id: 'ada', email: 'ada@zoo' })
      await refused(store.create({ id: 'bob', badge: 1 }), 'ConditionalCheckFailedException', /badge "1"/)
      await store.updateFields('odd', { email: 'odd@zoo' })
      await refused(store.create({ id: 'bob', email: 'odd@zoo' }), 'ConditionalCheckFailedException', /odd@zoo/)
    },
  },
  'a value is free once its item lost it to a program that knows nothing of unique attributes': {
    needs,
    run: async (context) => {
      const database = context.database()
      const store = database.store(context.table(members))
      const { unique: _unique, ...plain } = members
      const stranger = database.store(context.table(plain))
      await store.create({ id: 'ada', email: 'ada@zoo', badge: 1 })
      await store.create({ id: 'bob', email: 'bob@zoo' })
      await stranger.updateFields('ada', { email: 'new@zoo' })
      await stranger.purge('bob')
      await store.create({ id: 'cleo', email: 'ada@zoo' })
      await database.transact((tx) => tx.on(store).create({ id: 'bob', email: 'bob@zoo' }))
      await refused(store.create({ id: 'dan', email: 'ada@zoo' }), 'ConditionalCheckFailedException', taken)
      await refused(store.create({ id: 'dan', badge: 1 }), 'ConditionalCheckFailedException', /badge "1"/)
    },
  },
  'items that were there before are held too': {
    needs,
    run: async (context) => {
      const { unique: _unique, ...plain } = members
      const before = context.database().store(context.table(plain))
      await before.create({ id: 'ada', email: 'ada@zoo' })
      const gone = await before.create({ id: 'gone', email: 'gone@zoo' })
      await before.softDelete(gone.id as string)
      const store = storeOf(context)
      await refused(store.create({ id: 'bob', email: 'ada@zoo' }), 'ConditionalCheckFailedException', taken)
      await store.create({ id: 'bob', email: 'gone@zoo' })
    },
  },
  'items that have the same value already are told': {
    needs,
    run: async (context) => {
      const { unique: _unique, ...plain } = members
      const before = context.database().store(context.table(plain))
      for (const id of ['ada', 'bob']) await before.create({ id, email: 'ada@zoo' })
      await refused(
        storeOf(context).create({ id: 'cleo', email: 'cleo@zoo' }),
        'ValidationException',
        /the same email, "ada@zoo", which has to be unique: {"id":"(ada|bob)"} and {"id":"(ada|bob)"}\. Give the first one/,
      )
    },
  },
  'raw reads of the table see no reservations': {
    needs,
    run: async (context) => {
      const store = storeOf(context)
      await store.create({ id: 'ada', email: 'ada@zoo' })
      expect((await context.driver().scan({ table: store.table })).items).toEqual([{ id: 'ada', email: 'ada@zoo' }])
    },
  },
})
