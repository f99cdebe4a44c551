import { assignments, type CancellationReason, TransactionCanceledException, type WriteRequest } from '@cmz/store-core'
import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { all, animals, visits } from './zoo.ts'

const needs = 'transactions'
const exists = { op: 'exists', path: ['animalId'] } as const
const absent = { op: 'notExists', path: ['animalId'] } as const

async function zoo(context: Context) {
  const definition = context.table({ ...animals, indexes: { bySpecies: { partitionKey: 'species' } } })
  const store = context.database().store(definition)
  await store.create({ animalId: 'leo', legs: 4 })
  await store.create({ animalId: 'nala', legs: 4 })
  const put = (animalId: string, condition?: typeof exists | typeof absent): WriteRequest => ({
    kind: 'put',
    table: definition,
    item: { animalId, species: 'new' },
    ...(condition && { condition }),
  })
  return { definition, store, put }
}

async function codes(call: Promise<void>): Promise<readonly string[]> {
  const error = await refused(call, 'TransactionCanceledException', /^Transaction cancelled/)
  const { reasons } = error as TransactionCanceledException
  return reasons.map((reason: CancellationReason) => reason.code)
}

export const transactions: readonly Scenario[] = theme('transactions', {
  'a transaction does all that is asked for': {
    needs,
    run: async (context) => {
      const { definition, store, put } = await zoo(context)
      await context.driver().transactWrite([
        put('simba', absent),
        {
          kind: 'update',
          table: definition,
          key: { animalId: 'leo' },
          update: assignments({ legs: 3 }),
          condition: exists,
        },
        { kind: 'delete', table: definition, key: { animalId: 'nala' }, condition: exists },
      ])
      expect(await store.list()).toEqual([
        { animalId: 'leo', legs: 3 },
        { animalId: 'simba', species: 'new' },
      ])
      expect((await store.page({ index: 'bySpecies' })).items).toHaveLength(1)
    },
  },
  'a transaction does nothing if one condition fails': {
    rule: '10.4',
    needs,
    run: async (context) => {
      const { definition, store, put } = await zoo(context)
      const before = await store.list()
      const call = context
        .driver()
        .transactWrite([
          put('simba'),
          { kind: 'delete', table: definition, key: { animalId: 'nala' } },
          put('leo', absent),
        ])
      expect(await codes(call)).toEqual(['None', 'None', 'ConditionalCheckFailed'])
      expect(await store.list()).toEqual(before)
      expect((await store.page({ index: 'bySpecies' })).items).toEqual([])
    },
  },
  'every failing condition is told, in the order of the requests': {
    rule: '10.4',
    needs,
    run: async (context) => {
      const { definition, put } = await zoo(context)
      const call = context.driver().transactWrite([
        put('leo', absent),
        put('simba'),
        {
          kind: 'update',
          table: definition,
          key: { animalId: 'nobody' },
          update: assignments({ a: 1 }),
          condition: exists,
        },
        { kind: 'delete', table: definition, key: { animalId: 'nala' }, condition: exists },
      ])
      expect(await codes(call)).toEqual(['ConditionalCheckFailed', 'None', 'ConditionalCheckFailed', 'None'])
    },
  },
  'a transaction spans tables': {
    rule: '10.4',
    needs,
    run: async (context) => {
      const { store, put } = await zoo(context)
      const other = context.table(visits)
      const visitStore = context.database().store(other)
      await visitStore.create({ zoo: 'north', day: 'monday' })
      const visit = (day: string): WriteRequest => ({
        kind: 'put',
        table: other,
        item: { zoo: 'north', day },
        condition: { op: 'notExists', path: ['zoo'] },
      })
      expect(await codes(context.driver().transactWrite([put('simba'), visit('monday')]))).toEqual([
        'None',
        'ConditionalCheckFailed',
      ])
      expect(await store.get('simba')).toBeUndefined()
      await context.driver().transactWrite([put('simba'), visit('tuesday')])
      expect(await store.get('simba')).toBeDefined()
      expect(all(await visitStore.list(), 'day')).toEqual(['monday', 'tuesday'])
    },
  },
  'conditions look at the items before the transaction': {
    needs,
    run: async (context) => {
      const { store, put } = await zoo(context)
      await context.driver().transactWrite([put('one', absent), put('two', absent)])
      expect(await codes(context.driver().transactWrite([put('three', absent), put('four', exists)]))).toEqual([
        'None',
        'ConditionalCheckFailed',
      ])
      expect(await store.list()).toHaveLength(4)
    },
  },
  'of parallel transactions on one item exactly one succeeds': {
    rule: '10.14',
    needs,
    run: async (context) => {
      const { store, put } = await zoo(context)
      const settled = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) =>
          context.driver().transactWrite([put('simba', absent), put(`extra${index}`)]),
        ),
      )
      const lost = settled.filter((each) => each.status === 'rejected')
      expect(new Set(lost.map((each) => (each.reason as Error).name))).toEqual(
        new Set(['TransactionCanceledException']),
      )
      expect(lost).toHaveLength(19)
      expect(await store.list()).toHaveLength(4)
    },
  },
  'a transaction names each item once': {
    rule: '10.3',
    needs,
    run: async (context) => {
      const { definition, store, put } = await zoo(context)
      const again = { kind: 'delete', table: definition, key: { animalId: 'simba' } } as const
      await refused(context.driver().transactWrite([put('simba'), again]), 'ValidationException', /multiple operations/)
      expect(await store.get('simba')).toBeUndefined()
    },
  },
  'a transaction that makes an item too large is cancelled': {
    rule: '3.6',
    needs,
    run: async (context) => {
      const { definition, store, put } = await zoo(context)
      await store.updateFields('leo', { text: 'x'.repeat(300_000) })
      const update = assignments({ more: 'x'.repeat(200_000) })
      const grow = { kind: 'update', table: definition, key: { animalId: 'leo' }, update } as const
      expect(await codes(context.driver().transactWrite([put('simba'), grow]))).toEqual(['None', 'ValidationError'])
      expect(await store.get('simba')).toBeUndefined()
      expect(await store.get('leo')).not.toHaveProperty('more')
    },
  },
  'a transaction on a table that does not exist writes nothing': {
    rule: '10.12',
    needs,
    run: async (context) => {
      const { store, put } = await zoo(context)
      const missing = context.table({ ...animals, name: 'missing' })
      const call = context
        .driver()
        .transactWrite([put('simba'), { kind: 'put', table: missing, item: { animalId: 'x' } }])
      await refused(call, 'ResourceNotFoundException')
      expect(await store.get('simba')).toBeUndefined()
    },
  },
  'a closed driver refuses transactions': {
    needs,
    run: async (context) => {
      const { put } = await zoo(context)
      await context.driver().close()
      await refused(context.driver().transactWrite([put('simba')]), 'StoreClosedException')
    },
  },
  'a driver without transactions refuses them and writes nothing': {
    lacks: 'transactions',
    run: async (context) => {
      const { store, put } = await zoo(context)
      await refused(context.driver().transactWrite([put('simba')]), 'UnsupportedException')
      expect(await store.get('simba')).toBeUndefined()
    },
  },
})
