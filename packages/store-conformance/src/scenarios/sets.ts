import { Decimal } from '@cmz/store-core'
import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { withLeo } from './with-leo.ts'
import { animals, bytes } from './zoo.ts'

export const sets: readonly Scenario[] = theme('sets', {
  'sets take members in and give them back in order': {
    rule: '5.16',
    run: async (context) => {
      const store = await withLeo(context, { s: new Set(['b']), n: new Set([2]) })
      const updated = await store.update('leo', ({ s, n, fresh }) => [
        s!.add('c', 'a', 'b'),
        n!.add(10, 1),
        fresh!.add('x'),
      ])
      expect(exactly(updated)).toEqual(
        exactly({ animalId: 'leo', s: new Set(['a', 'b', 'c']), n: new Set([1, 2, 10]), fresh: new Set(['x']) }),
      )
    },
  },
  'a set that loses its last member is gone': {
    rule: '5.18',
    run: async (context) => {
      const store = await withLeo(context, { s: new Set(['a', 'b']), m: { s: new Set([1]) } })
      const updated = await store.update('leo', ({ s, m, no }) => [
        s!.delete('a', 'b', 'c'),
        m!['s']!.delete(1),
        no!.delete('x'),
      ])
      expect(updated).toEqual({ animalId: 'leo', m: {} })
    },
  },
  'numbers are added to numbers, and members to sets of their type': {
    rule: '5.16',
    run: async (context) => {
      const store = await withLeo(context, { s: new Set(['a']), n: 1, l: [1] })
      await refused(
        store.update('leo', ({ s }) => [s!.increment()]),
        'ValidationException',
      )
      await refused(
        store.update('leo', ({ s }) => [s!.add(1)]),
        'ValidationException',
      )
      await refused(
        store.update('leo', ({ n }) => [n!.add('a')]),
        'ValidationException',
      )
      await refused(
        store.update('leo', ({ l }) => [l!.delete('a')]),
        'ValidationException',
      )
      expect(await store.get('leo')).toEqual({ animalId: 'leo', s: new Set(['a']), n: 1, l: [1] })
    },
  },
  'a set of bytes takes members in, and gives them back in order': {
    rule: '5.16',
    run: async (context) => {
      const store = await withLeo(context, { codes: new Set([bytes(128)]) })
      await store.update('leo', ({ codes }) => [codes!.add(bytes(255), bytes(1), bytes(128))])
      const wanted = { animalId: 'leo', codes: new Set([bytes(1), bytes(128), bytes(255)]) }
      expect(exactly(await store.get('leo'))).toEqual(exactly(wanted))
      await store.update('leo', ({ codes }) => [codes!.delete(bytes(128), bytes(7))])
      expect(exactly(await store.get('leo'))).toEqual(exactly({ ...wanted, codes: new Set([bytes(1), bytes(255)]) }))
    },
  },
  'members that are numbers are added and taken out by value': {
    rule: '1.8',
    run: async (context) => {
      const store = await withLeo(context, { n: new Set([1, 1000]) })
      await store.update('leo', ({ n }) => [n!.add(new Decimal('1.0'), 1000n)])
      expect(exactly((await store.get('leo'))!['n'])).toEqual(exactly(new Set([1, 1000])))
      await store.update('leo', ({ n }) => [n!.delete(new Decimal('1e3'))])
      expect(exactly((await store.get('leo'))!['n'])).toEqual(exactly(new Set([1])))
    },
  },
  'members beyond double precision are told apart': {
    rule: '1.9',
    run: async (context) => {
      const store = await withLeo(context, { n: new Set([9007199254740993n]) })
      await store.update('leo', ({ n }) => [n!.delete(9007199254740992n)])
      await store.update('leo', ({ n }) => [n!.add(9007199254740994n, 9007199254740995n)])
      const wanted = new Set([9007199254740993n, 9007199254740994, 9007199254740995n])
      expect(exactly((await store.get('leo'))!['n'])).toEqual(exactly(wanted))
      await store.update('leo', ({ n }) => [n!.delete(9007199254740994n)])
      wanted.delete(9007199254740994)
      expect(exactly((await store.get('leo'))!['n'])).toEqual(exactly(wanted))
    },
  },
  'an update names each member once': {
    rule: '1.17',
    run: async (context) => {
      const store = await withLeo(context, { n: new Set([1]), codes: new Set([bytes(1)]) })
      const twice = /contains duplicates/
      await refused(
        store.update('leo', ({ n }) => [n!.add(2, 2n)]),
        'ValidationException',
        twice,
      )
      await refused(
        store.update('leo', ({ codes }) => [codes!.delete(bytes(1), bytes(1))]),
        'ValidationException',
        twice,
      )
      expect(await store.get('leo')).toEqual({ animalId: 'leo', n: new Set([1]), codes: new Set([bytes(1)]) })
    },
  },
  'a set deep inside holds each value once': {
    rule: '1.17',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      for (const set of [new Set([5, 5n]), new Set([bytes(2), bytes(2)])]) {
        await refused(store.put({ animalId: 'leo', m: { l: [set] } }), 'ValidationException', /duplicates/)
      }
      expect(await store.list()).toEqual([])
    },
  },
  'an empty set is refused as what an update sets, and as what a condition compares with': {
    rule: '1.16',
    run: async (context) => {
      const store = await withLeo(context, { s: new Set(['a']), m: {} })
      const none = new Set<string>()
      const empty = /may not be empty/
      await refused(
        store.update('leo', ({ s }) => [s!.set(none)]),
        'ValidationException',
        empty,
      )
      await refused(
        store.update('leo', ({ m }) => [m!['s']!.set([none])]),
        'ValidationException',
        empty,
      )
      await refused(store.list({ where: ({ s }) => s!.eq(none) }), 'ValidationException', empty)
      expect(await store.get('leo')).toEqual({ animalId: 'leo', s: new Set(['a']), m: {} })
    },
  },
  'an empty text and empty bytes join a set': {
    rule: '1.15',
    run: async (context) => {
      const store = await withLeo(context, { s: new Set(['a']), b: new Set([bytes(1)]) })
      await store.update('leo', ({ s, b }) => [s!.add(''), b!.add(bytes())])
      const wanted = { animalId: 'leo', s: new Set(['', 'a']), b: new Set([bytes(), bytes(1)]) }
      expect(exactly(await store.get('leo'))).toEqual(exactly(wanted))
      expect(await store.list({ where: ({ s }) => s!.contains('') })).toHaveLength(1)
    },
  },
  'sets inside lists and maps are in order, for every read': {
    rule: '1.18',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      const given = { animalId: 'leo', l: [new Set([10, 9])], m: { s: new Set(['b', '\u{1f600}', '\uff5e', 'B']) } }
      const wanted = exactly({ ...given, l: [new Set([9, 10])], m: { s: new Set(['B', 'b', '\uff5e', '\u{1f600}']) } })
      await store.put(given)
      expect(exactly(await store.get('leo'))).toEqual(wanted)
      expect(exactly((await store.getMany(['leo']))[0])).toEqual(wanted)
      expect(exactly((await store.query({ key: { animalId: 'leo' } })).items[0])).toEqual(wanted)
      expect(exactly((await store.page()).items[0])).toEqual(wanted)
    },
  },
  'taking out what is not in a set changes nothing': {
    rule: '5.18',
    run: async (context) => {
      const store = await withLeo(context, { s: new Set(['a']), m: {} })
      const updated = await store.update('leo', ({ s, m, no }) => [s!.delete('b'), m!['s']!.delete('a'), no!.delete(1)])
      expect(updated).toEqual({ animalId: 'leo', s: new Set(['a']), m: {} })
    },
  },
  'members are taken out of sets of their own type only': {
    rule: '5.18',
    run: async (context) => {
      const item = { animalId: 'leo', s: new Set(['1']), l: ['1'], text: '1' }
      const store = await withLeo(context, item)
      for (const name of ['l', 'text']) {
        await refused(
          store.update('leo', (leo) => [leo[name]!.delete('1')]),
          'ValidationException',
        )
      }
      await refused(
        store.update('leo', ({ s }) => [s!.delete(1)]),
        'ValidationException',
      )
      expect(await store.get('leo')).toEqual(item)
    },
  },
  'sets inside maps and lists take members in and lose them': {
    rule: '5.17',
    run: async (context) => {
      const store = await withLeo(context, { m: { s: new Set(['a']) }, l: [new Set([1, 2]), 5] })
      const updated = await store.update('leo', ({ m, l }) => [
        m!['s']!.add('b'),
        m!['fresh']!.add('c'),
        l!.element(0).delete(1),
        l!.element(1).increment(2),
      ])
      expect(exactly(updated)).toEqual(
        exactly({ animalId: 'leo', m: { s: new Set(['a', 'b']), fresh: new Set(['c']) }, l: [new Set([2]), 7] }),
      )
    },
  },
  'nothing is added through a parent that is not there': {
    rule: '5.12',
    run: async (context) => {
      const store = await withLeo(context, { text: 'x' })
      await refused(
        store.update('leo', ({ no }) => [no!['s']!.add('a')]),
        'ValidationException',
      )
      await refused(
        store.update('leo', ({ text }) => [text!['n']!.increment()]),
        'ValidationException',
      )
      expect(await store.get('leo')).toEqual({ animalId: 'leo', text: 'x' })
    },
  },
  'two sets of the same members are equal, inside lists and maps too': {
    rule: '4.15',
    run: async (context) => {
      const store = await withLeo(context, { l: [new Set(['a', 'b'])], m: { n: new Set([1, 2]) } })
      expect(await store.list({ where: ({ l }) => l!.eq([new Set(['b', 'a'])]) })).toHaveLength(1)
      expect(await store.list({ where: ({ m }) => m!.eq({ n: new Set([2, 1n]) }) })).toHaveLength(1)
      expect(await store.list({ where: ({ m }) => m!.eq({ n: new Set([2]) }) })).toEqual([])
    },
  },
  'a set is not equal to a part of it, nor to a list of its members': {
    rule: '4.15',
    run: async (context) => {
      const store = await withLeo(context, { s: new Set(['a', 'b']) })
      for (const other of [new Set(['a']), new Set(['a', 'b', 'c']), ['a', 'b']]) {
        expect(await store.list({ where: ({ s }) => s!.eq(other) })).toEqual([])
      }
    },
  },
})
