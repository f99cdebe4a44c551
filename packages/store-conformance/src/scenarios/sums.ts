import { Decimal, parseNumber } from '@cmz/store-core'
import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { withLeo } from './with-leo.ts'
import { animals } from './zoo.ts'

export const sums: readonly Scenario[] = theme('sums', {
  'an increment beyond 38 digits is refused': {
    rule: '5.7',
    run: async (context) => {
      const store = await withLeo(context, { big: 10n ** 37n + 1n, tiny: 1e-130 })
      await refused(
        store.update('leo', ({ big }) => [big!.increment(0.01)]),
        'ValidationException',
      )
      await refused(
        store.update('leo', ({ tiny }) => [tiny!.increment()]),
        'ValidationException',
      )
      expect(exactly(await store.get('leo'))).toEqual(exactly({ animalId: 'leo', big: 10n ** 37n + 1n, tiny: 1e-130 }))
    },
  },
  'a sum may have all 38 digits': {
    rule: '5.7',
    run: async (context) => {
      const store = await withLeo(context, { n: 10n ** 36n, m: new Decimal(`0.${'9'.repeat(37)}`) })
      const updated = await store.update('leo', ({ n, m }) => [n!.increment(0.5), m!.set(m!.plus(1))])
      expect(exactly(updated['n'])).toEqual(exactly(new Decimal(`1${'0'.repeat(36)}.5`)))
      expect(exactly(updated['m'])).toEqual(exactly(new Decimal(`1.${'9'.repeat(37)}`)))
    },
  },
  'digits that a difference loses are no digits any more': {
    rule: '5.7',
    run: async (context) => {
      const store = await withLeo(context, { n: 10n ** 37n + 1n, m: 1e-130 })
      const updated = await store.update('leo', ({ n, m }) => [n!.set(n!.minus(10n ** 37n)), m!.decrement(1e-130)])
      expect(exactly(updated)).toEqual(exactly({ animalId: 'leo', n: 1, m: 0 }))
    },
  },
  'a difference needs numbers that are there': {
    rule: '5.6',
    run: async (context) => {
      const item = { animalId: 'leo', n: 5, list: [1], nothing: null }
      const store = await withLeo(context, item)
      await refused(
        store.update('leo', ({ n, list }) => [n!.set(n!.minus(list!))]),
        'ValidationException',
      )
      await refused(
        store.update('leo', ({ n, nothing }) => [n!.set(nothing!.minus(n!))]),
        'ValidationException',
      )
      await refused(
        store.update('leo', ({ n, no }) => [n!.set(n!.minus(no!))]),
        'ValidationException',
        /does not exist in the item/,
      )
      expect(await store.get('leo')).toEqual(item)
    },
  },
  'an increment is a number, and of a number': {
    rule: '5.16',
    run: async (context) => {
      const item = { animalId: 'leo', n: 1, text: '1', list: [1], yes: true, nothing: null }
      const store = await withLeo(context, item)
      for (const by of ['1', null, true, [1], new Set([1])]) {
        await refused(
          store.update('leo', ({ n }) => [n!.increment(by as never)]),
          'ValidationException',
        )
      }
      for (const name of ['text', 'list', 'yes', 'nothing']) {
        await refused(
          store.update('leo', (leo) => [leo[name]!.increment()]),
          'ValidationException',
        )
      }
      expect(await store.get('leo')).toEqual(item)
    },
  },
  'an increment is a number that can be stored': {
    rule: '1.5',
    run: async (context) => {
      const store = await withLeo(context, { n: 1 })
      for (const by of [Number.NaN, Infinity, -Infinity]) {
        await refused(
          store.update('leo', ({ n }) => [n!.increment(by)]),
          'ValidationException',
          /cannot be converted to a numeric value/,
        )
        await refused(store.list({ where: ({ n }) => n!.lt(by) }), 'ValidationException', /numeric value/)
      }
      expect(await store.get('leo')).toEqual({ animalId: 'leo', n: 1 })
    },
  },
  'numbers may be spelled in many ways': {
    rule: '1.6',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const spelled = {
        '+1.5': 1.5,
        '.5': 0.5,
        '5.': 5,
        '1.e5': 100_000,
        '0001.23': 1.23,
        '1e+5': 100_000,
        '0e1000': 0,
      }
      for (const [text, value] of Object.entries(spelled)) {
        await store.put({ animalId: text, value: new Decimal(text) })
        expect(exactly((await store.get(text))?.['value']), text).toEqual(exactly(value))
      }
    },
  },
  'an exponent that no machine counts with is still out of range': {
    rule: '1.4',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      for (const text of ['1e2147483647', '-1e99999', '1e400']) {
        const call = store.put({ animalId: 'leo', value: new Decimal(text) })
        await refused(call, 'ValidationException', /Number overflow/)
      }
      expect(await store.list()).toEqual([])
    },
  },
  'the largest and the smallest number come back': {
    rule: '1.3',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const largest = new Decimal(`9.${'9'.repeat(37)}e125`)
      const most = [largest, new Decimal(`-${largest.text}`), new Decimal('1e-130'), new Decimal('-1e-130')]
      for (const value of most) {
        await store.put({ animalId: 'leo', value })
        const found = await store.list({ where: (leo) => leo['value']!.eq(value) })
        expect(exactly(found)).toEqual(exactly([{ animalId: 'leo', value: parseNumber(value.text) }]))
      }
    },
  },
  'the range of numbers holds in sets, in keys and in updates': {
    rule: '1.3',
    run: async ({ database, table }) => {
      const store = database().store(table({ ...animals, name: 'numbered', partitionKey: { name: 'id', type: 'N' } }))
      await store.put({ id: 1, n: 9e125 })
      const over = /Number overflow/
      await refused(store.put({ id: 1e126 }), 'ValidationException', over)
      await refused(store.get(1e126), 'ValidationException', over)
      await refused(store.put({ id: 1, s: new Set([1e126]) }), 'ValidationException', over)
      await refused(
        store.update(1, ({ n }) => [n!.set(1e126)]),
        'ValidationException',
        over,
      )
      expect(exactly(await store.list())).toEqual(exactly([{ id: 1, n: 9e125 }]))
    },
  },
  'a 39th digit is refused in keys, sets, updates and conditions': {
    rule: '1.1',
    run: async ({ database, table }) => {
      const store = database().store(table({ ...animals, name: 'numbered', partitionKey: { name: 'id', type: 'N' } }))
      const long = 10n ** 38n + 1n
      await store.put({ id: 1 })
      const digits = /38 significant digits/
      await refused(store.put({ id: long }), 'ValidationException', digits)
      await refused(store.get(long), 'ValidationException', digits)
      await refused(store.put({ id: 1, s: new Set([long]) }), 'ValidationException', digits)
      await refused(store.updateFields(1, { n: long }), 'ValidationException', digits)
      await refused(store.list({ where: ({ n }) => n!.lt(long) }), 'ValidationException', digits)
      expect(await store.list()).toEqual([{ id: 1 }])
    },
  },
  'zeros do not count as digits of a key': {
    rule: '1.2',
    run: async ({ database, table }) => {
      const store = database().store(table({ ...animals, name: 'numbered', partitionKey: { name: 'id', type: 'N' } }))
      await store.put({ id: 10n ** 60n, n: new Decimal(`1.${'0'.repeat(50)}`) })
      expect((await store.get(new Decimal('1e60')))?.['n']).toBe(1)
      expect((await store.get(new Decimal(`1${'0'.repeat(60)}.${'0'.repeat(20)}`)))?.['n']).toBe(1)
    },
  },
  'what comes to nothing is zero, without a sign': {
    rule: '1.7',
    run: async (context) => {
      const store = await withLeo(context, { n: -0.5, m: 0 })
      const updated = await store.update('leo', ({ n, m }) => [n!.increment(0.5), m!.set(m!.plus(-0))])
      expect(exactly(updated)).toEqual(exactly({ animalId: 'leo', n: 0, m: 0 }))
      expect(exactly(await store.get('leo'))).toEqual(exactly({ animalId: 'leo', n: 0, m: 0 }))
    },
  },
})
