import { type CancellationReason, TransactionCanceledException } from '@cmz/store-core'
import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { animals, users, visits } from './zoo.ts'

const needs = 'transactions'

function zoo({ database, table }: Context) {
  const opened = database()
  return {
    opened,
    lions: opened.store(table(animals)),
    visitors: opened.store(table(visits)),
    people: opened.store(table(users)),
  }
}

async function reasonsOf(call: Promise<void>): Promise<readonly CancellationReason[]> {
  const error = await refused(call, 'TransactionCanceledException')
  return (error as TransactionCanceledException).reasons
}

export const storeTransactions: readonly Scenario[] = theme('transactions of stores', {
  'a transaction creates, puts, updates and purges in several tables': {
    needs,
    run: async (context) => {
      const { opened, lions, visitors } = zoo(context)
      for (const animalId of ['leo', 'nala']) await lions.create({ animalId, legs: 4 })
      await opened.transact((tx) => {
        tx.on(lions).create({ animalId: 'simba' })
        tx.on(lions).update('leo', ({ legs }) => [legs!.decrement()])
        tx.on(lions).purge('nala')
        tx.on(visitors).put({ zoo: 'north', day: 'monday' })
      })
      expect(await lions.list()).toEqual([{ animalId: 'leo', legs: 3 }, { animalId: 'simba' }])
      expect(await visitors.count()).toBe(1)
    },
  },
  'a transaction that is refused changes nothing, and says which action was': {
    rule: '10.4',
    needs,
    run: async (context) => {
      const { opened, lions } = zoo(context)
      await lions.create({ animalId: 'leo', legs: 4 })
      const reasons = await reasonsOf(
        opened.transact((tx) => {
          tx.on(lions).create({ animalId: 'simba' })
          tx.on(lions).create({ animalId: 'leo' })
          tx.on(lions).updateFields('nobody', { legs: 1 })
        }),
      )
      expect(reasons.map(({ code }) => code)).toEqual(['None', 'ConditionalCheckFailed', 'ConditionalCheckFailed'])
      expect(reasons[1]!.message).toMatch(/exists already \(table animal.*, key .*leo/)
      expect(reasons[2]!.message).toMatch(/no such item .*nobody/)
      expect(await lions.list()).toEqual([{ animalId: 'leo', legs: 4 }])
    },
  },
  'of several faults only the first is told, of conditions all': {
    rule: '10.7',
    needs,
    run: async (context) => {
      const { opened, lions } = zoo(context)
      for (const animalId of ['leo', 'nala']) await lions.create({ animalId, species: 'lion' })
      const reasons = await reasonsOf(
        opened.transact((tx) => {
          tx.on(lions).create({ animalId: 'leo' })
          tx.on(lions).update('nala', ({ species }) => [species!.increment()])
          tx.on(lions).check('nobody')
        }),
      )
      expect(reasons.map(({ code }) => code)).toEqual([
        'ConditionalCheckFailed',
        'ValidationError',
        'ConditionalCheckFailed',
      ])
      const faults = await reasonsOf(
        opened.transact((tx) => {
          for (const animalId of ['leo', 'nala']) tx.on(lions).update(animalId, ({ species }) => [species!.increment()])
        }),
      )
      expect(faults.map(({ code }) => code)).toEqual(['ValidationError', 'None'])
    },
  },
  'a transaction has up to 4 MB of what is given': {
    rule: '10.1',
    needs,
    run: async (context) => {
      const { opened, lions } = zoo(context)
      const text = 'x'.repeat(399_000)
      const given = (count: number, said = text): Promise<void> =>
        opened.transact((tx) => {
          for (let index = 0; index < count; index++) {
            const animalId = `a${index}`
            if (index % 2 === 0) tx.on(lions).put({ animalId, said })
            else tx.on(lions).update(animalId, (lion) => [lion['said']!.set(said)])
          }
        })
      for (let index = 1; index < 11; index += 2) await lions.create({ animalId: `a${index}` })
      await refused(given(11), 'ValidationException', /aggregate size .* cannot exceed 4 MB/)
      await given(10)
      await lions.put({ animalId: 'b', said: text })
      const all = [...Array.from({ length: 10 }, (_, index) => `a${index}`), 'b']
      await refused(
        opened.transactGet((tx) => all.map((animalId) => tx.get(lions, animalId))),
        'ValidationException',
        /aggregate size/,
      )
      await opened.transact((tx) => {
        for (const animalId of all) tx.on(lions).purge(animalId)
      })
      expect(await lions.count()).toBe(0)
    },
  },
  'a check changes nothing and lets nothing happen if it fails': {
    rule: '10.13',
    needs,
    run: async (context) => {
      const { opened, lions } = zoo(context)
      await lions.create({ animalId: 'leo', legs: 4 })
      const born = (animalId: string, legs: number): Promise<void> =>
        opened.transact((tx) => {
          tx.on(lions).check('leo', (leo) => leo['legs']!.eq(legs))
          tx.on(lions).create({ animalId })
        })
      await born('simba', 4)
      expect((await reasonsOf(born('kovu', 3))).map(({ code }) => code)).toEqual(['ConditionalCheckFailed', 'None'])
      const reasons = await reasonsOf(
        opened.transact((tx) => {
          tx.on(lions).check('nobody')
          tx.on(lions).purge('leo')
        }),
      )
      expect(reasons[0]!.code).toBe('ConditionalCheckFailed')
      expect(await lions.list()).toEqual([{ animalId: 'leo', legs: 4 }, { animalId: 'simba' }])
    },
  },
  'soft deletes and stamps are as in calls of their own': {
    needs,
    run: async (context) => {
      const { opened, people } = zoo(context)
      const ada = { userId: 'ada', email: 'ada@zoo', displayName: 'Ada' }
      for (const userId of ['ada', 'bob']) await people.create({ userId })
      await people.softDelete('bob')
      await opened.transact((tx) => {
        const mine = tx.on(people.as(ada))
        mine.softDelete('ada')
        mine.recover('bob')
        mine.create({ userId: 'cleo' })
      })
      const [first, second, third] = await people.list({ includeDeleted: true })
      expect(first).toMatchObject({ userId: 'ada', softDelete: true, deleted: { by: { userId: 'ada' } } })
      expect(second).toMatchObject({ userId: 'bob', softDelete: false })
      expect(second).not.toHaveProperty('deleted')
      expect(third).toMatchObject({ userId: 'cleo', created: { by: { userId: 'ada' } } })
    },
  },
  'each item may be named once': {
    rule: '10.3',
    needs,
    run: async (context) => {
      const { opened, lions } = zoo(context)
      const twice = opened.transact((tx) => {
        tx.on(lions).put({ animalId: 'leo' })
        tx.on(lions).check('leo')
      })
      await refused(twice, 'ValidationException', /multiple operations on one item/)
      expect(await lions.list()).toEqual([])
    },
  },
  'a transaction has 1 to 100 actions': {
    rule: '10.1',
    needs,
    run: async (context) => {
      const { opened, lions } = zoo(context)
      const creating = (count: number): Promise<void> =>
        opened.transact((tx) => {
          for (let index = 0; index < count; index++) tx.on(lions).create({ animalId: `a${index}` })
        })
      await refused(creating(0), 'ValidationException', /greater than or equal to 1/)
      await refused(creating(101), 'ValidationException', /less than or equal to 100/)
      expect(await lions.count()).toBe(0)
      await creating(100)
      expect(await lions.count()).toBe(100)
    },
  },
  'a wrong action is refused before anything happens': {
    needs,
    run: async (context) => {
      const { opened, lions } = zoo(context)
      const wrong = opened.transact((tx) => {
        tx.on(lions).create({ animalId: 'leo' })
        tx.on(lions).create({ animalId: '' })
      })
      await refused(wrong, 'ValidationException', /empty string/)
      expect(await lions.list()).toEqual([])
    },
  },
  'a transaction with a token happens once': {
    rule: '10.10',
    needs,
    run: async (context) => {
      const { opened, lions } = zoo(context)
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
      const { opened, lions } = zoo(context)
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
      const { opened, lions } = zoo(context)
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
  'a token has 1 to 36 characters': {
    rule: '10.10',
    needs,
    run: async (context) => {
      const { opened, lions } = zoo(context)
      for (const token of ['', 'x'.repeat(37)]) {
        const call = opened.transact((tx) => tx.on(lions).put({ animalId: 'leo' }), { token })
        await refused(call, 'ValidationException', /1 to 36 characters/)
      }
      expect(await lions.list()).toEqual([])
    },
  },
  'items of several tables are read at one moment, in order': {
    rule: '10.12',
    needs,
    run: async (context) => {
      const { opened, lions, visitors } = zoo(context)
      await lions.create({ animalId: 'leo', legs: 4 })
      await visitors.create({ zoo: 'north', day: 'monday' })
      expect(
        await opened.transactGet((tx) => [
          tx.get(visitors, { zoo: 'north', day: 'monday' }),
          tx.get(lions, 'nobody'),
          tx.get(lions, 'leo'),
        ]),
      ).toEqual([{ zoo: 'north', day: 'monday' }, undefined, { animalId: 'leo', legs: 4 }])
    },
  },
  'a reading transaction names each item once, and 1 to 100': {
    rule: '10.3',
    needs,
    run: async (context) => {
      const { opened, lions } = zoo(context)
      await refused(
        opened.transactGet((tx) => [tx.get(lions, 'a'), tx.get(lions, 'a')]),
        'ValidationException',
        /multiple operations/,
      )
      await refused(
        opened.transactGet(() => []),
        'ValidationException',
        /greater than or equal to 1/,
      )
      const keys = Array.from({ length: 101 }, (_, index) => `a${index}`)
      await refused(
        opened.transactGet((tx) => keys.map((key) => tx.get(lions, key))),
        'ValidationException',
        /less than or equal to 100/,
      )
    },
  },
  'a transaction is never seen half done': {
    rule: '10.12',
    needs,
    run: async (context) => {
      const { opened, lions } = zoo(context)
      for (const animalId of ['a', 'b']) await lions.create({ animalId, n: 0 })
      const write = async (): Promise<void> => {
        for (let round = 0; round < 25; round++) {
          await opened.transact((tx) => {
            for (const animalId of ['a', 'b']) tx.on(lions).update(animalId, ({ n }) => [n!.increment()])
          })
        }
      }
      const read = async (): Promise<void> => {
        for (let round = 0; round < 25; round++) {
          const [a, b] = await opened.transactGet((tx) => [tx.get(lions, 'a'), tx.get(lions, 'b')])
          expect(a!['n']).toBe(b!['n'])
        }
      }
      const done = await Promise.allSettled([write(), read()])
      expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
      expect((await lions.get('b'))!['n']).toBe(25)
    },
  },
  'a driver without transactions refuses both kinds': {
    lacks: 'transactions',
    run: async (context) => {
      const { opened, lions } = zoo(context)
      await refused(
        opened.transact((tx) => tx.on(lions).put({ animalId: 'leo' })),
        'UnsupportedException',
      )
      await refused(
        opened.transactGet((tx) => [tx.get(lions, 'leo')]),
        'UnsupportedException',
      )
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
})
