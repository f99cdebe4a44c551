import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { all, weights } from './zoo.ts'

async function weighed({ database, table }: Context) {
  const byColour = { partitionKey: 'colour', sortKey: { name: 'grams', type: 'N' } } as const
  const definition = table({ ...weights, indexes: { byColour } })
  const store = database().store(definition)
  for (let grams = 0; grams < 8; grams++) {
    for (const animalId of ['p', 'q']) await store.create({ animalId, grams, colour: 'red', late: grams >= 6 })
  }
  return { store, definition }
}

const key = { animalId: 'p' }
const partition = { name: 'animalId', type: 'S', value: 'p' } as const
const otherQuery = /The provided starting key is invalid: the cursor is from another query, or was changed/

export const pagingBounds: readonly Scenario[] = theme('paging bounds', {
  'a limit is a whole number of at least 1': {
    rule: '7.14',
    run: async (context) => {
      const { store } = await weighed(context)
      for (const limit of [0, -1, 1.5, Number.NaN, Infinity, '5' as never]) {
        await refused(store.page({ limit }), 'ValidationException', /limit must be a whole number/)
        await refused(store.query({ key, limit }), 'ValidationException', /limit must be a whole number/)
        await refused(store.page({ maxScanned: limit }), 'ValidationException', /maxScanned must be a whole number/)
      }
    },
  },
  'a limit may be larger than the table': async (context) => {
    const { store } = await weighed(context)
    const page = await store.query({ key, limit: Number.MAX_SAFE_INTEGER })
    expect(page.items).toHaveLength(8)
    expect(page.cursor).toBeUndefined()
  },
  'a cursor of another query is refused': {
    rule: '7.18',
    run: async (context) => {
      const { store } = await weighed(context)
      const { cursor } = await store.query({ key, limit: 2 })
      const others = [
        () => store.query({ key: { animalId: 'q' }, limit: 2, cursor }),
        () => store.query({ key, limit: 2, order: 'descending', cursor }),
        () => store.query({ key, limit: 2, where: ({ late }) => late!.eq(true), cursor }),
        () => store.query({ key: { animalId: 'p', grams: { gt: 1 } }, limit: 2, cursor }),
        () => store.query({ key: { colour: 'red' }, index: 'byColour', limit: 2, cursor }),
        () => store.page({ limit: 2, cursor }),
      ]
      for (const other of others) await refused(other(), 'ValidationException', otherQuery)
    },
  },
  'a cursor of another table is refused': {
    rule: '7.18',
    run: async (context) => {
      const { store } = await weighed(context)
      const { cursor } = await store.query({ key, limit: 2 })
      const other = context.database().store(context.table({ ...weights, name: 'other' }))
      await refused(other.query({ key, limit: 2, cursor }), 'ValidationException', otherQuery)
    },
  },
  'a cursor goes on with another limit': async (context) => {
    const { store } = await weighed(context)
    const { cursor } = await store.query({ key, limit: 2 })
    expect(all((await store.query({ key, limit: 3, cursor })).items, 'grams')).toEqual([2, 3, 4])
    expect(all((await store.query({ key, cursor })).items, 'grams')).toEqual([2, 3, 4, 5, 6, 7])
  },
  'a cursor may be used again': async (context) => {
    const { store } = await weighed(context)
    const { cursor } = await store.query({ key, limit: 2 })
    const [one, two] = [await store.query({ key, limit: 2, cursor }), await store.query({ key, limit: 2, cursor })]
    expect(one).toEqual(two)
  },
  'a cursor that was changed is refused': {
    rule: '7.18',
    run: async (context) => {
      const { store } = await weighed(context)
      const { cursor } = await store.query({ key, limit: 2 })
      const text = Buffer.from(cursor!, 'base64url').toString()
      const changed = Buffer.from(text.replace('"1"', '"5"')).toString('base64url')
      expect(changed).not.toBe(cursor)
      await refused(store.query({ key, limit: 2, cursor: changed }), 'ValidationException', otherQuery)
    },
  },
  'what is no cursor is refused': {
    rule: '7.18',
    run: async (context) => {
      const { store } = await weighed(context)
      for (const cursor of ['', 'x', '😀', '{}', 'bnVsbA', 'W10', 'eyJhIjoxfQ', 'a'.repeat(5000)]) {
        await refused(store.query({ key, cursor }), 'ValidationException', /The provided starting key is invalid/)
      }
    },
  },
  'maxScanned ends a page early and says that it is partial': async (context) => {
    const { store } = await weighed(context)
    const query = { key, limit: 5, maxScanned: 4 }
    const first = await store.query({ ...query, where: ({ late }) => late!.eq(true) })
    expect(first).toMatchObject({ items: [], partial: true })
    const second = await store.query({ ...query, where: ({ late }) => late!.eq(true), cursor: first.cursor })
    expect(all(second.items, 'grams')).toEqual([6, 7])
  },
  'a page that maxScanned did not cut short is not partial': async (context) => {
    const { store } = await weighed(context)
    const page = await store.query({ key, limit: 3, maxScanned: 100 })
    expect(page).not.toHaveProperty('partial')
    expect(page.items).toHaveLength(3)
    expect(await store.query({ key, maxScanned: 9 })).not.toHaveProperty('partial')
  },
  'a signal that was given ends a read before it begins': async (context) => {
    const { store } = await weighed(context)
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    await expect(store.page({ signal })).rejects.toBe(reason)
    await expect(store.query({ key, signal })).rejects.toBe(reason)
    await expect(store.list({ signal })).rejects.toBe(reason)
  },
  'a signal ends a loop over pages': async (context) => {
    const { store } = await weighed(context)
    const controller = new AbortController()
    const found: unknown[] = []
    const loop = async (): Promise<void> => {
      for await (const item of store.each({ key, limit: 2, signal: controller.signal })) {
        found.push(item.grams)
        if (found.length === 2) controller.abort()
      }
    }
    await expect(loop()).rejects.toMatchObject({ name: 'AbortError' })
    expect(found).toEqual([0, 1])
  },
  'a driver counts the limit before the filter': {
    rule: '7.12',
    run: async (context) => {
      const { definition } = await weighed(context)
      const filter = { op: '=', left: { path: ['late'] }, right: { value: true } } as const
      const request = { table: definition, partition, descending: false, filter } as const
      const page = await context.driver().query({ ...request, limit: 7 })
      expect(all(page.items, 'grams')).toEqual([6])
      expect(page.scanned).toBe(7)
      expect(page.lastKey).toEqual({ animalId: 'p', grams: 6 })
    },
  },
  'a driver that reaches the limit at the last item still says where it stopped': {
    rule: '7.13',
    run: async (context) => {
      const { definition } = await weighed(context)
      const request = { table: definition, partition, descending: false } as const
      const page = await context.driver().query({ ...request, limit: 8 })
      expect(page.lastKey).toEqual({ animalId: 'p', grams: 7 })
      const next = await context.driver().query({ ...request, limit: 8, startAfter: page.lastKey! })
      expect(next).toEqual({ items: [], scanned: 0 })
      expect((await context.driver().query({ ...request, limit: 9 })).lastKey).toBeUndefined()
    },
  },
  'a driver continues after a key that never existed': {
    rule: '7.18',
    run: async (context) => {
      const { definition } = await weighed(context)
      const request = { table: definition, partition, startAfter: { animalId: 'p', grams: 2.5 } } as const
      const up = await context.driver().query({ ...request, descending: false })
      expect(all(up.items, 'grams')).toEqual([3, 4, 5, 6, 7])
      const down = await context.driver().query({ ...request, descending: true })
      expect(all(down.items, 'grams')).toEqual([2, 1, 0])
    },
  },
  'the place where an index query stopped holds the keys of table and index': {
    rule: '7.16',
    run: async (context) => {
      const { definition } = await weighed(context)
      const request = { table: definition, index: 'byColour', descending: false, limit: 3 } as const
      const page = await context.driver().query({ ...request, partition: { name: 'colour', type: 'S', value: 'red' } })
      expect(page.lastKey).toEqual({ animalId: expect.stringMatching(/^[pq]$/), grams: 1, colour: 'red' })
    },
  },
})
