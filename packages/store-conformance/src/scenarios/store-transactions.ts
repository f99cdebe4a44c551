import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { reasonsOf, zooStores } from './zoo-stores.ts'

const needs = 'transactions'

export const storeTransactions: readonly Scenario[] = theme('transactions of stores', {
  'a transaction creates, puts, updates and purges in several tables': {
    needs,
    run: async (context) => {
      const { opened, lions, visitors } = zooStores(context)
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
      const { opened, lions } = zooStores(context)
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
      const { opened, lions } = zooStores(context)
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
      const { opened, lions } = zooStores(context)
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
      const { opened, lions } = zooStores(context)
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
      const { opened, people } = zooStores(context)
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
      const { opened, lions } = zooStores(context)
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
      const { opened, lions } = zooStores(context)
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
    rule: '10.7',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      const wrong = opened.transact((tx) => {
        tx.on(lions).create({ animalId: 'leo' })
        tx.on(lions).create({ animalId: '' })
      })
      await refused(wrong, 'ValidationException', /empty string/)
      expect(await lions.list()).toEqual([])
    },
  },
  'a driver without transactions refuses both kinds': {
    lacks: 'transactions',
    run: async (context) => {
      const { opened, lions } = zooStores(context)
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
})
