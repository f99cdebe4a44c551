import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { withLeo } from './with-leo.ts'
import { animals, nested, visits } from './zoo.ts'

export const setOperands: readonly Scenario[] = theme('what an update sets', {
  'an attribute that is not there cannot be copied': {
    rule: '5.23',
    run: async (context) => {
      const item = { animalId: 'leo', a: 1, m: {}, l: [1] }
      const store = await withLeo(context, item)
      const missing = /does not exist in the item/
      await refused(
        store.update('leo', ({ a, no }) => [a!.set(no!)]),
        'ValidationException',
        missing,
      )
      await refused(
        store.update('leo', ({ a, m }) => [a!.set(m!['no']!)]),
        'ValidationException',
        missing,
      )
      await refused(
        store.update('leo', ({ a, l }) => [a!.set(l!.element(1))]),
        'ValidationException',
        missing,
      )
      expect(await store.get('leo')).toEqual(item)
    },
  },
  'an attribute is copied with all that is in it': {
    rule: '5.2',
    run: async (context) => {
      const store = await withLeo(context, { m: { l: [1, new Set(['a'])], n: null } })
      await store.update('leo', ({ m, copy }) => [copy!.set(m!), m!['l']!.remove()])
      const wanted = { animalId: 'leo', m: { n: null }, copy: { l: [1, new Set(['a'])], n: null } }
      expect(exactly(await store.get('leo'))).toEqual(exactly(wanted))
    },
  },
  'what is counted, appended to and taken out of is read as it was': {
    rule: '5.2',
    run: async (context) => {
      const store = await withLeo(context, { n: 1, l: [1], s: new Set(['a']) })
      const updated = await store.update('leo', ({ n, l, s, m, k, t }) => [
        n!.increment(),
        l!.append(2),
        s!.add('b'),
        m!.set(n!),
        k!.set(l!),
        t!.set(s!),
      ])
      const wanted = { n: 2, l: [1, 2], s: new Set(['a', 'b']), m: 1, k: [1], t: new Set(['a']) }
      expect(exactly(updated)).toEqual(exactly({ animalId: 'leo', ...wanted }))
    },
  },
  'actions of one kind may stand apart': {
    rule: '5.1',
    run: async (context) => {
      const store = await withLeo(context, { a: 1, b: 1, c: 1, d: 1, s: new Set(['x', 'y']), t: new Set(['x', 'y']) })
      const updated = await store.update('leo', ({ a, b, c, d, e, s, t }) => [
        a!.remove(),
        e!.set(1),
        b!.increment(),
        s!.delete('x'),
        c!.remove(),
        d!.set(2),
        t!.delete('y'),
      ])
      const wanted = { animalId: 'leo', e: 1, b: 2, d: 2, s: new Set(['y']), t: new Set(['x']) }
      expect(exactly(updated)).toEqual(exactly(wanted))
    },
  },
  'if-not-exists looks inside maps and lists': {
    rule: '5.8',
    run: async (context) => {
      const store = await withLeo(context, { m: { a: 1 }, l: ['x'] })
      const updated = await store.update('leo', ({ m, l, seen }) => [
        m!['a']!.setIfNotExists(9),
        m!['b']!.setIfNotExists(2),
        l!.element(0).setIfNotExists('y'),
        seen!.set(l!.element(5).ifNotExists('nothing')),
      ])
      expect(updated).toEqual({ animalId: 'leo', m: { a: 1, b: 2 }, l: ['x'], seen: 'nothing' })
    },
  },
  'if-not-exists gives a list to append to, and a number to count from': {
    rule: '5.8',
    run: async (context) => {
      const store = await withLeo(context, { n: 1 })
      const add = () =>
        store.update('leo', ({ l, m, n }) => [
          l!.set(l!.ifNotExists([0]).concat([1])),
          m!.set(m!.ifNotExists(n!).minus(3)),
        ])
      expect(await add()).toEqual({ animalId: 'leo', n: 1, l: [0, 1], m: -2 })
      expect(await add()).toEqual({ animalId: 'leo', n: 1, l: [0, 1, 1], m: -5 })
    },
  },
  'an empty value and false are there, so nothing takes their place': {
    rule: '5.8',
    run: async (context) => {
      const item = { animalId: 'leo', text: '', no: false, zero: 0, list: [], map: {} }
      const store = await withLeo(context, item)
      const updated = await store.update('leo', (leo) =>
        ['text', 'no', 'zero', 'list', 'map'].map((name) => leo[name]!.setIfNotExists('x')),
      )
      expect(exactly(updated)).toEqual(exactly(item))
    },
  },
  'a joined list is no fallback': {
    rule: '5.9',
    run: async (context) => {
      const store = await withLeo(context, { l: [1] })
      await refused(
        store.update('leo', ({ l, no }) => [no!.setIfNotExists(l!.concat([2]))]),
        'ValidationException',
      )
      expect(await store.get('leo')).toEqual({ animalId: 'leo', l: [1] })
    },
  },
  'a list inside a map grows at both ends': {
    rule: '5.9',
    run: async (context) => {
      const store = await withLeo(context, { m: { l: [1] } })
      await store.update('leo', ({ m }) => [m!['l']!.append([2], null)])
      await store.update('leo', ({ m }) => [m!['l']!.prepend({ a: 0 }), m!['fresh']!.append('x')])
      expect(await store.get('leo')).toEqual({ animalId: 'leo', m: { l: [{ a: 0 }, 1, [2], null], fresh: ['x'] } })
    },
  },
  'a list is joined with a list only, not with a set': {
    rule: '5.9',
    run: async (context) => {
      const item = { animalId: 'leo', l: [1], s: new Set([1]), m: { a: 1 } }
      const store = await withLeo(context, item)
      for (const name of ['s', 'm']) {
        await refused(
          store.update('leo', (leo) => [leo['l']!.set(leo['l']!.concat(leo[name]!))]),
          'ValidationException',
        )
      }
      expect(await store.get('leo')).toEqual(item)
    },
  },
  'a key is not counted, appended to, or reached into': {
    rule: '5.20',
    run: async ({ database, table }) => {
      const store = database().store(table(visits))
      const key = { zoo: 'north', day: 'monday' }
      await store.create(key)
      const part = /part of the key/
      await refused(
        store.update(key, ({ day }) => [(day as never as { setIfNotExists(x: string): never }).setIfNotExists('x')]),
        'ValidationException',
        part,
      )
      await refused(
        store.update(key, (visit) => [(visit as never as { day: { increment(): never } }).day.increment()]),
        'ValidationException',
        part,
      )
      await refused(
        store.update(key, (visit) => [(visit as never as { zoo: { a: { remove(): never } } }).zoo.a.remove()]),
        'ValidationException',
        part,
      )
      expect(await store.list()).toEqual([key])
    },
  },
  'what is set nests 32 levels deep and no deeper, wherever it is set': {
    rule: '1.19',
    run: async (context) => {
      const store = await withLeo(context, { m: {} })
      await store.update('leo', ({ m }) => [m!['a']!.set(nested(30))])
      await refused(
        store.update('leo', ({ m }) => [m!['a']!.set(nested(31))]),
        'ValidationException',
        /Nesting Levels/,
      )
      await refused(store.updateFields('leo', { a: nested(32) }), 'ValidationException', /Nesting Levels/)
    },
  },
  'a copy nests 32 levels deep and no deeper': {
    rule: '1.19',
    run: async (context) => {
      const item = { animalId: 'leo', deep: nested(31), m: {} }
      const store = await withLeo(context, item)
      await refused(
        store.update('leo', ({ m, deep }) => [m!['a']!.set(deep!)]),
        'ValidationException',
        /Nesting Levels/,
      )
      expect(await store.get('leo')).toEqual(item)
    },
  },
  'what nests too deep is refused before the condition is looked at': {
    rule: '1.20',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await refused(
        store.update('nobody', ({ a }) => [a!.set(nested(32))]),
        'ValidationException',
        /Nesting Levels/,
      )
      await refused(
        store.update('nobody', ({ a }) => [a!.set(nested(31))]),
        'ConditionalCheckFailedException',
      )
    },
  },
})
