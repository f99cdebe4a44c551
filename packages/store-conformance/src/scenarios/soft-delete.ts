import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Context, type Scenario, theme } from '../scenario.ts'
import { all, animals, users } from './zoo.ts'

async function family({ database, table }: Context) {
  const store = database().store(
    table({ ...users, indexes: { byFamily: { partitionKey: 'familyId', sortKey: 'userId' } } }),
  )
  for (const userId of ['ada', 'bob', 'cleo'])
    await store.create({ userId, familyId: 'f1', name: userId.toUpperCase() })
  return store
}

const absent = 'ConditionalCheckFailedException'

export const softDelete: readonly Scenario[] = theme('soft delete', {
  'a soft-deleted item is hidden from list, page, query and each': async (context) => {
    const store = await family(context)
    await store.softDelete('bob')
    expect(all(await store.list(), 'userId')).toEqual(['ada', 'cleo'])
    expect((await store.page()).items).toHaveLength(2)
    expect((await store.query({ key: { userId: 'bob' } })).items).toEqual([])
    const { items } = await store.query({ index: 'byFamily', key: { familyId: 'f1' } })
    expect(all(items, 'userId')).toEqual(['ada', 'cleo'])
    expect(await Array.fromAsync(store.each())).toHaveLength(2)
  },
  'a soft-deleted item is shown where it is asked for': async (context) => {
    const store = await family(context)
    await store.softDelete('bob')
    const includeDeleted = true
    expect(all(await store.list({ includeDeleted }), 'userId')).toEqual(['ada', 'bob', 'cleo'])
    expect((await store.page({ includeDeleted })).items).toHaveLength(3)
    expect((await store.query({ key: { userId: 'bob' }, includeDeleted })).items).toHaveLength(1)
    const { items } = await store.query({ index: 'byFamily', key: { familyId: 'f1' }, includeDeleted })
    expect(all(items, 'userId')).toEqual(['ada', 'bob', 'cleo'])
  },
  'get returns a soft-deleted item unless told not to': async (context) => {
    const store = await family(context)
    await store.softDelete('bob')
    expect((await store.get('bob'))?.name).toBe('BOB')
    expect(await store.get('bob', { includeDeleted: false })).toBeUndefined()
    expect((await store.get('ada', { includeDeleted: false }))?.name).toBe('ADA')
  },
  'put refuses a flag that is neither true nor false': async (context) => {
    const store = await family(context)
    const flagged = { userId: 'bob', name: 'BOB', softDelete: 'true' as unknown as boolean }
    await refused(store.put(flagged), 'ValidationException', /softDelete is true or false, not string/)
    expect(await store.get('bob')).not.toHaveProperty('softDelete')
  },
  'softDelete keeps every attribute and sets the flag': async (context) => {
    const store = await family(context)
    const before = await store.get('bob')
    const deleted = await store.softDelete('bob')
    expect(deleted).toMatchObject({ userId: 'bob', name: 'BOB', familyId: 'f1', softDelete: true })
    expect(deleted.created).toEqual(before?.created)
    expect(await store.get('bob')).toEqual(deleted)
  },
  'recover shows the item again': async (context) => {
    const store = await family(context)
    await store.softDelete('bob')
    const recovered = await store.recover('bob')
    expect(recovered).toMatchObject({ name: 'BOB', softDelete: false })
    expect(recovered).not.toHaveProperty('deleted')
    expect(all(await store.list(), 'userId')).toEqual(['ada', 'bob', 'cleo'])
    expect((await store.query({ index: 'byFamily', key: { familyId: 'f1' } })).items).toHaveLength(3)
  },
  'softDelete and recover may be repeated': async (context) => {
    const store = await family(context)
    await store.softDelete('bob')
    await store.softDelete('bob')
    expect(await store.list()).toHaveLength(2)
    await store.recover('bob')
    await store.recover('bob')
    expect(await store.list()).toHaveLength(3)
  },
  'softDelete and recover of an item that does not exist fail and create none': async (context) => {
    const store = await family(context)
    await refused(store.softDelete('nobody'), absent)
    await refused(store.recover('nobody'), absent)
    expect(await store.get('nobody')).toBeUndefined()
  },
  'create refuses the key of a soft-deleted item': async (context) => {
    const store = await family(context)
    await store.softDelete('bob')
    await refused(store.create({ userId: 'bob', name: 'new' }), absent)
    expect((await store.get('bob'))?.name).toBe('BOB')
  },
  'a soft-deleted item can be updated and purged': async (context) => {
    const store = await family(context)
    await store.softDelete('bob')
    expect(await store.updateFields('bob', { name: 'B' })).toMatchObject({ name: 'B', softDelete: true })
    await store.purge('bob')
    expect(await store.list({ includeDeleted: true })).toHaveLength(2)
  },
  'an item without the flag is alive': async ({ database, driver, table }) => {
    const definition = table(users)
    await driver().ensureTable(definition)
    await driver().write({ kind: 'put', table: definition, item: { userId: 'old', name: 'from elsewhere' } })
    const store = database().store(definition)
    expect(all(await store.list(), 'userId')).toEqual(['old'])
    expect(await store.get('old', { includeDeleted: false })).toEqual({ userId: 'old', name: 'from elsewhere' })
  },
  'only the flag true means deleted': async ({ database, driver, table }) => {
    const definition = table(users)
    await driver().ensureTable(definition)
    for (const [userId, flag] of Object.entries({ a: false, b: null, c: 'true', d: 1, e: true })) {
      await driver().write({ kind: 'put', table: definition, item: { userId, softDelete: flag } })
    }
    expect(all(await database().store(definition).list(), 'userId')).toEqual(['a', 'b', 'c', 'd'])
  },
  'the filter of the caller and the flag work together': async (context) => {
    const store = await family(context)
    await store.softDelete('bob')
    expect(all(await store.list({ where: ({ name }) => name!.in('ADA', 'BOB') }), 'userId')).toEqual(['ada'])
  },
  'a page is full although deleted items lie between': async (context) => {
    const store = await family(context)
    await store.softDelete('ada')
    const page = await store.query({ index: 'byFamily', key: { familyId: 'f1' }, limit: 2 })
    expect(all(page.items, 'userId')).toEqual(['bob', 'cleo'])
    expect(page.cursor).toBeUndefined()
  },
  'the flag may have another name': async ({ database, table }) => {
    const store = database().store(table({ ...users, softDelete: 'hidden' }))
    await store.create({ userId: 'ada', softDelete: 'mine' })
    const deleted = await store.softDelete('ada')
    expect(deleted).toMatchObject({ hidden: true, softDelete: 'mine' })
    expect(await store.list()).toEqual([])
  },
  'a table without soft delete shows every item': async ({ database, table }) => {
    const store = database().store(table(animals))
    await store.create({ animalId: 'leo', softDelete: true })
    expect(await store.list()).toEqual([{ animalId: 'leo', softDelete: true }])
    await expect(store.softDelete('leo')).rejects.toThrow(TypeError)
  },
})
