import type { Item, UpdateAction } from '@cmz/store-core'
import { expect } from 'vitest'
import { exactly } from '../exactly.ts'
import { type Scenario, theme } from '../scenario.ts'
import { schema } from './standard-schema.ts'
import { animals, bytes, visits } from './zoo.ts'

const rich = (): Record<string, unknown> & { animalId: string } => ({
  animalId: 'leo',
  list: [{ deep: [1] }],
  set: new Set(['a']),
  binary: bytes(1, 2, 3),
})

/** Changes an item in every place where something can be changed. */
function spoil(item: unknown): void {
  const { list, set, binary } = item as { list: { deep: number[] }[]; set: Set<string>; binary: Uint8Array }
  list[0]!.deep.push(2)
  list.push({ deep: [] })
  set.add('b')
  binary[0] = 99
  Object.assign(item as object, { extra: true })
}

export const copies: readonly Scenario[] = theme('copies', {
  'what was handed to create may be changed later': async ({ database, table }) => {
    const store = database().store(table(animals))
    const given = rich()
    await store.create(given as never)
    spoil(given)
    expect(exactly(await store.get('leo'))).toEqual(exactly(rich()))
  },
  'what was handed to put or updateFields may be changed later': async ({ database, table }) => {
    const store = database().store(table(animals))
    const given = rich()
    await store.put(given as never)
    spoil(given)
    expect(exactly(await store.get('leo'))).toEqual(exactly(rich()))
    const fields = rich()
    await store.updateFields('leo', fields as never)
    spoil(fields)
    expect(exactly(await store.get('leo'))).toEqual(exactly(rich()))
  },
  'what was handed to create may be changed while it is written': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.list()
    const given = { animalId: 'leo', name: 'Leo' }
    const pending = store.create(given)
    const created = await pending
    given.name = 'Pumba'
    expect(created).toEqual({ animalId: 'leo', name: 'Leo' })
    expect(await store.get('leo')).toEqual({ animalId: 'leo', name: 'Leo' })
  },
  'what was handed to a write may be changed while its schema is waited for': async ({ database, table }) => {
    const slow = schema(async (value) => {
      await new Promise(setImmediate)
      return { value }
    })
    const attributes = { animalId: slow, list: slow, set: slow, binary: slow }
    const store = database().store(table({ ...animals, attributes }))
    for (const write of [
      (given: never) => store.create(given),
      (given: never) => store.put(given),
      (given: never) => store.updateFields('leo', given),
      (given: never) => store.writeMany({ put: [given] }),
    ]) {
      const given = rich()
      const pending = write(given as never)
      spoil(given)
      await pending
      expect(exactly(await store.get('leo'))).toEqual(exactly(rich()))
    }
  },
  'what the actions of an update hold may be changed while it is written, and later': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo' })
    const { animalId: _key, ...given } = rich()
    const actions: UpdateAction[] = []
    const change = store.update('leo', (item) => {
      for (const [name, value] of Object.entries(given)) actions.push(item[name]!.set(value as never))
      return actions
    })
    const values = actions.map((action) => [action.path[0], (action as { to: { value: unknown } }).to.value] as const)
    spoil(Object.fromEntries(values))
    actions.pop()
    await change
    spoil(Object.fromEntries(values))
    expect(exactly(await store.get('leo'))).toEqual(exactly(rich()))
  },
  'what a condition holds may be changed while it is looked at': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create(rich() as never)
    const held: { value?: unknown } = {}
    const change = store.updateFields(
      'leo',
      { legs: 4 },
      {
        if: ({ binary }) => {
          const condition = binary!.eq(bytes(1, 2, 3))
          Object.assign(held, (condition as { right?: object }).right)
          return condition
        },
      },
    )
    ;(held.value as Uint8Array)[0] = 99
    await change
    expect((await store.get('leo'))!['legs']).toBe(4)
  },
  'two items that getMany returned for one key are two': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create(rich() as never)
    const [first, second] = await store.getMany(['leo', 'leo'])
    spoil(first)
    expect(exactly(second)).toEqual(exactly(rich()))
  },
  'the store changes nothing in what it is handed': async ({ database, table }) => {
    const store = database().store(table({ ...animals, stamps: {}, softDelete: 'softDelete' }))
    const given = Object.freeze({ name: 'Leo', list: Object.freeze(['a']) })
    await store.create(given)
    expect(given).toEqual({ name: 'Leo', list: ['a'] })
  },
  'what create returned may be changed': async ({ database, table }) => {
    const store = database().store(table(animals))
    spoil(await store.create(rich() as never))
    expect(exactly(await store.get('leo'))).toEqual(exactly(rich()))
  },
  'what updateFields and put returned may be changed': async ({ database, table }) => {
    const store = database().store(table(animals))
    spoil(await store.put(rich() as never))
    expect(exactly(await store.get('leo'))).toEqual(exactly(rich()))
    spoil(await store.updateFields('leo', { name: 'Leo' }))
    expect(exactly(await store.get('leo'))).toEqual(exactly({ ...rich(), name: 'Leo' }))
  },
  'what get returned may be changed': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create(rich() as never)
    spoil(await store.get('leo'))
    expect(exactly(await store.get('leo'))).toEqual(exactly(rich()))
  },
  'what list, page and query returned may be changed': async ({ database, table }) => {
    const store = database().store(table({ ...visits, indexes: { byDay: { partitionKey: 'day' } } }))
    const item = { zoo: 'north', day: 'monday', ...rich() }
    await store.create(item)
    const read: readonly (() => Promise<readonly Item[]>)[] = [
      () => store.list(),
      async () => (await store.page()).items,
      async () => (await store.query({ key: { zoo: 'north' } })).items,
      async () => (await store.query({ index: 'byDay', key: { day: 'monday' } })).items,
    ]
    for (const items of read) {
      spoil((await items())[0])
      expect(exactly(await items())).toEqual(exactly([item]))
    }
  },
})
