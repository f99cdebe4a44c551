import { assignments, type Transaction, type TransactRequest } from '@cmz/store-core'
import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { animals, nested } from './zoo.ts'
import { reasonsOf, zooStores } from './zoo-stores.ts'

const needs = 'transactions'
const failed = 'ConditionalCheckFailed'
const exists = { op: 'exists', path: ['animalId'] } as const

/** A table with one item, for requests that a driver is sent. */
async function withLegs(context: Context) {
  const definition = context.table(animals)
  const store = context.database().store(definition)
  await store.create({ animalId: 'leo', legs: 4, name: 'Leo' })
  const transact = (...requests: readonly TransactRequest[]): Promise<void> => context.driver().transactWrite(requests)
  return { definition, store, transact }
}

export const refusedTransactions: readonly Scenario[] = theme('transactions of stores', {
  'an update that cannot be done to its item cancels the transaction': {
    rule: '10.7',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      await lions.create({ animalId: 'leo', name: 'Leo' })
      const reasons = await reasonsOf(
        opened.transact((tx) => {
          tx.on(lions).create({ animalId: 'nala' })
          tx.on(lions).update('leo', ({ name }) => [name!.increment()])
        }),
      )
      expect(reasons.map(({ code }) => code)).toEqual(['None', 'ValidationError'])
      expect(await lions.list()).toEqual([{ animalId: 'leo', name: 'Leo' }])
    },
  },
  'of several updates that cannot be done only the first is told': {
    rule: '10.7',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      for (const animalId of ['leo', 'nala']) await lions.create({ animalId, name: animalId })
      const reasons = await reasonsOf(
        opened.transact((tx) => {
          tx.on(lions).create({ animalId: 'simba' })
          tx.on(lions).update('leo', ({ name }) => [name!.increment()])
          tx.on(lions).update('nala', ({ name }) => [name!.append(1)])
        }),
      )
      expect(reasons.map(({ code }) => code)).toEqual(['None', 'ValidationError', 'None'])
    },
  },
  'a transaction that asks for what no item can hold is refused, not cancelled': {
    rule: '10.7',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      for (const wrong of [Number.NaN, 1e126, 10n ** 38n + 1n, nested(32), new Set()]) {
        const call = opened.transact((tx) => {
          tx.on(lions).create({ animalId: 'nala' })
          tx.on(lions).put({ animalId: 'leo', wrong } as never)
        })
        await refused(call, 'ValidationException')
      }
      expect(await lions.list()).toEqual([])
    },
  },
  'the message of a cancelled transaction tells the reasons in their order': {
    rule: '10.4',
    needs,
    run: async (context) => {
      const { definition, transact } = await withLegs(context)
      const condition = { op: 'notExists', path: ['animalId'] } as const
      const call = transact(
        { kind: 'put', table: definition, item: { animalId: 'nala' } },
        { kind: 'delete', table: definition, key: { animalId: 'leo' }, condition },
      )
      await refused(call, 'TransactionCanceledException', /\[None, ConditionalCheckFailed\]/)
    },
  },
  'what would have succeeded has no message': {
    rule: '10.4',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      await lions.create({ animalId: 'leo' })
      const [first, second] = await reasonsOf(
        opened.transact((tx) => {
          tx.on(lions).create({ animalId: 'nala' })
          tx.on(lions).create({ animalId: 'leo' })
        }),
      )
      expect(first).toEqual({ code: 'None' })
      expect(second).toMatchObject({ code: failed, message: expect.any(String) as string })
    },
  },
  'each action can ask for the item that refused it': {
    rule: '10.6',
    needs: ['transactions', 'currentItems'],
    run: async (context) => {
      const { definition, transact } = await withLegs(context)
      const leo = { animalId: 'leo', legs: 4, name: 'Leo' }
      const condition = { op: '=', left: { path: ['legs'] }, right: { value: 3 } } as const
      const update = assignments({ legs: 5 })
      const nobody = { animalId: 'nobody' }
      const reasons = await reasonsOf(
        transact(
          { kind: 'update', table: definition, key: { animalId: 'leo' }, update, condition, wantsCurrent: true },
          { kind: 'check', table: definition, key: nobody, condition: exists, wantsCurrent: true },
          { kind: 'put', table: definition, item: { animalId: 'nala' } },
        ),
      )
      expect(reasons.map(({ code }) => code)).toEqual([failed, failed, 'None'])
      expect(reasons[0]!.item).toEqual(leo)
      expect(reasons[1]).not.toHaveProperty('item')
      expect(reasons[2]).not.toHaveProperty('item')
    },
  },
  'an action that does not ask is told nothing of the item that refused it': {
    rule: '10.6',
    needs,
    run: async (context) => {
      const { definition, transact } = await withLegs(context)
      const condition = { op: 'notExists', path: ['animalId'] } as const
      const item = { animalId: 'leo' }
      const [reason] = await reasonsOf(transact({ kind: 'put', table: definition, item, condition }))
      expect(reason!.code).toBe(failed)
      expect(reason).not.toHaveProperty('item')
    },
  },
  'an item named twice is told before conditions are looked at': {
    rule: '10.9',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      await lions.create({ animalId: 'leo' })
      const call = opened.transact((tx) => {
        tx.on(lions).create({ animalId: 'leo' })
        tx.on(lions).create({ animalId: 'nala' })
        tx.on(lions).purge('nala')
      })
      await refused(call, 'ValidationException', /multiple operations/)
    },
  },
  'a table that does not exist is told before conditions are looked at': {
    rule: '10.9',
    needs,
    run: async (context) => {
      const { definition, transact } = await withLegs(context)
      const missing = context.table({ ...animals, name: 'missing' })
      const call = transact(
        { kind: 'check', table: definition, key: { animalId: 'nobody' }, condition: exists },
        { kind: 'put', table: missing, item: { animalId: 'leo' } },
      )
      await refused(call, 'ResourceNotFoundException')
    },
  },
  'a key that is empty is refused in every action, whatever else is wrong': {
    rule: '2.7',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      await lions.create({ animalId: 'leo' })
      const actions: readonly ((tx: Transaction) => void)[] = [
        (tx) => tx.on(lions).put({ animalId: '' }),
        (tx) => tx.on(lions).updateFields('', { legs: 4 }),
        (tx) => tx.on(lions).purge(''),
        (tx) => tx.on(lions).check(''),
      ]
      for (const action of actions) {
        const call = opened.transact((tx) => {
          tx.on(lions).create({ animalId: 'leo' })
          action(tx)
        })
        await refused(call, 'ValidationException', /empty string value/)
      }
    },
  },
  'an index key of another type lets nothing of a transaction happen': {
    rule: '2.11',
    needs,
    run: async ({ database, table }) => {
      const opened = database()
      const store = opened.store(table({ ...animals, indexes: { bySpecies: { partitionKey: 'species' } } }))
      const call = opened.transact((tx) => {
        tx.on(store).create({ animalId: 'nala' })
        tx.on(store).put({ animalId: 'leo', species: 5 })
      })
      await refused(call, 'ValidationException', /Type mismatch for Index Key/)
      expect(await store.list()).toEqual([])
    },
  },
  'a transaction answers nothing when all of it happened': {
    rule: '10.15',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      const answer: unknown = await opened.transact((tx) => tx.on(lions).create({ animalId: 'leo' }))
      expect(answer).toBeUndefined()
    },
  },
  'items are removed by their keys, however large they are together': {
    rule: '10.1',
    needs,
    run: async (context) => {
      const { opened, visitors } = zooStores(context)
      const days = Array.from({ length: 11 }, (_, index) => `day${index}`)
      for (const day of days) await visitors.put({ zoo: 'north', day, text: 'x'.repeat(400_000) })
      await opened.transact((tx) => {
        for (const day of days) tx.on(visitors).purge({ zoo: 'north', day })
      })
      expect(await visitors.count()).toBe(0)
    },
  },
  'single writes beside transactions lose nothing': {
    rule: '10.14',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      await lions.create({ animalId: 'leo', n: 0 })
      const single = () => lions.update('leo', ({ n }) => [n!.increment()])
      const together = () => opened.transact((tx) => tx.on(lions).update('leo', ({ n }) => [n!.increment()]))
      const settled = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? single() : together())),
      )
      const done = settled.filter(({ status }) => status === 'fulfilled').length
      const conflicts = settled.flatMap((each) => (each.status === 'rejected' ? [(each.reason as Error).name] : []))
      // DynamoDB may answer that another one is under way
      expect(conflicts.filter((name) => !/^Transaction(Conflict|Canceled)Exception$/.test(name))).toEqual([])
      expect((await lions.get('leo'))!['n']).toBe(done)
    },
  },
  'an update that finds nothing to take away changes nothing in a transaction': {
    rule: '5.13',
    needs,
    run: async (context) => {
      const { opened, lions, visitors } = zooStores(context)
      await lions.create({ animalId: 'leo', m: {} })
      await opened.transact((tx) => {
        tx.on(lions).update('leo', ({ no, m }) => [no!.remove(), m!['no']!.remove()])
        tx.on(visitors).put({ zoo: 'north', day: 'monday' })
      })
      expect(await lions.list()).toEqual([{ animalId: 'leo', m: {} }])
      expect(await visitors.count()).toBe(1)
    },
  },
})
