import { assignments, StoreError } from '@cmz/store-core'
import { expect } from 'vitest'
import { refused } from '../refused.ts'
import { type Scenario, theme } from '../scenario.ts'
import { animals, bytes, tags, users, visits } from './zoo.ts'

const failed = 'ConditionalCheckFailedException'

export const errors: readonly Scenario[] = theme('errors', {
  'a database that is being closed ends the calls that began before': async ({ database, table }) => {
    const definition = table(users)
    const closing = database()
    const store = closing.store(definition)
    const calls = [store.create({ userId: 'ada' }), store.create({ userId: 'bob' }), store.get('cleo')]
    const closed = closing.close()
    const [ada] = await Promise.all(calls)
    expect(ada).toMatchObject({ userId: 'ada' })
    await closed
    await refused(store.get('ada'), 'StoreClosedException')
  },
  'a failed condition names the table and the key': {
    rule: '4.30',
    run: async ({ database, table }) => {
      const definition = table(visits)
      const store = database().store(definition)
      const key = { zoo: 'north', day: 'monday' }
      await store.create({ ...key, guests: 1 })
      const calls = [
        () => store.create({ ...key, guests: 2 }),
        () => store.updateFields(key, { guests: 2 }, { if: ({ guests }) => guests!.eq(7) }),
        () => store.put({ ...key, guests: 2 }, { if: ({ guests }) => guests!.eq(7) }),
      ]
      for (const call of calls) {
        const error = await refused(call(), failed, /^The conditional request failed/)
        expect(error).toMatchObject({ table: definition.name, key })
        expect(error.message).toContain(definition.name)
        expect(error.message).toContain('"monday"')
      }
    },
  },
  'an absent item is named by table and key': {
    rule: '4.30',
    run: async ({ database, table }) => {
      const definition = table({ ...animals, softDelete: 'softDelete' })
      const store = database().store(definition)
      const calls = [
        () => store.updateFields('leo', { a: 1 }),
        () => store.purge('leo'),
        () => store.softDelete('leo'),
        () => store.recover('leo'),
      ]
      for (const call of calls) {
        const error = await refused(call(), failed, /there is no such item/)
        expect(error).toMatchObject({ table: definition.name, key: { animalId: 'leo' } })
      }
    },
  },
  'a key of bytes is named too': async ({ database, table }) => {
    const store = database().store(table(tags))
    const key = { animalId: 'leo', code: bytes(1, 2) }
    const error = await refused(store.purge(key), failed)
    expect(error.key).toEqual(key)
  },
  'a failed condition of a driver is an error of the store': {
    rule: '4.30',
    run: async ({ driver, table }) => {
      const definition = table(animals)
      await driver().ensureTable(definition)
      const condition = { op: 'exists', path: ['animalId'] } as const
      const requests = [
        { kind: 'put', table: definition, item: { animalId: 'leo' }, condition },
        {
          kind: 'update',
          table: definition,
          key: { animalId: 'leo' },
          update: assignments({ a: 1 }),
          condition,
        },
        { kind: 'delete', table: definition, key: { animalId: 'leo' }, condition },
      ] as const
      for (const request of requests) {
        const error = await refused(driver().write(request), failed)
        expect(error.table).toBe(definition.name)
      }
      expect(await driver().get({ table: definition, key: { animalId: 'leo' } })).toBeUndefined()
    },
  },
  'a malformed request names the table and where in the item': async ({ database, table }) => {
    const definition = table(animals)
    const store = database().store(definition)
    const item = { animalId: 'leo', home: { cages: [{ size: Number.NaN }] } }
    const error = await refused(store.create(item), 'ValidationException', /attribute home.cages\[0\].size/)
    expect(error).toMatchObject({ table: definition.name, issues: [{ path: ['home', 'cages', 0, 'size'] }] })
  },
  'a table that does not exist is not found': {
    rule: '7.24',
    run: async ({ driver, table }) => {
      const definition = table(animals)
      const missing = 'ResourceNotFoundException'
      const key = { animalId: 'leo' }
      const partition = { name: 'animalId', type: 'S', value: 'leo' } as const
      const calls = [
        () => driver().get({ table: definition, key }),
        () => driver().query({ table: definition, partition, descending: false }),
        () => driver().scan({ table: definition }),
        () => driver().write({ kind: 'put', table: definition, item: key }),
        () => driver().write({ kind: 'delete', table: definition, key }),
      ]
      for (const call of calls) expect((await refused(call(), missing)).table).toBe(definition.name)
    },
  },
  'every call on a closed database fails': async ({ database, table }) => {
    const opened = database()
    const store = opened.store(table(animals))
    await store.create({ animalId: 'leo' })
    await opened.close()
    const calls = [
      () => store.get('leo'),
      () => store.list(),
      () => store.page(),
      () => store.query({ key: { animalId: 'leo' } }),
      () => Array.fromAsync(store.each()),
      () => store.create({ animalId: 'nala' }),
      () => store.put({ animalId: 'leo' }),
      () => store.updateFields('leo', { a: 1 }),
      () => store.purge('leo'),
      () => opened.describeTable(store.table.name),
      () => opened.open(store.table),
    ]
    for (const call of calls) await refused(call(), 'StoreClosedException')
  },
  'every call on a closed driver fails': async ({ driver, table }) => {
    const definition = table(animals)
    await driver().ensureTable(definition)
    await driver().close()
    const key = { animalId: 'leo' }
    const partition = { name: 'animalId', type: 'S', value: 'leo' } as const
    const calls = [
      () => driver().ensureTable(definition),
      () => driver().describeTable(definition.name),
      () => driver().get({ table: definition, key }),
      () => driver().query({ table: definition, partition, descending: false }),
      () => driver().scan({ table: definition }),
      () => driver().write({ kind: 'put', table: definition, item: key }),
    ]
    for (const call of calls) await refused(call(), 'StoreClosedException')
  },
  'a database may be closed twice, and unused': async ({ database, table }) => {
    const unused = database()
    await unused.close()
    await unused.close()
    const used = database()
    await used.store(table(animals)).list()
    await Promise.all([used.close(), used.close()])
    await used.close()
  },
  'a malformed request is refused before anything else is looked at': {
    rule: '13.5',
    run: async ({ database, table }) => {
      const store = database().store(table(animals))
      await store.create({ animalId: 'leo' })
      await refused(store.create({ animalId: 'leo', wrong: new Set() } as never), 'ValidationException')
      await refused(store.updateFields('nobody', { wrong: new Set<string>() }), 'ValidationException')
      await refused(
        store.updateFields('nobody', { a: 1 }, { if: ({ a }) => a!.gt(true as never) }),
        'ValidationException',
      )
    },
  },
  'errors are errors: they have a stack and a readable text': async ({ database, table }) => {
    const store = database().store(table(animals))
    const error = await refused(store.purge('leo'), failed)
    expect(error).toBeInstanceOf(Error)
    expect(error).toBeInstanceOf(StoreError)
    expect(String(error)).toMatch(/^ConditionalCheckFailedException: The conditional request failed/)
    expect(error.stack).toContain('ConditionalCheckFailedException')
  },
})
