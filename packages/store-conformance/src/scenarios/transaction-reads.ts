import { Decimal } from '@cmz/store-core'
import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { animals, visits, weights } from './zoo.ts'
import { zooStores } from './zoo-stores.ts'

const needs = 'transactions'

export const transactionReads: readonly Scenario[] = theme('transactions of stores', {
  'items of several tables are read at one moment, in order': {
    rule: '10.12',
    needs,
    run: async (context) => {
      const { opened, lions, visitors } = zooStores(context)
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
      const { opened, lions } = zooStores(context)
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
      const { opened, lions } = zooStores(context)
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
  'a reading transaction reads up to 100 items, in the order of the keys': {
    rule: '10.1',
    needs,
    run: async (context) => {
      const { opened, lions } = zooStores(context)
      const keys = Array.from({ length: 100 }, (_, index) => `a${index}`)
      await lions.writeMany({ put: keys.map((animalId) => ({ animalId })) })
      const read = await opened.transactGet((tx) => keys.toReversed().map((key) => tx.get(lions, key)))
      expect(read.map((lion) => lion?.['animalId'])).toEqual(keys.toReversed())
    },
  },
  'a key of a number is the same item, however it is written': {
    rule: '10.3',
    needs,
    run: async ({ database, table }) => {
      const opened = database()
      const store = opened.store(table(weights))
      const key = { animalId: 'leo', grams: 7 }
      const same = { grams: new Decimal('7.0'), animalId: 'leo' }
      await refused(
        opened.transactGet((tx) => [tx.get(store, key), tx.get(store, same)]),
        'ValidationException',
        /multiple operations/,
      )
      await refused(
        opened.transact((tx) => {
          tx.on(store).put(key)
          tx.on(store).check(same)
        }),
        'ValidationException',
        /multiple operations/,
      )
      expect(await store.list()).toEqual([])
    },
  },
  'the same key in two tables is two items': {
    rule: '10.3',
    needs,
    run: async ({ database, table }) => {
      const opened = database()
      const [one, two] = [opened.store(table(animals)), opened.store(table({ ...animals, name: 'other' }))]
      await opened.transact((tx) => {
        tx.on(one).put({ animalId: 'leo', from: 'one' })
        tx.on(two).put({ animalId: 'leo', from: 'two' })
      })
      expect(await opened.transactGet((tx) => [tx.get(two, 'leo'), tx.get(one, 'leo')])).toEqual([
        { animalId: 'leo', from: 'two' },
        { animalId: 'leo', from: 'one' },
      ])
    },
  },
  'a driver reads parts of items at one moment': {
    rule: '10.12',
    needs,
    run: async ({ driver, table }) => {
      const definition = table(animals)
      await driver().ensureTable(definition)
      await driver().write({ kind: 'put', table: definition, item: { animalId: 'leo', m: { a: 1, b: 2 }, l: [1, 2] } })
      const read = await driver().transactGet([
        { table: definition, key: { animalId: 'nobody' }, projection: [['m']] },
        {
          table: definition,
          key: { animalId: 'leo' },
          projection: [
            ['m', 'b'],
            ['l', 1],
          ],
        },
      ])
      expect(exactly(read)).toEqual(exactly([undefined, { m: { b: 2 }, l: [2] }]))
    },
  },
  'an item that has none of what is asked for is read as an empty one': {
    rule: '7.1',
    needs,
    run: async ({ driver, table }) => {
      const definition = table(animals)
      await driver().ensureTable(definition)
      await driver().write({ kind: 'put', table: definition, item: { animalId: 'leo' } })
      const read = { table: definition, key: { animalId: 'leo' }, projection: [['legs']] } as const
      expect(await driver().transactGet([read])).toEqual([{}])
    },
  },
  'a reading transaction on a table that does not exist is refused': {
    rule: '10.12',
    needs,
    run: async ({ driver, table }) => {
      const definition = table(animals)
      await driver().ensureTable(definition)
      const missing = table({ ...animals, name: 'missing' })
      const key = { animalId: 'leo' }
      await refused(
        driver().transactGet([
          { table: definition, key },
          { table: missing, key },
        ]),
        'ResourceNotFoundException',
      )
    },
  },
  'a malformed key is refused before anything is read': {
    rule: '2.10',
    needs,
    run: async ({ database, table }) => {
      const opened = database()
      const store = opened.store(table(visits))
      for (const key of [{ zoo: 'north' }, { zoo: 'north', day: 1 }, { zoo: 'north', day: 'x', hour: 1 }, 'north']) {
        await refused(
          opened.transactGet((tx) => [tx.get(store, key as never)]),
          'ValidationException',
          /does not match the schema/,
        )
      }
    },
  },
})
