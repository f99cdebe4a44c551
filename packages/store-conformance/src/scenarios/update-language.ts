import { Decimal } from '@cmz/store-core'
import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { withLeo } from './with-leo.ts'
import { animals, visits } from './zoo.ts'

export const updateLanguage: readonly Scenario[] = theme('update language', {
  'update sets, removes, adds and deletes at once': {
    rule: '5.1',
    run: async (context) => {
      const store = await withLeo(context, { name: 'Leo', legs: 4, tags: new Set(['a', 'b']), old: true })
      const updated = await store.update('leo', ({ name, legs, tags, old }) => [
        name!.set('Simba'),
        legs!.increment(),
        tags!.delete('a'),
        old!.remove(),
      ])
      const wanted = { animalId: 'leo', name: 'Simba', legs: 5, tags: new Set(['b']) }
      expect(exactly(updated)).toEqual(exactly(wanted))
      expect(exactly(await store.get('leo'))).toEqual(exactly(wanted))
    },
  },
  'every right-hand side reads the item as it was': {
    rule: '5.2',
    run: async (context) => {
      const store = await withLeo(context, { a: 1, b: 2, c: 3 })
      const updated = await store.update('leo', ({ a, b, c, d }) => [a!.set(b!), b!.set(a!), c!.remove(), d!.set(c!)])
      expect(updated).toEqual({ animalId: 'leo', a: 2, b: 1, d: 3 })
    },
  },
  'sums and differences are exact': {
    rule: '5.5',
    run: async (context) => {
      const store = await withLeo(context, { a: 0.1, big: 10n ** 37n, n: 5 })
      const updated = await store.update('leo', ({ a, big, n }) => [
        a!.set(a!.plus(0.2)),
        big!.set(big!.plus(1)),
        n!.set(n!.minus(new Decimal('0.00000000000000000001'))),
      ])
      expect(exactly(updated)).toEqual(
        exactly({ animalId: 'leo', a: 0.3, big: 10n ** 37n + 1n, n: new Decimal('4.99999999999999999999') }),
      )
    },
  },
  'a sum of two attributes, and of a number and an attribute': {
    rule: '5.5',
    run: async (context) => {
      const store = await withLeo(context, { a: 2, b: 3 })
      const updated = await store.update('leo', ({ a, b, sum, rest }) => [
        sum!.set(a!.plus(b!)),
        rest!.set(a!.minus(b!)),
      ])
      expect(updated).toMatchObject({ sum: 5, rest: -1 })
    },
  },
  'a sum needs numbers that are there': {
    rule: '5.6',
    run: async (context) => {
      const store = await withLeo(context, { text: 'x' })
      await refused(
        store.update('leo', ({ text }) => [text!.set(text!.plus(1))]),
        'ValidationException',
      )
      await refused(
        store.update('leo', ({ no }) => [no!.set(no!.plus(1))]),
        'ValidationException',
        /does not exist in the item/,
      )
      await refused(
        store.update('leo', ({ no }) => [no!.set(no!.plus('x' as never))]),
        'ValidationException',
        /operand type: S/,
      )
      expect(await store.get('leo')).toEqual({ animalId: 'leo', text: 'x' })
    },
  },
  'a sum beyond 38 digits or the range is refused': {
    rule: '5.7',
    run: async (context) => {
      const store = await withLeo(context, { big: 10n ** 37n + 1n, huge: 9e125 })
      await refused(
        store.update('leo', ({ big }) => [big!.set(big!.plus(0.01))]),
        'ValidationException',
      )
      await refused(
        store.update('leo', ({ huge }) => [huge!.increment(9e125)]),
        'ValidationException',
      )
      expect(exactly(await store.get('leo'))).toEqual(exactly({ animalId: 'leo', big: 10n ** 37n + 1n, huge: 9e125 }))
    },
  },
  'if-not-exists keeps what is there and falls back where nothing is': {
    rule: '5.8',
    run: async (context) => {
      const store = await withLeo(context, { legs: 4, nothing: null })
      const updated = await store.update('leo', ({ legs, eyes, nothing, paws, ears }) => [
        legs!.setIfNotExists(5),
        eyes!.setIfNotExists(2),
        nothing!.setIfNotExists('x'),
        paws!.set(paws!.ifNotExists(legs!).plus(1)),
        ears!.set(ears!.ifNotExists(eyes!.ifNotExists(7))),
      ])
      expect(updated).toEqual({ animalId: 'leo', legs: 4, nothing: null, eyes: 2, paws: 5, ears: 7 })
    },
  },
  'increments start at 0, and work inside a map': {
    rule: '5.16',
    run: async (context) => {
      const store = await withLeo(context, { m: { n: 1 } })
      const updated = await store.update('leo', ({ n, m }) => [
        n!.decrement(3),
        m!['n']!.increment(2),
        m!['k']!.increment(),
      ])
      expect(updated).toEqual({ animalId: 'leo', n: -3, m: { n: 3, k: 1 } })
    },
  },
  'a key is never updated': {
    rule: '5.20',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      const key = { zoo: 'north', day: 'monday' }
      await store.create(key)
      await refused(
        store.update(key, ({ zoo }) => [zoo!.set('south')]),
        'ValidationException',
        /part of the key/,
      )
      await refused(
        store.update(key, ({ day }) => [day!.remove()]),
        'ValidationException',
        /part of the key/,
      )
      expect(await store.list()).toEqual([key])
    },
  },
  'an index key stays what an index can hold': {
    rule: '2.11',
    run: async ({ database, table }) => {
      const store = database().store(table({ ...animals, indexes: { bySpecies: { partitionKey: 'species' } } }))
      await store.create({ animalId: 'leo', species: 'lion', n: 1 })
      await refused(
        store.update('leo', ({ species }) => [species!.set(5)]),
        'ValidationException',
        /Type mismatch for Index Key/,
      )
      await refused(
        store.update('leo', ({ species }) => [species!['x']!.set('y')]),
        'ValidationException',
        /must be scalars/,
      )
      expect((await store.query({ index: 'bySpecies', key: { species: 'lion' } })).items).toHaveLength(1)
    },
  },
  'an update moves the item in the index': {
    rule: '2.15',
    run: async ({ database, table }) => {
      const store = database().store(table({ ...animals, indexes: { bySpecies: { partitionKey: 'species' } } }))
      await store.create({ animalId: 'leo', other: 'cat' })
      await store.update('leo', ({ species, other }) => [species!.set(other!)])
      expect((await store.query({ index: 'bySpecies', key: { species: 'cat' } })).items).toHaveLength(1)
      await store.update('leo', ({ species }) => [species!.remove()])
      expect((await store.page({ index: 'bySpecies' })).items).toEqual([])
    },
  },
  'an update needs an item, and its condition': {
    rule: '4.30',
    run: async (context) => {
      const store = await withLeo(context, { legs: 4 })
      await refused(
        store.update('nobody', ({ legs }) => [legs!.increment()]),
        'ConditionalCheckFailedException',
      )
      await refused(
        store.update('leo', ({ legs }) => [legs!.increment()], { if: ({ legs }) => legs!.gt(4) }),
        'ConditionalCheckFailedException',
      )
      expect(await store.list()).toEqual([{ animalId: 'leo', legs: 4 }])
    },
  },
  'an update is stamped, and cannot write the stamps': async ({ database, table }) => {
    const store = database().store(table({ name: 'stamped', partitionKey: 'id' }))
    await store.create({ id: 'a', n: 1 })
    const before = await store.get('a')
    const after = await store.update('a', ({ n }) => [n!.increment()])
    expect(after['n']).toBe(2)
    expect(after.modified!.at > before!.modified!.at).toBe(true)
    expect(after.created).toEqual(before!.created)
    await refused(
      store.update('a', ({ created }) => [created.remove()]),
      'ValidationException',
      /the store's own/,
    )
  },
  'an update that does nothing returns the item as it is': {
    rule: '5.21',
    run: async (context) => {
      const store = await withLeo(context, { legs: 4 })
      expect(await store.update('leo', () => [])).toEqual({ animalId: 'leo', legs: 4 })
    },
  },
  'parallel increments lose none': async (context) => {
    const store = await withLeo(context, { n: 0 })
    await Promise.all(Array.from({ length: 50 }, () => store.update('leo', ({ n }) => [n!.increment()])))
    expect((await store.get('leo'))!['n']).toBe(50)
  },
})
