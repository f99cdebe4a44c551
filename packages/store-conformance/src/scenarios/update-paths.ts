import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { withLeo } from './with-leo.ts'

export const updatePaths: readonly Scenario[] = theme('update paths', {
  'paths that overlap or conflict are refused': {
    rule: '5.3',
    run: async (context) => {
      const store = await withLeo(context, { m: { a: 1 } })
      await refused(
        store.update('leo', ({ m }) => [m!.set({}), m!['a']!.set(2)]),
        'ValidationException',
        /overlap/,
      )
      await refused(
        store.update('leo', ({ m }) => [m!['a']!.set(1), m!['a']!.remove()]),
        'ValidationException',
        /overlap/,
      )
      await refused(
        store.update('leo', ({ m }) => [m!['a']!.set(1), m!.element(0).set(2)]),
        'ValidationException',
        /conflict/,
      )
      expect(await store.get('leo')).toEqual({ animalId: 'leo', m: { a: 1 } })
    },
  },
  'lists grow at both ends': {
    rule: '5.9',
    run: async (context) => {
      const store = await withLeo(context, { l: [2] })
      await store.update('leo', ({ l, fresh }) => [l!.append(3, [4]), fresh!.prepend('x')])
      const updated = await store.update('leo', ({ l, fresh }) => [l!.prepend(0, 1), fresh!.append('y')])
      expect(updated).toEqual({ animalId: 'leo', l: [0, 1, 2, 3, [4]], fresh: ['x', 'y'] })
    },
  },
  'lists are joined, also with themselves': {
    rule: '5.9',
    run: async (context) => {
      const store = await withLeo(context, { l: [1], m: [2] })
      const updated = await store.update('leo', ({ l, m, both }) => [both!.set(l!.concat(m!)), l!.set(l!.concat(l!))])
      expect(updated).toEqual({ animalId: 'leo', l: [1, 1], m: [2], both: [1, 2] })
    },
  },
  'only lists are joined': {
    rule: '5.9',
    run: async (context) => {
      const store = await withLeo(context, { text: 'x' })
      await refused(
        store.update('leo', ({ text }) => [text!.append(1)]),
        'ValidationException',
      )
      await refused(
        store.update('leo', ({ no, text }) => [no!.set(no!.concat('x' as never)), text!.remove()]),
        'ValidationException',
        /operand type: S/,
      )
      await refused(
        store.update('leo', ({ no }) => [no!.set(no!.concat([]))]),
        'ValidationException',
        /does not exist in the item/,
      )
      expect(await store.get('leo')).toEqual({ animalId: 'leo', text: 'x' })
    },
  },
  'what is set behind the end of a list is appended, in the order of the positions': {
    rule: '5.10',
    run: async (context) => {
      const store = await withLeo(context, { l: [0] })
      const updated = await store.update('leo', ({ l }) => [
        l!.element(9).set('b'),
        l!.element(5).set('a'),
        l!.element(0).set('x'),
      ])
      expect(updated).toEqual({ animalId: 'leo', l: ['x', 'a', 'b'] })
    },
  },
  'positions are those of the list as it was': {
    rule: '5.11',
    run: async (context) => {
      const store = await withLeo(context, { l: [0, 1, 2, 3] })
      expect(await store.update('leo', ({ l }) => [l!.element(0).remove(), l!.element(2).remove()])).toEqual({
        animalId: 'leo',
        l: [1, 3],
      })
      expect(await store.update('leo', ({ l }) => [l!.element(7).remove()])).toEqual({ animalId: 'leo', l: [1, 3] })
    },
  },
  'an element is removed where another one is set': {
    rule: '5.11',
    run: async (context) => {
      const store = await withLeo(context, { l: [0, 1, 2, 3] })
      const updated = await store.update('leo', ({ l }) => [l!.element(1).remove(), l!.element(3).set('X')])
      expect(updated).toEqual({ animalId: 'leo', l: [0, 2, 'X'] })
    },
  },
  'nested members and elements are set and removed, the rest stays': {
    rule: '4.33',
    run: async (context) => {
      const store = await withLeo(context, { m: { a: 1, b: { c: [1, { d: 2, e: 3 }] } } })
      const updated = await store.update('leo', ({ m }) => [
        m!['a']!.remove(),
        m!['b']!['c']!.element(1)['d']!.set('x'),
        m!['b']!['f']!.set([]),
      ])
      expect(updated).toEqual({ animalId: 'leo', m: { b: { c: [1, { d: 'x', e: 3 }], f: [] } } })
    },
  },
  'nothing is set or removed through a parent that is not there, or is something else': {
    rule: '5.12',
    run: async (context) => {
      const store = await withLeo(context, { text: 'x', list: [1], map: { a: 1 } })
      const invalid = /document path provided in the update expression is invalid/
      await refused(
        store.update('leo', ({ no }) => [no!['a']!.set(1)]),
        'ValidationException',
        invalid,
      )
      await refused(
        store.update('leo', ({ no }) => [no!['a']!.remove()]),
        'ValidationException',
        invalid,
      )
      await refused(
        store.update('leo', ({ text }) => [text!['a']!.set(1)]),
        'ValidationException',
        invalid,
      )
      await refused(
        store.update('leo', ({ list }) => [list!['a']!.set(1)]),
        'ValidationException',
        invalid,
      )
      await refused(
        store.update('leo', ({ map }) => [map!.element(0).set(1)]),
        'ValidationException',
        invalid,
      )
      await refused(
        store.update('leo', ({ list }) => [list!.element(4)['a']!.set(1)]),
        'ValidationException',
        invalid,
      )
      expect(await store.get('leo')).toEqual({ animalId: 'leo', text: 'x', list: [1], map: { a: 1 } })
    },
  },
  'removing what is not there is no error': {
    rule: '5.13',
    run: async (context) => {
      const store = await withLeo(context, { m: { a: 1 } })
      const updated = await store.update('leo', ({ no, m }) => [no!.remove(), m!['no']!.remove()])
      expect(updated).toEqual({ animalId: 'leo', m: { a: 1 } })
    },
  },
  'an emptied list or map stays': {
    rule: '1.24',
    run: async (context) => {
      const store = await withLeo(context, { m: { a: 1 }, l: [1] })
      const updated = await store.update('leo', ({ m, l }) => [m!['a']!.remove(), l!.element(0).remove()])
      expect(updated).toEqual({ animalId: 'leo', m: {}, l: [] })
    },
  },
})
