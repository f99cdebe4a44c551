import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { all, animals } from './zoo.ts'

const expiring = {
  ...animals,
  timeToLive: 'until',
  indexes: { bySpecies: { partitionKey: 'species', projection: ['name'] } },
} as const

/** So far ahead that no server removes an item by its own clock. */
const start = Date.parse('2100-01-01T00:00:00.000Z') / 1000

/** A store, and the time that it goes by, in seconds. */
function storeOf({ database, table }: Context) {
  const clock = { now: start }
  const opened = database({ now: () => new Date(clock.now * 1000) })
  return { opened, store: opened.store(table(expiring)), clock }
}

export const timeToLive: readonly Scenario[] = theme('time to live', {
  'an item is gone when its time has come': {
    rule: '11.4',
    run: async (context) => {
      const { store, clock } = storeOf(context)
      await store.create({ animalId: 'leo', until: start + 10 })
      clock.now = start + 9
      expect(await store.get('leo')).toBeDefined()
      clock.now = start + 10
      expect(await store.get('leo')).toBeUndefined()
      expect(await store.get('leo', { projection: ['animalId'] })).toBeUndefined()
      expect(await store.getMany(['leo'])).toEqual([undefined])
    },
  },
  'reads leave out what has expired, page by page': {
    rule: '11.5',
    run: async (context) => {
      const { store, clock } = storeOf(context)
      for (let index = 0; index < 8; index++) {
        await store.create({ animalId: `a${index}`, species: 'lion', until: index % 2 === 0 ? start + 1 : start + 100 })
      }
      clock.now = start + 2
      const live = ['a1', 'a3', 'a5', 'a7']
      expect(all(await store.list(), 'animalId')).toEqual(live)
      expect(await store.count()).toBe(4)
      const first = await store.query({ index: 'bySpecies', key: { species: 'lion' }, limit: 3 })
      clock.now = start + 3
      const second = await store.query({ index: 'bySpecies', key: { species: 'lion' }, limit: 3, cursor: first.cursor })
      expect(
        all([...first.items, ...second.items], 'animalId').toSorted((a, b) => String(a).localeCompare(String(b))),
      ).toEqual(live)
      expect(second.cursor).toBeUndefined()
    },
  },
  'only numbers expire, and none that is more than five years past': {
    rule: '11.4',
    run: async (context) => {
      const { store } = storeOf(context)
      const never = ['2000-01-01', null, true, [1], start - 6 * 365 * 86_400, start * 1000]
      for (const [index, until] of never.entries()) await store.create({ animalId: `a${index}`, until })
      await store.create({ animalId: 'without' })
      expect(await store.count()).toBe(never.length + 1)
      await store.create({ animalId: 'decimal', until: start - 0.5 })
      expect(await store.get('decimal')).toBeUndefined()
    },
  },
  'an expired item is replaced by a new one': async (context) => {
    const { store, clock } = storeOf(context)
    await store.create({ animalId: 'leo', until: start + 1, old: true })
    await refused(store.create({ animalId: 'leo' }), 'ConditionalCheckFailedException')
    clock.now = start + 1
    expect(await store.create({ animalId: 'leo', until: start + 50 })).toEqual({ animalId: 'leo', until: start + 50 })
    expect(await store.get('leo')).toEqual({ animalId: 'leo', until: start + 50 })
  },
  'an expired item cannot be changed': async (context) => {
    const { store, clock } = storeOf(context)
    await store.create({ animalId: 'leo', until: start + 1, legs: 4 })
    clock.now = start + 1
    await refused(store.updateFields('leo', { until: start + 100 }), 'ConditionalCheckFailedException', /no such item/)
    await refused(
      store.update('leo', ({ legs }) => [legs!.increment()]),
      'ConditionalCheckFailedException',
    )
    await refused(store.purge('leo'), 'ConditionalCheckFailedException')
    expect(await store.get('leo')).toBeUndefined()
  },
  'conditions see nothing of an expired item': async (context) => {
    const { store, clock } = storeOf(context)
    await store.create({ animalId: 'leo', until: start + 1, legs: 4 })
    clock.now = start + 1
    await refused(store.put({ animalId: 'leo' }, { if: ({ legs }) => legs!.eq(4) }), 'ConditionalCheckFailedException')
    const put = store.put({ animalId: 'leo', legs: 3 }, { if: ({ legs }) => legs!.notExists(), returnValues: 'allOld' })
    expect(await put).toBeUndefined()
    expect(await store.get('leo')).toEqual({ animalId: 'leo', legs: 3 })
  },
  'conditions see what has not expired': async (context) => {
    const { store } = storeOf(context)
    await store.create({ animalId: 'leo', until: start + 1, legs: 4 })
    await refused(
      store.put({ animalId: 'leo' }, { if: ({ legs }) => legs!.notExists() }),
      'ConditionalCheckFailedException',
    )
    await store.put({ animalId: 'leo', legs: 3 }, { if: ({ legs }) => legs!.eq(4) })
    expect(await store.get('leo')).toEqual({ animalId: 'leo', legs: 3 })
  },
  'a time to live can be set, moved and taken away': async (context) => {
    const { store, clock } = storeOf(context)
    await store.create({ animalId: 'leo' })
    await store.updateFields('leo', { until: start + 1 })
    await store.update('leo', ({ until }) => [until!.increment(10)])
    clock.now = start + 5
    expect(await store.get('leo')).toBeDefined()
    await store.update('leo', ({ until }) => [until!.remove()])
    clock.now = start + 500
    expect(await store.get('leo')).toEqual({ animalId: 'leo' })
  },
  'transactions see nothing of an expired item': {
    needs: 'transactions',
    run: async (context) => {
      const { opened, store, clock } = storeOf(context)
      for (const animalId of ['leo', 'nala']) await store.create({ animalId, until: start + 1 })
      clock.now = start + 1
      expect(await opened.transactGet((tx) => [tx.get(store, 'leo')])).toEqual([undefined])
      const failing = opened.transact((tx) => {
        tx.on(store).create({ animalId: 'leo' })
        tx.on(store).check('nala')
      })
      await refused(failing, 'TransactionCanceledException')
      await opened.transact((tx) => tx.on(store).create({ animalId: 'leo' }))
      expect(all(await store.list(), 'animalId')).toEqual(['leo'])
    },
  },
})
