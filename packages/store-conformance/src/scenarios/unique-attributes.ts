import type { TransactionCanceledException } from '@cmz/store-core'
import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { members, opened, storeOf, taken } from './unique-members.ts'
import { all } from './zoo.ts'

const needs = 'transactions'

export const uniqueAttributes: readonly Scenario[] = theme('unique attributes', {
  'no two live items have the same value': {
    needs,
    run: async (context) => {
      const store = storeOf(context)
      await store.create({ id: 'ada', email: 'Ada@zoo', badge: 7 })
      const second = await refused(
        store.create({ id: 'bob', email: 'ada@ZOO' }),
        'ConditionalCheckFailedException',
        taken,
      )
      expect(second).toMatchObject({ taken: { attribute: 'email', value: 'ada@zoo', holder: { id: 'ada' } } })
      await refused(store.create({ id: 'bob', badge: 7 }), 'ConditionalCheckFailedException', /badge "7"/)
      const again = await refused(store.create({ id: 'ada', email: 'x@zoo' }), 'ConditionalCheckFailedException')
      expect(again).not.toHaveProperty('taken')
      await store.create({ id: 'bob', email: 'bob@zoo', badge: '7' })
      await store.create({ id: 'cleo' })
      expect(all(await store.list(), 'id')).toEqual(['ada', 'bob', 'cleo'])
    },
  },
  'a refused item takes no value': {
    needs,
    run: async (context) => {
      const store = storeOf(context)
      await store.create({ id: 'ada', email: 'ada@zoo' })
      await refused(store.create({ id: 'ada', email: 'new@zoo' }), 'ConditionalCheckFailedException', /exists already/)
      await refused(store.create({ id: 'bob', email: 'ada@zoo', badge: 1 }), 'ConditionalCheckFailedException')
      await store.create({ id: 'cleo', email: 'new@zoo', badge: 1 })
    },
  },
  'an update moves the value': {
    needs,
    run: async (context) => {
      const store = storeOf(context)
      await store.create({ id: 'ada', email: 'ada@zoo' })
      await store.create({ id: 'bob', email: 'bob@zoo' })
      await refused(store.updateFields('bob', { email: 'ada@zoo' }), 'ConditionalCheckFailedException', taken)
      expect(await store.updateFields('ada', { email: 'new@zoo' })).toEqual({ id: 'ada', email: 'new@zoo' })
      expect(await store.update('bob', ({ email, name }) => [email!.set('ada@zoo'), name!.set('Bob')])).toEqual({
        id: 'bob',
        email: 'ada@zoo',
        name: 'Bob',
      })
      await refused(store.put({ id: 'ada', email: 'ada@zoo' }), 'ConditionalCheckFailedException', taken)
      await store.update('bob', ({ email }) => [email!.remove()])
      expect(await store.put({ id: 'ada', email: 'ada@zoo' })).toEqual({ id: 'ada', email: 'ada@zoo' })
    },
  },
  'an update of other attributes, or of the letters only, keeps the value': {
    needs,
    run: async (context) => {
      const store = storeOf(context)
      await store.create({ id: 'ada', email: 'ada@zoo' })
      expect(await store.updateFields('ada', { name: 'Ada' }, { returnValues: 'allOld' })).toEqual({
        id: 'ada',
        email: 'ada@zoo',
      })
      expect(await store.updateFields('ada', { email: 'ADA@zoo' }, { returnValues: 'updatedOld' })).toEqual({
        email: 'ada@zoo',
      })
      await refused(store.create({ id: 'bob', email: 'ada@zoo' }), 'ConditionalCheckFailedException', taken)
    },
  },
  'soft delete gives the value up, and recover takes it back if it can': {
    needs,
    run: async (context) => {
      const store = storeOf(context)
      await store.create({ id: 'ada', email: 'ada@zoo' })
      await store.softDelete('ada')
      await store.recover('ada')
      await store.softDelete('ada')
      await store.create({ id: 'bob', email: 'ada@zoo' })
      await refused(store.recover('ada'), 'ConditionalCheckFailedException', taken)
      await store.softDelete('bob')
      expect(await store.recover('ada')).toMatchObject({ id: 'ada', softDelete: false })
    },
  },
  'purge gives the value up': {
    needs,
    run: async (context) => {
      const store = storeOf(context)
      await store.create({ id: 'ada', email: 'ada@zoo' })
      expect(await store.purge('ada', { returnValues: 'allOld' })).toEqual({ id: 'ada', email: 'ada@zoo' })
      await store.create({ id: 'bob', email: 'ada@zoo' })
      await refused(store.purge('nobody'), 'ConditionalCheckFailedException', /no such item/)
    },
  },
  'of parallel creates with one value one succeeds': {
    needs,
    run: async (context) => {
      const store = storeOf(context)
      const settled = await Promise.allSettled(
        Array.from({ length: 12 }, (_, index) => store.create({ id: `m${index}`, email: 'ada@zoo' })),
      )
      const lost = settled.filter((each) => each.status === 'rejected')
      expect(new Set(lost.map((each) => (each.reason as Error).name))).toEqual(
        new Set(['ConditionalCheckFailedException']),
      )
      expect(lost).toHaveLength(11)
      expect(await store.count()).toBe(1)
    },
  },
  'parallel updates of one item leave what one of them set, and nothing held besides': {
    needs,
    run: async (context) => {
      const store = storeOf(context)
      await store.create({ id: 'ada', email: 'first@zoo' })
      const emails = Array.from({ length: 6 }, (_, index) => `e${index}@zoo`)
      await Promise.all(emails.map((email) => store.updateFields('ada', { email })))
      const { email } = (await store.get('ada'))!
      expect(emails).toContain(email)
      for (const [index, free] of ['first@zoo', ...emails].filter((each) => each !== email).entries()) {
        await store.create({ id: `m${index}`, email: free })
      }
    },
  },
  'conditions of the caller hold': {
    needs,
    run: async (context) => {
      const store = storeOf(context)
      await store.create({ id: 'ada', email: 'ada@zoo', name: 'Ada' })
      const call = store.updateFields(
        'ada',
        { email: 'new@zoo' },
        { if: ({ name }) => name!.eq('Bob'), withCurrent: true },
      )
      const error = await refused(call, 'ConditionalCheckFailedException', /does not meet the condition/)
      expect(error).toMatchObject({ current: { id: 'ada', email: 'ada@zoo' } })
      await store.create({ id: 'bob', email: 'new@zoo' })
    },
  },
  'transactions keep values unique, and may hand them over': {
    needs,
    run: async (context) => {
      const { database, store } = opened(context)
      await store.create({ id: 'ada', email: 'ada@zoo' })
      const both = database.transact((tx) => {
        tx.on(store).create({ id: 'bob', email: 'x@zoo' })
        tx.on(store).create({ id: 'cleo', email: 'X@zoo' })
      })
      const x = { attribute: 'email', value: 'x@zoo', holder: { id: 'bob' } }
      expect(await refused(both, 'TransactionCanceledException')).toMatchObject({ reasons: [{}, { taken: x }] })
      const alone = database.transact((tx) => tx.on(store).create({ id: 'bob', email: 'ada@zoo' }))
      const held = { attribute: 'email', value: 'ada@zoo', holder: { id: 'ada' } }
      expect(await refused(alone, 'TransactionCanceledException')).toMatchObject({
        reasons: [{ message: expect.stringMatching(taken), taken: held }],
      })
      const taking = database.transact((tx) => {
        tx.on(store).create({ id: 'bob', email: 'bob@zoo' })
        tx.on(store).create({ id: 'cleo', email: 'ada@zoo' })
      })
      const { reasons } = (await refused(taking, 'TransactionCanceledException')) as unknown as {
        reasons: readonly { code: string; message?: string }[]
      }
      expect(reasons.map(({ code }) => code)).toEqual(['None', 'ConditionalCheckFailed'])
      expect(reasons[1]!.message).toMatch(taken)
      await database.transact((tx) => {
        tx.on(store).update('ada', ({ email }) => [email!.set('old@zoo')])
        tx.on(store).create({ id: 'bob', email: 'ada@zoo' })
      })
      expect((await store.list()).map(({ email }) => email)).toEqual(['old@zoo', 'ada@zoo'])
    },
  },
  'in a transaction, an update that cannot be done is the reason at its place, as without unique attributes': {
    rule: '10.7',
    needs,
    run: async (context) => {
      const { database, store } = opened(context)
      const others = database.store(context.table({ name: 'other', partitionKey: 'id', stamps: false }))
      for (const each of [store, others]) await each.create({ id: 'ada', name: 'Ada' })
      for (const [faulty, sound] of [
        [store, others],
        [others, store],
      ] as const) {
        const call = database.transact((tx) => {
          tx.on(sound).check('ada')
          tx.on(faulty).update('ada', ({ name }) => [name!.increment()])
          tx.on(sound).check('nobody')
        })
        const { reasons } = (await refused(call, 'TransactionCanceledException')) as TransactionCanceledException
        expect(reasons.map(({ code }) => code)).toEqual(['None', 'ValidationError', 'ConditionalCheckFailed'])
        expect(reasons[1]!.message).toMatch(/incorrect data type \(table .+, key {"id":"ada"}\)$/)
        expect(reasons[1]!.message!.match(/table/g)).toHaveLength(1)
      }
      await refused(
        store.update('ada', ({ name }) => [name!.increment()]),
        'ValidationException',
        /incorrect data type/,
      )
    },
  },
  'an item that expires gives its value up': {
    needs,
    run: async ({ database, table }) => {
      const start = Date.parse('2100-01-01T00:00:00.000Z') / 1000
      const clock = { now: start }
      const store = database({ now: () => new Date(clock.now * 1000) }).store(
        table({ ...members, timeToLive: 'until' }),
      )
      await store.create({ id: 'ada', email: 'ada@zoo', until: start + 10 })
      await store.updateFields('ada', { until: start + 20 })
      clock.now = start + 15
      await refused(store.create({ id: 'bob', email: 'ada@zoo' }), 'ConditionalCheckFailedException', taken)
      clock.now = start + 20
      await store.create({ id: 'bob', email: 'ada@zoo' })
      expect(all(await store.list(), 'id')).toEqual(['bob'])
    },
  },
  'what cannot be kept unique is refused': {
    needs,
    run: async (context) => {
      const { database, store } = opened(context)
      await refused(
        store.create({ id: 'ada', email: ['a'] }),
        'ValidationException',
        /unique attribute is a text or a number/,
      )
      await refused(store.writeMany({ put: [{ id: 'ada' }] }), 'UnsupportedException', /cannot keep attributes unique/)
      const call = database.transact((tx) => tx.on(store).create({ id: 'ada' }), { token: 'once' })
      await refused(call, 'UnsupportedException', /token/)
      expect(await store.list()).toEqual([])
    },
  },
  'a unique value is as long as a key may be (rule 2.5)': {
    needs,
    run: async (context) => {
      const { unique: _unique, ...plain } = members
      const { database, store } = opened(context)
      const before = database.store(context.table(plain))
      const longest = 'é'.repeat(1020) // 2,040 bytes, after 8 for the attribute and its type
      await store.create({ id: 'ada', email: longest })
      const writes: (() => Promise<unknown>)[] = [
        () => store.create({ id: 'bob', email: `${longest}x` }),
        () => store.put({ id: 'ada', email: `${longest}x` }),
        () => store.updateFields('ada', { email: `${longest}x` }),
        () => database.transact((tx) => tx.on(store).create({ id: 'bob', email: `${longest}x` })),
      ]
      for (const write of writes) {
        const error = await refused(write(), 'ValidationException', /email is unique.* up to 2040 bytes.* it has 2041/)
        expect(error.table).toBe(store.table.name)
      }
      expect((await store.get('ada'))!['email']).toBe(longest)
      await before.put({ id: 'old', email: `${longest}x` })
      await store.updateFields('old', { email: 'old@zoo' })
      await before.put({ id: 'older', email: ['older@zoo'] })
      await store.purge('older')
      await refused(store.create({ id: 'bob', email: 'OLD@zoo' }), 'ConditionalCheckFailedException')
    },
  },
  'a driver without transactions cannot keep values unique': {
    lacks: 'transactions',
    run: async (context) => {
      const store = storeOf(context)
      await refused(store.create({ id: 'ada', email: 'ada@zoo' }), 'UnsupportedException')
      expect(await store.list()).toEqual([])
    },
  },
})
