import { systemActor } from '@cmz/store-core'
import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { animals, users } from './zoo.ts'

const ada = { userId: 'ada', email: 'ada@cmz.org', displayName: 'Ada' }
const bob = { userId: 'bob', email: 'bob@cmz.org', displayName: 'Bob' }
const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()

export const stamps: readonly Scenario[] = theme('stamps', {
  'create stamps created and modified with one time and the system': async ({ database, table }) => {
    const store = database().store(table(users))
    const stamp = { at: at(0), by: systemActor }
    const created = await store.create({ userId: 'u' })
    expect(created).toEqual({ userId: 'u', created: stamp, modified: stamp })
    expect(await store.get('u')).toEqual(created)
  },
  'updateFields stamps modified and keeps created': async ({ database, table }) => {
    const store = database().store(table(users))
    const created = await store.create({ userId: 'u' })
    const updated = await store.updateFields('u', { name: 'U' })
    expect(updated).toEqual({ ...created, name: 'U', modified: { at: at(1), by: systemActor } })
    expect(await store.get('u')).toEqual(updated)
  },
  'put of a new item stamps created and modified with one time': async ({ database, table }) => {
    const store = database().store(table(users))
    const stamp = { at: at(0), by: systemActor }
    expect(await store.put({ userId: 'u' })).toEqual({ userId: 'u', created: stamp, modified: stamp })
  },
  'put of an item that was read keeps created and stamps modified': async ({ database, table }) => {
    const store = database().store(table(users))
    const created = await store.create({ userId: 'u' })
    const put = await store.put({ ...created, userId: 'u', name: 'U' })
    expect(put).toEqual({ ...created, name: 'U', modified: { at: at(1), by: systemActor } })
  },
  'softDelete stamps deleted and modified with one time': async ({ database, table }) => {
    const store = database().store(table(users))
    const created = await store.create({ userId: 'u' })
    const stamp = { at: at(1), by: systemActor }
    expect(await store.softDelete('u')).toEqual({ ...created, softDelete: true, deleted: stamp, modified: stamp })
  },
  'recover stamps modified and removes deleted': async ({ database, table }) => {
    const store = database().store(table(users))
    const created = await store.create({ userId: 'u' })
    await store.softDelete('u')
    const recovered = await store.recover('u')
    expect(recovered).toEqual({ ...created, softDelete: false, modified: { at: at(2), by: systemActor } })
    expect(await store.get('u')).toEqual(recovered)
  },
  'stamps name the actor of the database': async ({ database, table }) => {
    const store = database({ actor: ada }).store(table(users))
    const created = await store.create({ userId: 'u' })
    expect(created).toMatchObject({ created: { by: ada }, modified: { by: ada } })
  },
  'store.as(actor) stamps for somebody else and leaves the store as it was': async ({ database, table }) => {
    const store = database({ actor: ada }).store(table(users))
    await store.create({ userId: 'u' })
    const updated = await store.as(bob).updateFields('u', { x: 1 })
    expect(updated).toMatchObject({ created: { by: ada }, modified: { by: bob } })
    expect(await store.updateFields('u', { x: 2 })).toMatchObject({ modified: { by: ada } })
    expect(await store.as(bob).softDelete('u')).toMatchObject({ deleted: { by: bob }, modified: { by: bob } })
  },
  'a stamp holds the three parts of an actor and nothing else': async ({ database, table }) => {
    const store = database({ actor: { ...ada, password: 'secret' } as typeof ada }).store(table(users))
    const created = await store.create({ userId: 'u' })
    expect(created.created).toEqual({ at: at(0), by: ada })
  },
  'a refused write leaves the stamps as they are': async ({ database, table }) => {
    const store = database().store(table(users))
    const created = await store.create({ userId: 'u' })
    await refused(store.create({ userId: 'u' }), 'ConditionalCheckFailedException')
    await refused(store.updateFields('u', { x: 1 }, { if: ({ x }) => x!.exists() }), 'ConditionalCheckFailedException')
    expect(await store.get('u')).toEqual(created)
  },
  'stamps may have other names': async ({ database, table }) => {
    const named = { created: 'createdOn', modified: 'changedOn', deleted: 'goneOn' }
    const store = database().store(table({ ...users, stamps: named }))
    const stamp = { at: at(0), by: systemActor }
    expect(await store.create({ userId: 'u', created: 'mine' })).toEqual({
      userId: 'u',
      created: 'mine',
      createdOn: stamp,
      changedOn: stamp,
    })
    expect(await store.softDelete('u')).toMatchObject({ goneOn: { at: at(1) } })
    expect(await store.recover('u')).not.toHaveProperty('goneOn')
  },
  'a table without stamps writes none': async ({ database, table }) => {
    const store = database().store(table(animals))
    expect(await store.create({ animalId: 'leo' })).toEqual({ animalId: 'leo' })
    expect(await store.updateFields('leo', { created: 'mine' })).toEqual({ animalId: 'leo', created: 'mine' })
  },
})
