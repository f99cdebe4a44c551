import { and, not, or, type Value, type Where } from '@cmz/store-core'
import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { animals, users, visits } from './zoo.ts'

async function leo({ database, table }: Context) {
  const store = database().store(table(animals))
  await store.create({ animalId: 'leo', name: 'Leo', legs: 4, home: { zoo: 'north', cage: [7, 'b'] } })
  return store
}

type Ask = Where<Record<string, Value>>

const failed = 'ConditionalCheckFailedException'

export const conditions: readonly Scenario[] = theme('conditions', {
  'a condition can ask when an item was modified, and by whom': async ({ database, table }) => {
    const store = database().store(table(users))
    const { modified } = await store.create({ userId: 'ada' })
    const rename = (name: string) =>
      store.updateFields(
        'ada',
        { name },
        { if: (item) => and(item.modified.at.eq(modified!.at), item.modified.by.userId.eq('system')) },
      )
    await rename('ADA')
    await refused(rename('EVE'), 'ConditionalCheckFailedException')
  },
  'updateFields writes if the condition is met': async (context) => {
    const store = await leo(context)
    const updated = await store.updateFields('leo', { legs: 3 }, { if: ({ legs }) => legs!.eq(4) })
    expect(updated.legs).toBe(3)
    expect((await store.get('leo'))?.legs).toBe(3)
  },
  'updateFields fails and changes nothing if the condition is not met': {
    rule: '4.30',
    run: async (context) => {
      const store = await leo(context)
      const before = await store.get('leo')
      await refused(store.updateFields('leo', { legs: 3, more: 1 }, { if: ({ legs }) => legs!.eq(5) }), failed)
      expect(await store.get('leo')).toEqual(before)
    },
  },
  'updateFields with a condition that a missing item would meet still fails': async (context) => {
    const store = await leo(context)
    await refused(store.updateFields('nala', { legs: 3 }, { if: ({ legs }) => legs!.notExists() }), failed)
    await refused(store.updateFields('nala', { legs: 3 }, { if: ({ legs }) => legs!.ne(4) }), failed)
    expect(await store.get('nala')).toBeUndefined()
  },
  'put replaces if the condition is met': async (context) => {
    const store = await leo(context)
    await store.put({ animalId: 'leo', name: 'Simba' }, { if: ({ name }) => name!.eq('Leo') })
    expect(await store.get('leo')).toEqual({ animalId: 'leo', name: 'Simba' })
  },
  'put fails and changes nothing if the condition is not met': {
    rule: '4.30',
    run: async (context) => {
      const store = await leo(context)
      const before = await store.get('leo')
      await refused(store.put({ animalId: 'leo', name: 'X' }, { if: ({ name }) => name!.eq('Simba') }), failed)
      expect(await store.get('leo')).toEqual(before)
    },
  },
  'put of a new item meets only conditions that nothing meets': {
    rule: '4.4',
    run: async (context) => {
      const store = await leo(context)
      await refused(store.put({ animalId: 'nala' }, { if: ({ animalId }) => animalId!.exists() }), failed)
      await refused(store.put({ animalId: 'nala' }, { if: ({ legs }) => legs!.eq(4) }), failed)
      await refused(store.put({ animalId: 'nala' }, { if: ({ legs }) => legs!.lt(4) }), failed)
      await store.put({ animalId: 'nala' }, { if: ({ animalId, legs }) => and(animalId!.notExists(), legs!.ne(4)) })
      expect(await store.get('nala')).toEqual({ animalId: 'nala' })
    },
  },
  'a condition looks at the item before the write, not after': {
    rule: '5.2',
    run: async (context) => {
      const store = await leo(context)
      await refused(store.updateFields('leo', { legs: 5 }, { if: ({ legs }) => legs!.eq(5) }), failed)
      await store.put({ animalId: 'leo', legs: 1 }, { if: ({ home }) => home!.exists() })
      await refused(store.put({ animalId: 'leo', home: {} }, { if: ({ home }) => home!.exists() }), failed)
    },
  },
  'a condition looks at the item of its own key only': async ({ database, table }) => {
    const store = database().store(table(visits))
    await store.create({ zoo: 'north', day: 'monday', open: true })
    await store.create({ zoo: 'north', day: 'tuesday', open: false })
    const key = { zoo: 'north', day: 'tuesday' }
    await refused(store.updateFields(key, { guests: 1 }, { if: ({ open }) => open!.eq(true) }), failed)
  },
  'a condition reaches into maps and lists': {
    rule: '4.33',
    run: async (context) => {
      const store = await leo(context)
      await store.updateFields('leo', { legs: 1 }, { if: ({ home }) => home!.zoo!.eq('north') })
      await store.updateFields('leo', { legs: 2 }, { if: ({ home }) => home!.cage!.element(1).eq('b') })
      await refused(store.updateFields('leo', { legs: 3 }, { if: ({ home }) => home!.cage![2]!.exists() }), failed)
      await refused(store.updateFields('leo', { legs: 3 }, { if: ({ name }) => name!.zoo!.exists() }), failed)
      expect((await store.get('leo'))?.legs).toBe(2)
    },
  },
  'a condition reaches attributes of any name': {
    rule: '4.33',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo', 'a.b': 1, a: { b: 2 }, size: { 'c.d': { '#e': 3 } } })
      const where = await store.list({
        where: (item) => and(item['a.b']!.eq(1), item.a!.b!.eq(2), item.size!['c.d']!['#e']!.eq(3)),
      })
      expect(where).toHaveLength(1)
      await store.updateFields('leo', { x: 1 }, { if: (item) => and(item['a.b']!.eq(1), item.size!['c.d']!.exists()) })
      await refused(store.updateFields('leo', { x: 2 }, { if: (item) => item['a.b']!.eq(2) }), failed)
    },
  },
  'the value given may equal the one that is set': async (context) => {
    const store = await leo(context)
    await store.updateFields(
      'leo',
      { name: 'Leo', legs: 4 },
      { if: ({ name, legs }) => and(name!.eq('Leo'), legs!.eq(4)) },
    )
    expect((await store.get('leo'))?.name).toBe('Leo')
  },
  'and, or and not nest as they are written': {
    rule: '4.2',
    run: async (context) => {
      const store = await leo(context)
      await refused(
        store.updateFields(
          'leo',
          { x: 1 },
          {
            if: ({ legs, name }) => and(or(legs!.eq(4), name!.eq('Leo')), name!.eq('Simba')),
          },
        ),
        failed,
      )
      await store.updateFields(
        'leo',
        { x: 2 },
        {
          if: ({ legs, name }) => or(legs!.eq(4), and(name!.eq('Leo'), name!.eq('Simba'))),
        },
      )
      await refused(
        store.updateFields('leo', { x: 3 }, { if: ({ legs, name }) => not(or(legs!.eq(9), name!.eq('Leo'))) }),
        failed,
      )
      await store.updateFields('leo', { x: 4 }, { if: ({ legs, name }) => or(not(legs!.eq(4)), name!.eq('Leo')) })
      expect((await store.get('leo'))?.x).toBe(4)
    },
  },
  'a condition may look at the stamps and the flag': async ({ database, table }) => {
    const store = database().store(table(users))
    await store.create({ userId: 'ada' })
    await store.updateFields('ada', { x: 1 }, { if: ({ created }) => created.by.userId.eq('system') })
    await refused(store.updateFields('ada', { x: 2 }, { if: ({ softDelete }) => softDelete.eq(true) }), failed)
  },
  'a literal that an operator cannot order is refused': {
    rule: '4.6',
    run: async (context) => {
      const store = await leo(context)
      for (const value of [true, null, ['a'], { a: 1 }, new Set(['a'])]) {
        const text = /Incorrect operand type for operator or function; operator or function: >/
        await refused(store.list({ where: ({ legs }) => legs!.gt(value as never) }), 'ValidationException', text)
        await refused(
          store.updateFields('leo', { x: 1 }, { if: ({ legs }) => legs!.gt(value as never) }),
          'ValidationException',
          text,
        )
      }
    },
  },
  'bounds the wrong way round or of two types are refused': {
    rule: '4.7',
    run: async (context) => {
      const store = await leo(context)
      await refused(store.list({ where: ({ legs }) => legs!.between(5, 4) }), 'ValidationException', /upper bound/)
      await refused(store.list({ where: ({ legs }) => legs!.between(4, '5') }), 'ValidationException', /same data type/)
    },
  },
  'a prefix that is neither text nor binary is refused': {
    rule: '4.12',
    run: async (context) => {
      const store = await leo(context)
      const call = store.list({ where: ({ legs }) => legs!.beginsWith(4 as never) })
      await refused(call, 'ValidationException', /begins_with, operand type: N/)
    },
  },
  'a condition can ask for types and sizes': {
    rule: '4.14',
    run: async (context) => {
      const store = await leo(context)
      await store.put({ animalId: 'nala', name: 'Nala', legs: null, home: new Set(['a', 'b', 'c']) })
      const found = async (where: Ask): Promise<readonly unknown[]> =>
        (await store.list({ where })).map(({ animalId }) => animalId)
      expect(await found(({ legs }) => legs!.hasType('N'))).toEqual(['leo'])
      expect(await found(({ home }) => home!.hasType('SS'))).toEqual(['nala'])
      expect(await found(({ missing }) => missing!.hasType('NULL'))).toEqual([])
      expect(await found(({ name }) => name!.size().eq(3))).toEqual(['leo'])
      expect(await found(({ home }) => home!.size().gt(1))).toEqual(['leo', 'nala'])
      expect(await found(({ home, name }) => home!.size().lt(name!.size()))).toEqual(['leo', 'nala'])
      expect(await found(({ home }) => home!['cage']!.size().between(1, 2))).toEqual(['leo'])
      expect(await found(({ legs }) => legs!.size().ge(0))).toEqual([])
      await refused(
        store.list({ where: ({ legs }) => legs!.hasType('X' as never) }),
        'ValidationException',
        /type name/,
      )
    },
  },
  'in takes up to 100 values': {
    rule: '4.8',
    run: async (context) => {
      const store = await leo(context)
      const many = Array.from({ length: 100 }, (_, index) => index) as [number, ...number[]]
      expect(await store.list({ where: ({ legs }) => legs!.in(...many) })).toHaveLength(1)
      await refused(store.list({ where: ({ legs }) => legs!.in(...many, 101) }), 'ValidationException', /IN operator/)
    },
  },
})
