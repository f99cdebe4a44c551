import { attempt, type Attributes, type Item } from '@cmz/store-core'
import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { animals } from './zoo.ts'

export const returnValues: readonly Scenario[] = theme('return values', {
  'put returns the item it replaced, or nothing': {
    rule: '6.2',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      expect(await store.put({ animalId: 'leo', legs: 4 }, { returnValues: 'allOld' })).toBeUndefined()
      expect(await store.put({ animalId: 'leo', legs: 3 }, { returnValues: 'allOld' })).toEqual({
        animalId: 'leo',
        legs: 4,
      })
      expect(await store.put({ animalId: 'leo', legs: 2 })).toEqual({ animalId: 'leo', legs: 2 })
    },
  },
  'purge returns the item it removed': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo', legs: 4 })
    expect(await store.purge('leo', { returnValues: 'allOld' })).toEqual({ animalId: 'leo', legs: 4 })
  },
  'an update returns the item as it was': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo', legs: 4 })
    expect(await store.updateFields('leo', { legs: 3 }, { returnValues: 'allOld' })).toEqual({
      animalId: 'leo',
      legs: 4,
    })
    expect(await store.get('leo')).toEqual({ animalId: 'leo', legs: 3 })
  },
  'an update returns what it changed, as it is and as it was': {
    rule: '6.4',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo', legs: 4, name: 'Leo' })
      const changes = { legs: 3, eyes: 2 }
      expect(await store.updateFields('leo', changes, { returnValues: 'updatedNew' })).toEqual({ legs: 3, eyes: 2 })
      expect(await store.updateFields('leo', { legs: 4, ears: 2 }, { returnValues: 'updatedOld' })).toEqual({ legs: 3 })
      expect(await store.updateFields('leo', { tail: 1 }, { returnValues: 'updatedOld' })).toBeUndefined()
    },
  },
  'of a nested change only the place itself is returned': {
    rule: '6.3',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo', m: { a: 1, b: 2 } })
      const now = await store.update('leo', ({ m }) => [m!['a']!.set(5)], { returnValues: 'updatedNew' })
      expect(now).toEqual({ m: { a: 5 } })
      const old = await store.update('leo', ({ m }) => [m!['a']!.set(6)], { returnValues: 'updatedOld' })
      expect(old).toEqual({ m: { a: 5 } })
    },
  },
  'of a changed element only the element is returned': {
    rule: '6.3',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo', l: [1, 2, 3] })
      const now = await store.update('leo', ({ l }) => [l!.element(2).set(5)], { returnValues: 'updatedNew' })
      expect(now).toEqual({ l: [5] })
    },
  },
  'what an update removed is not among what it changed': {
    rule: '6.5',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo', legs: 4 })
      expect(await store.update('leo', ({ legs }) => [legs!.remove()], { returnValues: 'updatedNew' })).toBeUndefined()
    },
  },
  'what a write returns is a copy': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo', m: { a: [1] } })
    const old = await store.update('leo', ({ m }) => [m!['b']!.set(2)], { returnValues: 'updatedNew' })
    expect(old).toEqual({ m: { b: 2 } })
    const before = (await store.put({ animalId: 'leo' }, { returnValues: 'allOld' })) as { m: { a: number[] } }
    before.m.a.push(2)
    expect(await store.get('leo')).toEqual({ animalId: 'leo' })
  },
  'a refused write tells the item as it is, where it is asked to': {
    rule: '4.31',
    needs: 'currentItems',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo', legs: 4, m: { a: [1] } })
      const current = { animalId: 'leo', legs: 4, m: { a: [1] } }
      const withCurrent = true
      const never = { if: (leo: Attributes<Item>) => leo['legs']!.eq(0), withCurrent }
      const calls = [
        store.create({ animalId: 'leo' }, { withCurrent }),
        store.put({ animalId: 'leo' }, never),
        store.updateFields('leo', { legs: 5 }, never),
        store.update('leo', ({ legs }) => [legs!.remove()], never),
        store.purge('leo', never),
      ]
      for (const call of calls) {
        expect(await refused(call, 'ConditionalCheckFailedException')).toMatchObject({ current })
      }
      expect(await store.get('leo')).toEqual(current)
    },
  },
  'a refused write says nothing of the item where it is not asked, or there is none': {
    rule: '4.31',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo' })
      expect(await refused(store.create({ animalId: 'leo' }), 'ConditionalCheckFailedException')).not.toHaveProperty(
        'current',
      )
      const absent = store.updateFields('nobody', { legs: 1 }, { withCurrent: true })
      expect(await refused(absent, 'ConditionalCheckFailedException')).not.toHaveProperty('current')
    },
  },
  'an attempt answers instead of throwing': {
    rule: '4.31',
    needs: 'currentItems',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      expect(await attempt(store.create({ animalId: 'leo', legs: 4 }))).toEqual({
        met: true,
        item: { animalId: 'leo', legs: 4 },
      })
      expect(await attempt(store.create({ animalId: 'leo' }, { withCurrent: true }))).toEqual({
        met: false,
        current: { animalId: 'leo', legs: 4 },
      })
      await refused(attempt(store.create({ animalId: '' })), 'ValidationException')
    },
  },
})
