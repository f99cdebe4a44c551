import { assignments, type Item, type Update, type WriteRequest } from '@cmz/store-core'
import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { animals } from './zoo.ts'

const key = { animalId: 'leo' }
const at = (attribute: string, ...steps: readonly (string | number)[]) => [attribute, ...steps] as const

/** Updates what no store would: an item that is not there. */
async function updating({ driver, table }: Context) {
  const definition = table(animals)
  await driver().ensureTable(definition)
  return {
    definition,
    update: (update: Update, more: Partial<WriteRequest> = {}): Promise<Item | undefined> =>
      driver().write({ kind: 'update', table: definition, key, update, ...more } as WriteRequest),
    stored: () => driver().get({ table: definition, key }),
  }
}

export const driverUpdates: readonly Scenario[] = theme('updates by a driver', {
  'a driver makes no item by an update that only takes away': {
    rule: '5.14',
    run: async ({ driver, database, table }) => {
      const definition = table(animals)
      await database().store(definition).list()
      const update = [{ op: 'remove', path: ['legs'] }] as const
      expect(await driver().write({ kind: 'update', table: definition, key, update })).toBeUndefined()
      expect(await driver().get({ table: definition, key })).toBeUndefined()
    },
  },
  'a driver makes an item of the key by an update that says nothing': {
    rule: '5.15',
    run: async ({ driver, database, table }) => {
      const definition = table(animals)
      await database().store(definition).list()
      expect(await driver().write({ kind: 'update', table: definition, key, update: [] })).toEqual(key)
      expect(await driver().get({ table: definition, key })).toEqual(key)
    },
  },
  'a driver makes no item by taking members out of sets': {
    rule: '5.14',
    run: async (context) => {
      const { update, stored } = await updating(context)
      const answer = await update([
        { op: 'delete', path: at('tags'), value: new Set(['a']) },
        { op: 'remove', path: at('legs') },
      ])
      expect(answer).toBeUndefined()
      expect(await stored()).toBeUndefined()
    },
  },
  'a driver makes an item by an update that also sets something': {
    rule: '5.15',
    run: async (context) => {
      const { update, stored } = await updating(context)
      const answer = await update([
        { op: 'remove', path: at('legs') },
        { op: 'set', path: at('name'), to: { value: 'Leo' } },
      ])
      expect(answer).toEqual({ ...key, name: 'Leo' })
      expect(await stored()).toEqual({ ...key, name: 'Leo' })
    },
  },
  'a driver takes away from an item that is not there, however deep': {
    rule: '5.12',
    run: async (context) => {
      const { update, stored } = await updating(context)
      expect(await update([{ op: 'remove', path: at('home', 'cage', 0) }])).toBeUndefined()
      expect(await stored()).toBeUndefined()
    },
  },
  'a driver counts an item that is not there from 0': {
    rule: '5.16',
    run: async (context) => {
      const { update } = await updating(context)
      const answer = await update([
        { op: 'add', path: at('n'), value: -2 },
        { op: 'add', path: at('tags'), value: new Set(['a', 'b']) },
      ])
      expect(exactly(answer)).toEqual(exactly({ ...key, n: -2, tags: new Set(['a', 'b']) }))
    },
  },
  'a driver finds nothing to work with in an item that is not there': {
    rule: '5.6',
    run: async (context) => {
      const { update, stored } = await updating(context)
      const to = { op: '+', left: { path: at('n') }, right: { value: 1 } } as const
      await refused(update([{ op: 'set', path: at('n'), to }]), 'ValidationException', /does not exist in the item/)
      expect(await stored()).toBeUndefined()
    },
  },
  'a driver falls back where the whole item is not there': {
    rule: '5.8',
    run: async (context) => {
      const { update } = await updating(context)
      const left = { op: 'ifNotExists', path: at('n'), otherwise: { value: 10 } } as const
      const to = { op: '+', left, right: { value: 1 } } as const
      expect(await update([{ op: 'set', path: at('n'), to }])).toEqual({ ...key, n: 11 })
    },
  },
  'a driver looks at the condition of an update that makes an item': {
    rule: '4.30',
    run: async (context) => {
      const { update, stored } = await updating(context)
      const condition = { op: 'exists', path: at('animalId') } as const
      await refused(update(assignments({ n: 1 }), { condition }), 'ConditionalCheckFailedException')
      expect(await stored()).toBeUndefined()
      const absent = { op: 'notExists', path: at('animalId') } as const
      expect(await update(assignments({ n: 1 }), { condition: absent })).toEqual({ ...key, n: 1 })
    },
  },
  'a driver looks at the condition of an update that says nothing': {
    rule: '4.25',
    run: async (context) => {
      const { update, stored } = await updating(context)
      const condition = { op: 'exists', path: at('animalId') } as const
      await refused(update([], { condition }), 'ConditionalCheckFailedException')
      expect(await stored()).toBeUndefined()
      await update(assignments({ n: 1 }))
      expect(await update([], { condition })).toEqual({ ...key, n: 1 })
    },
  },
  'a driver takes an update and a condition that compare with no value': {
    rule: '4.25',
    run: async (context) => {
      const { update } = await updating(context)
      await update(assignments({ n: 1, m: 2 }))
      const condition = { op: 'exists', path: at('n') } as const
      expect(await update([{ op: 'remove', path: at('n') }], { condition })).toEqual({ ...key, m: 2 })
    },
  },
  'a driver answers with nothing where it made nothing': {
    rule: '6.6',
    run: async (context) => {
      const { update } = await updating(context)
      for (const returnValues of ['allNew', 'allOld', 'updatedNew', 'updatedOld'] as const) {
        expect(await update([{ op: 'remove', path: at('legs') }], { returnValues })).toBeUndefined()
      }
    },
  },
  'a driver answers an update with nothing for an item that was not there before': {
    rule: '6.2',
    run: async (context) => {
      const { update, stored } = await updating(context)
      expect(await update(assignments({ n: 1 }), { returnValues: 'allOld' })).toBeUndefined()
      expect(await stored()).toEqual({ ...key, n: 1 })
    },
  },
  'a driver answers a put with the item that was there before, or with nothing': {
    rule: '6.1',
    run: async (context) => {
      const { definition } = await updating(context)
      const put = (item: Item, returnValues: 'allNew' | 'allOld') =>
        context.driver().write({ kind: 'put', table: definition, item, returnValues })
      expect(await put({ ...key, n: 1 }, 'allOld')).toBeUndefined()
      expect(await put({ ...key, n: 2 }, 'allOld')).toEqual({ ...key, n: 1 })
      expect(await put({ ...key, n: 3 }, 'allNew')).toEqual({ ...key, n: 3 })
    },
  },
  'a driver answers with nothing for an item that it deleted in vain': {
    rule: '6.8',
    run: async (context) => {
      const { definition, update } = await updating(context)
      const remove = { kind: 'delete', table: definition, key, returnValues: 'allOld' } as const
      expect(await context.driver().write(remove)).toBeUndefined()
      await update(assignments({ n: 1 }))
      expect(await context.driver().write(remove)).toEqual({ ...key, n: 1 })
      expect(await context.driver().write(remove)).toBeUndefined()
    },
  },
})
