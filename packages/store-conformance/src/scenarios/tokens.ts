import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { animals } from './zoo.ts'
import { zooStores } from './zoo-stores.ts'

const needs = 'transactions'

export const tokens: readonly Scenario[] = theme('transactions of stores', {
  'a transaction with a token happens once': {
    rule: '10.10',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      await lions.create({ animalId: 'leo', n: 0 })
      const token = `once-${Math.random()}`
      const count = (by: number): Promise<void> =>
        opened.transact((tx) => tx.on(lions).update('leo', ({ n }) => [n!.increment(by)]), { token })
      await count(1)
      await count(1)
      expect((await lions.get('leo'))!['n']).toBe(1)
      await refused(count(2), 'IdempotentParameterMismatchException')
      expect((await lions.get('leo'))!['n']).toBe(1)
    },
  },
  'a token of a refused transaction can be used again': {
    rule: '10.10',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      const token = `again-${Math.random()}`
      const purge = (): Promise<void> => opened.transact((tx) => tx.on(lions).purge('leo'), { token })
      await refused(purge(), 'TransactionCanceledException')
      await lions.create({ animalId: 'leo' })
      await purge()
      expect(await lions.list()).toEqual([])
    },
  },
  'of parallel transactions with one token one happens, and all succeed': {
    rule: '10.10',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      await lions.create({ animalId: 'leo', n: 0 })
      const token = `race-${Math.random()}`
      const calls = Array.from({ length: 5 }, () =>
        opened.transact((tx) => tx.on(lions).update('leo', ({ n }) => [n!.increment()]), { token }),
      )
      const settled = await Promise.allSettled(calls)
      const odd = settled.filter((each) => each.status === 'rejected')
      // DynamoDB may answer that the first one is still under way
      expect(
        odd.map((each) => (each.reason as Error).name).filter((name) => name !== 'TransactionInProgressException'),
      ).toEqual([])
      expect((await lions.get('leo'))!['n']).toBe(1)
    },
  },
  'with stamps, a transaction of one moment is the same when it is tried again': {
    rule: '10.10',
    needs,
    run: async (context) => {
      const { opened, people } = zooStores(context)
      const token = `moment-${Math.random()}`
      const at = new Date('2026-05-06T07:08:09.010Z')
      const given = (moment?: Date): Promise<void> =>
        opened.transact((tx) => tx.on(people).create({ userId: 'ada', email: 'ada@zoo' }), { token, at: moment })
      await given(at)
      await given(at)
      expect((await people.get('ada'))!.created?.at).toBe('2026-05-06T07:08:09.010Z')
      await refused(given(), 'IdempotentParameterMismatchException')
    },
  },
  'a token has 1 to 36 characters': {
    rule: '10.10',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      for (const token of ['', 'x'.repeat(37)]) {
        const call = opened.transact((tx) => tx.on(lions).put({ animalId: 'leo' }), { token })
        await refused(call, 'ValidationException', /1 to 36 characters/)
      }
      expect(await lions.list()).toEqual([])
    },
  },
  'tokens are known to whoever opens the data again': {
    rule: '10.10',
    needs: ['transactions', 'reopen'],
    run: async (context) => {
      const definition = context.table(animals)
      const lions = context.database().store(definition)
      await lions.create({ animalId: 'leo', n: 0 })
      const token = `reopened-${Math.random()}`
      const count = async (): Promise<void> => {
        const opened = context.database()
        const store = opened.store(definition)
        await opened.transact((tx) => tx.on(store).update('leo', ({ n }) => [n!.increment()]), { token })
      }
      await count()
      await context.reopen()
      await count()
      await context.driver().fold?.()
      await context.reopen()
      await count()
      expect((await context.database().store(definition).get('leo'))!['n']).toBe(1)
    },
  },
  'without a token the same transaction happens as often as it is asked for': {
    rule: '10.10',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      await lions.create({ animalId: 'leo', n: 0 })
      for (let round = 0; round < 2; round++) {
        await opened.transact((tx) => tx.on(lions).update('leo', ({ n }) => [n!.increment()]))
      }
      expect((await lions.get('leo'))!['n']).toBe(2)
    },
  },
  'a token belongs to what was asked for, not to what became of it': {
    rule: '10.10',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      const token = `late-${Math.random()}`
      const create = (): Promise<void> => opened.transact((tx) => tx.on(lions).create({ animalId: 'leo' }), { token })
      await create()
      await create()
      await lions.purge('leo')
      await create()
      expect(await lions.list()).toEqual([])
    },
  },
  'a token that is used with another condition or in another order is refused': {
    rule: '10.10',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      const token = `other-${Math.random()}`
      const put = (animalIds: readonly string[], legs: number): Promise<void> =>
        opened.transact(
          (tx) => {
            for (const animalId of animalIds) tx.on(lions).put({ animalId }, { if: (lion) => lion['legs']!.ne(legs) })
          },
          { token },
        )
      await put(['leo', 'nala'], 1)
      await refused(put(['nala', 'leo'], 1), 'IdempotentParameterMismatchException')
      await refused(put(['leo', 'nala'], 2), 'IdempotentParameterMismatchException')
      await refused(put(['leo'], 1), 'IdempotentParameterMismatchException')
      await put(['leo', 'nala'], 1)
    },
  },
  'tokens that differ by the case of a letter, or by length, are different': {
    rule: '10.10',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      await lions.create({ animalId: 'leo', n: 0 })
      const name = Math.random()
      for (const token of [`a-${name}`, `A-${name}`, String(name).padStart(36, 'x')]) {
        await opened.transact((tx) => tx.on(lions).update('leo', ({ n }) => [n!.increment()]), { token })
      }
      expect((await lions.get('leo'))!['n']).toBe(3)
    },
  },
})
