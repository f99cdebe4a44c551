import { Decimal, type Value } from '@cmz/store-core'
import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { all, animals, bytes } from './zoo.ts'

const limit = 409_600

/** An item that has so many bytes, of which the attributes given are some. */
function itemOf(size: number, attributes: Readonly<Record<string, Value>>, weight: number) {
  const rest = size - weight - 'animalId'.length - 'leo'.length - 'pad'.length
  return { animalId: 'leo', pad: 'x'.repeat(rest), ...attributes }
}

/** Expects the attributes, names included, to have exactly so many bytes: with them an item is full, or too large. */
const weighs =
  (weight: number, attributes: Readonly<Record<string, Value>>) =>
  async ({ database, table }: Context): Promise<void> => {
    const store = database().store(table(animals))
    await refused(store.put(itemOf(limit + 1, attributes, weight)), 'ValidationException', /Item size has exceeded/)
    await store.put(itemOf(limit, attributes, weight))
    expect(await store.count()).toBe(1)
  }

export const itemSize: readonly Scenario[] = theme('item size', {
  'a text has the bytes of its UTF-8, and so has its name': {
    rule: '3.2',
    run: weighs(2 + 2 + 3 + 4, { é: 'é\uff5e\u{1f600}' }),
  },
  'bytes have their own number': { rule: '3.2', run: weighs(1 + 300, { b: bytes(...Array(300).fill(200)) }) },
  'a boolean and null have one byte': { rule: '3.2', run: weighs(6, { t: true, f: false, n: null }) },
  'a list has three bytes, and one for each element besides the element': {
    rule: '3.2',
    run: weighs(2 + 3 + 3 * (1 + 2) + (1 + 3), { li: ['aa', 'bb', 'cc', []] }),
  },
  'a map has three bytes, and one for each member besides its name and value': {
    rule: '3.2',
    run: weighs(2 + 3 + (1 + 4 + 1) + (1 + 2 + 3), { ma: { name: 'x', é: {} } }),
  },
  'a number has a byte for two digits, and one more': {
    rule: '3.3',
    run: weighs(3 + 4 + 3 + 2, { six: 123456, two: 12 }),
  },
  'digits on both sides of the point are paired by themselves': {
    rule: '3.3',
    run: weighs(2 + 5, { pi: new Decimal('3.14159') }),
  },
  'zeros at the ends of a number have no bytes': {
    rule: '3.3',
    run: weighs(1 + 2 + 1 + 2, { a: 1e125, b: 1e-130 }),
  },
  'a minus has a byte': { rule: '3.3', run: weighs(1 + 4 + 1 + 5, { a: 12345, b: -12345 }) },
  'an item with all digits that a number can have is within its bytes': {
    rule: '3.3',
    run: weighs(1 + 20, { n: 10n ** 38n - 1n }),
  },
  'a batch and a transaction take items as large as a single write does': {
    rule: '3.4',
    needs: 'transactions',
    run: async ({ database, table }) => {
      const opened = database()
      const store = opened.store(table(animals))
      const full = itemOf(limit, {}, 0)
      await store.writeMany({ put: [full] })
      await store.purge('leo')
      await opened.transact((tx) => tx.on(store).put(full))
      expect(await store.get('leo')).toEqual(full)
    },
  },
  'a batch with one item that is too large writes nothing': {
    rule: '3.4',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const put = [{ animalId: 'nala' }, itemOf(limit + 1, {}, 0)]
      await refused(store.writeMany({ put }), 'ValidationException', /Item size has exceeded/)
      expect(await store.list()).toEqual([])
    },
  },
  'a transaction that puts an item that is too large is refused, not cancelled': {
    rule: '3.6',
    needs: 'transactions',
    run: async ({ database, table }) => {
      const opened = database()
      const store = opened.store(table(animals))
      const call = opened.transact((tx) => {
        tx.on(store).create({ animalId: 'nala' })
        tx.on(store).put(itemOf(limit + 1, {}, 0))
      })
      await refused(call, 'ValidationException', /Item size has exceeded/)
      expect(await store.list()).toEqual([])
    },
  },
  'a part of an item makes it too large too': {
    rule: '3.1',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.put({ animalId: 'leo', l: ['x'.repeat(300_000)], m: {} })
      await refused(
        store.update('leo', ({ l }) => [l!.append('x'.repeat(200_000))]),
        'ValidationException',
        /Item size/,
      )
      await refused(
        store.update('leo', ({ l, m }) => [m!['copy']!.set(l!)]),
        'ValidationException',
        /Item size/,
      )
      expect(await store.get('leo')).toEqual({ animalId: 'leo', l: ['x'.repeat(300_000)], m: {} })
    },
  },
  'an item that was full can be made smaller': {
    rule: '3.1',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.put(itemOf(limit, {}, 0))
      await store.updateFields('leo', { pad: '' })
      await store.updateFields('leo', { more: 'x' })
      expect(all(await store.list(), 'more')).toEqual(['x'])
    },
  },
})
