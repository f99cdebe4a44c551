import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { withLeo } from './with-leo.ts'

const updatedNew = { returnValues: 'updatedNew' } as const
const updatedOld = { returnValues: 'updatedOld' } as const

export const returnedParts: readonly Scenario[] = theme('returned parts', {
  'of several places in a map those are returned': {
    rule: '6.3',
    run: async (context) => {
      const store = await withLeo(context, { m: { a: 1, b: { c: 2, d: 3 }, e: 4 }, n: 5 })
      const change = () =>
        store.update('leo', ({ m }) => [m!['a']!.increment(), m!['b']!['c']!.set('x'), m!['e']!.remove()], updatedNew)
      expect(await change()).toEqual({ m: { a: 2, b: { c: 'x' } } })
    },
  },
  'of several places in a map those are returned as they were': {
    rule: '6.3',
    run: async (context) => {
      const store = await withLeo(context, { m: { a: 1, b: { c: 2, d: 3 }, e: 4 }, n: 5 })
      const old = await store.update(
        'leo',
        ({ m, n }) => [m!['a']!.increment(), m!['b']!['c']!.remove(), m!['e']!.set([]), n!.remove()],
        updatedOld,
      )
      expect(old).toEqual({ m: { a: 1, b: { c: 2 }, e: 4 }, n: 5 })
    },
  },
  'of a changed element the element is returned as it was': {
    rule: '6.3',
    run: async (context) => {
      const store = await withLeo(context, { l: [1, 2, 3] })
      expect(await store.update('leo', ({ l }) => [l!.element(1).set('x')], updatedOld)).toEqual({ l: [2] })
    },
  },
  'changed elements come one behind the other': {
    rule: '6.3',
    run: async (context) => {
      const store = await withLeo(context, { l: [1, 2, 3] })
      const now = await store.update('leo', ({ l }) => [l!.element(2).set('z'), l!.element(0).set('x')], updatedNew)
      expect(now).toEqual({ l: ['x', 'z'] })
    },
  },
  'a place in an element of a list is returned alone': {
    rule: '6.3',
    run: async (context) => {
      const store = await withLeo(context, { l: [{ a: 1, b: 2 }] })
      const now = await store.update('leo', ({ l }) => [l!.element(0)['a']!.set(3)], updatedNew)
      expect(now).toEqual({ l: [{ a: 3 }] })
    },
  },
  'of what was not there before nothing is returned as it was': {
    rule: '6.4',
    run: async (context) => {
      const store = await withLeo(context, { m: { a: 1 } })
      expect(await store.update('leo', ({ m }) => [m!['b']!.set(1)], updatedOld)).toBeUndefined()
      expect(await store.update('leo', ({ n, s }) => [n!.increment(), s!.add('a')], updatedOld)).toBeUndefined()
      const some = await store.update(
        'leo',
        ({ m, n, no }) => [m!['a']!.set(2), n!.increment(), no!.set(1)],
        updatedOld,
      )
      expect(some).toEqual({ m: { a: 1 }, n: 1 })
    },
  },
  'what was counted, collected and joined is returned as it is': {
    rule: '6.5',
    run: async (context) => {
      const store = await withLeo(context, { n: 1, s: new Set(['b']), l: [1], same: 'x' })
      const now = await store.update(
        'leo',
        ({ n, s, l, fresh }) => [n!.increment(), s!.add('a'), l!.append(2), fresh!.setIfNotExists(0)],
        updatedNew,
      )
      expect(exactly(now)).toEqual(exactly({ n: 2, s: new Set(['a', 'b']), l: [1, 2], fresh: 0 }))
    },
  },
  'an emptied set is not among what is returned': {
    rule: '6.5',
    run: async (context) => {
      const store = await withLeo(context, { s: new Set(['a']), t: new Set(['a', 'b']) })
      const now = await store.update('leo', ({ s, t }) => [s!.delete('a'), t!.delete('a')], updatedNew)
      expect(now).toEqual({ t: new Set(['b']) })
    },
  },
  'what is set behind the end of a list is not returned': {
    rule: '6.5',
    run: async (context) => {
      const store = await withLeo(context, { l: [1] })
      expect(await store.update('leo', ({ l }) => [l!.element(100).set('x')], updatedNew)).toBeUndefined()
      expect((await store.get('leo'))?.['l']).toEqual([1, 'x'])
    },
  },
  'where an element was removed the one that is there now is returned': {
    rule: '6.5',
    run: async (context) => {
      const store = await withLeo(context, { l: ['a', 'b', 'c'] })
      expect(await store.update('leo', ({ l }) => [l!.element(1).remove()], updatedNew)).toEqual({ l: ['c'] })
      expect(await store.update('leo', ({ l }) => [l!.element(1).remove()], updatedNew)).toBeUndefined()
    },
  },
  'the key is not among what is returned': {
    rule: '6.5',
    run: async (context) => {
      const store = await withLeo(context, { n: 1 })
      expect(await store.updateFields('leo', { n: 1 }, updatedNew)).toEqual({ n: 1 })
      expect(await store.updateFields('leo', { n: 2 }, updatedOld)).toEqual({ n: 1 })
    },
  },
  'a put and a purge return whole items only': {
    rule: '6.1',
    run: async (context) => {
      const store = await withLeo(context, { n: 1 })
      for (const returnValues of ['updatedNew', 'updatedOld'] as never[]) {
        await refused(store.put({ animalId: 'leo' }, { returnValues }), 'ValidationException', /returnValues must be/)
        await refused(store.purge('leo', { returnValues }), 'ValidationException', /returnValues must be/)
      }
      expect(await store.get('leo')).toEqual({ animalId: 'leo', n: 1 })
    },
  },
  'what there is not to return is refused before anything is looked at': {
    rule: '6.7',
    run: async (context) => {
      const store = await withLeo(context, { n: 1 })
      for (const returnValues of ['ALL_NEW', 'all', '', null, true] as never[]) {
        const text = /returnValues must be/
        await refused(store.put({ animalId: 'leo' }, { returnValues }), 'ValidationException', text)
        await refused(store.purge('nobody', { returnValues }), 'ValidationException', text)
        await refused(store.updateFields('nobody', { n: 2 }, { returnValues }), 'ValidationException', text)
        await refused(
          store.update('nobody', () => [], { returnValues }),
          'ValidationException',
          text,
        )
      }
      expect(await store.get('leo')).toEqual({ animalId: 'leo', n: 1 })
    },
  },
})
