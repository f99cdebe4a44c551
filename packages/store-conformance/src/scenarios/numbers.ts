import { Decimal, type NumberValue } from '@cmz/store-core'
import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { all, animals } from './zoo.ts'

/** Writes the first of each pair and expects the second, nested and in sets too. */
const reads =
  (...pairs: readonly (readonly [given: NumberValue, read: NumberValue])[]) =>
  async ({ database, table }: Context): Promise<void> => {
    const store = database().store(table(animals))
    for (const [index, [given, read]] of pairs.entries()) {
      const animalId = `a${index}`
      await store.create({ animalId, value: given, list: [given], set: new Set([given]) })
      const wanted = { animalId, value: read, list: [read], set: new Set([read]) }
      expect(exactly(await store.get(animalId))).toEqual(exactly(wanted))
    }
  }

const refuses =
  (message: RegExp, ...given: readonly NumberValue[]) =>
  async ({ database, table }: Context): Promise<void> => {
    const store = database().store(table(animals))
    for (const value of given) {
      await refused(store.create({ animalId: 'leo', value }), 'ValidationException', message)
      await refused(store.create({ animalId: 'leo', value: [value] }), 'ValidationException', message)
    }
    expect(await store.list()).toEqual([])
  }

export const numbers: readonly Scenario[] = theme('numbers', {
  'what a double holds comes back as a number': {
    rule: '1.7',
    run: reads(
      [0.1, 0.1],
      [1n, 1],
      [-5n, -5],
      [9007199254740991n, 9007199254740991],
      [new Decimal('2.50'), 2.5],
      [new Decimal('1e3'), 1000],
      [1e100, 1e100],
      [1e-100, 1e-100],
    ),
  },
  'a larger integer comes back as a bigint': {
    rule: '1.1',
    run: reads(
      [9007199254740993n, 9007199254740993n],
      [-123456789012345678901234567890n, -123456789012345678901234567890n],
      [new Decimal('12345678901234567890'), 12345678901234567890n],
    ),
  },
  'a finer fraction comes back as a Decimal': {
    rule: '1.1',
    run: reads(
      [new Decimal('0.1234567890123456789'), new Decimal('0.1234567890123456789')],
      [new Decimal('-12345678901234567890.5'), new Decimal('-12345678901234567890.5')],
    ),
  },
  'a sum that a double cannot hold exactly keeps the digits of the double': reads([0.1 + 0.2, 0.30000000000000004]),
  'minus zero is zero': { rule: '1.7', run: reads([-0, 0], [new Decimal('-0.0'), 0]) },
  'a number holds 38 significant digits': {
    rule: '1.1',
    run: reads(
      [10n ** 38n - 1n, 10n ** 38n - 1n],
      [new Decimal(`0.${'9'.repeat(38)}`), new Decimal(`0.${'9'.repeat(38)}`)],
    ),
  },
  'zeros at either end are no significant digits': {
    rule: '1.2',
    run: reads(
      [123n * 10n ** 60n, 1.23e62],
      [new Decimal(`0.${'0'.repeat(60)}12345678901234567891`), new Decimal(`0.${'0'.repeat(60)}12345678901234567891`)],
    ),
  },
  'a 39th digit is refused': {
    rule: '1.1',
    run: refuses(/38 significant digits/, 10n ** 38n + 1n, new Decimal(`1.${'1'.repeat(38)}`)),
  },
  'magnitudes reach from 1E-130 to below 1E+126': {
    rule: '1.3',
    run: reads([1e125, 1e125], [-1e125, -1e125], [9.9e125, 9.9e125], [1e-130, 1e-130], [-1e-130, -1e-130]),
  },
  'a magnitude of 1E+126 is refused': { rule: '1.3', run: refuses(/Number overflow/, 1e126, -1e126, 10n ** 126n) },
  'a magnitude below 1E-130 is refused': {
    rule: '1.3',
    run: refuses(/Number underflow/, 1e-131, new Decimal('-1e-131'), Number.MIN_VALUE),
  },
  'NaN and Infinity are refused': {
    rule: '1.5',
    run: refuses(/cannot be converted to a numeric value/, Number.NaN, Infinity, -Infinity),
  },
  'conditions compare numbers exactly, beyond double precision': {
    rule: '1.9',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'even', count: 9007199254740992n })
      await store.create({ animalId: 'odd', count: 9007199254740993n })
      const larger = await store.list({ where: ({ count }) => count!.gt(9007199254740992n) })
      expect(all(larger, 'animalId')).toEqual(['odd'])
      const equal = await store.list({ where: ({ count }) => count!.eq(9007199254740992n) })
      expect(all(equal, 'animalId')).toEqual(['even'])
      await refused(
        store.updateFields('odd', { seen: true }, { if: ({ count }) => count!.le(9007199254740992n) }),
        'ConditionalCheckFailedException',
      )
    },
  },
  'numbers in lists and maps are equal by value': {
    rule: '1.8',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo', list: [1, { weight: 2.5 }] })
      const same = [new Decimal('1.0'), { weight: new Decimal('2.50') }]
      expect(await store.list({ where: ({ list }) => list!.eq(same) })).toHaveLength(1)
      expect(await store.list({ where: ({ list }) => list!.eq([1, { weight: 2.5000001 }]) })).toEqual([])
    },
  },
  'numbers are found in sets and lists by value': {
    rule: '1.8',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo', list: [1, 1e3], set: new Set([1, 1e3, 9007199254740993n]) })
      expect(await store.list({ where: ({ set }) => set!.contains(1000n) })).toHaveLength(1)
      expect(await store.list({ where: ({ set }) => set!.contains(9007199254740992n) })).toEqual([])
      expect(await store.list({ where: ({ list }) => list!.contains(new Decimal('1e3')) })).toHaveLength(1)
      const same = new Set([9007199254740993n, 1000n, 1n])
      expect(await store.list({ where: ({ set }) => set!.eq(same) })).toHaveLength(1)
    },
  },
})
