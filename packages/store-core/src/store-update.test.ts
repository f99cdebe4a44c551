import { assignments } from './update.ts'
import { describe, expect, it } from 'vitest'
import { ada, exists, now, openUsers, plain, readings, renamed, untyped, users } from '../test/users.ts'
import type { Condition } from './condition.ts'
import { ConditionalCheckFailedException, ValidationException } from './errors.ts'
import { defineTable } from './table.ts'

describe('updateFields', () => {
  it('sets what is given, but neither undefined nor the key', async () => {
    const { driver, store } = openUsers()
    const updated = await store.updateFields('u', { userId: 'other', email: 'A@B', age: undefined, role: 'parent' })
    expect(driver.sent('write')).toEqual([
      {
        kind: 'update',
        table: users,
        key: { userId: 'u' },
        update: assignments({ email: 'a@b', role: 'parent', modified: now }),
        condition: exists('userId'),
      },
    ])
    expect(updated).toMatchObject({ userId: 'u', email: 'a@b' })
  })

  it('sends the condition of the caller with its own', async () => {
    const { driver, store } = openUsers()
    await store.updateFields('u', { age: 5 }, { if: ({ age }) => age.lt(5) })
    expect(driver.sent('write')).toMatchObject([
      { condition: { op: 'and', all: [exists('userId'), { op: '<', left: { path: ['age'] }, right: { value: 5 } }] } },
    ])
  })

  it('says whether only the item can be missing', async () => {
    const { driver, store } = openUsers()
    driver.failures.set('write', new ConditionalCheckFailedException({}))
    await expect(store.updateFields('u', { age: 5 })).rejects.toThrow(
      'The conditional request failed: there is no such item (table users, key {"userId":"u"})',
    )
    driver.failures.set('write', new ConditionalCheckFailedException({}))
    await expect(store.updateFields('u', { age: 5 }, { if: ({ age }) => age.exists() })).rejects.toThrow(
      'there is no such item, or it does not meet the condition',
    )
  })

  it('does not say that the item may be missing where it came back', async () => {
    const { driver, store } = openUsers()
    const options = { if: ({ age }: { age: { exists(): Condition } }) => age.exists(), withCurrent: true }
    driver.failures.set('write', new ConditionalCheckFailedException({ current: { userId: 'u' } }))
    await expect(store.updateFields('u', { age: 5 }, options)).rejects.toThrow(
      'The conditional request failed: it does not meet the condition (table users',
    )
    driver.failures.set('write', new ConditionalCheckFailedException({}))
    await expect(store.updateFields('u', { age: 5 }, options)).rejects.toThrow('there is no such item, or it does not')
  })

  it.each<[string, readonly unknown[], string]>([
    ['no fields', ['u'], 'The fields to set: a plain object is needed, not undefined'],
    ['null for fields', ['u', null], 'not null'],
    ['an array for fields', ['u', []], 'not an array'],
    ['an unknown attribute', ['u', { shoeSize: 40 }], 'shoeSize: Unknown attribute'],
    ['another type', ['u', { age: 'old' }], 'age: '],
    ['a stamp', ['u', { modified: now }], "store's own"],
    ['an empty index key', ['u', { familyId: '' }], 'IndexKey: familyId'],
    ['null for options', ['u', { age: 5 }, null], 'Options are a plain object, not null'],
    ['a condition that is none', ['u', { age: 5 }, { if: { age: 5 } }], 'A condition is a function'],
    ['a condition without a result', ['u', { age: 5 }, { if: () => {} }], 'A condition is a function'],
    ['no key', [undefined, { age: 5 }], 'does not match the schema'],
  ])('refuses %s', async (_what, input, message) => {
    const { driver, store } = openUsers()
    const updating = untyped(store)['updateFields']!(...input)
    await expect(updating).rejects.toBeInstanceOf(ValidationException)
    await expect(updating).rejects.toThrow(message)
    expect(driver.sent('write')).toEqual([])
  })
})

describe('softDelete, recover and purge', () => {
  it('flag the item with a stamp, and take both back', async () => {
    const { driver, store } = openUsers()
    await store.as(ada).softDelete('u')
    await store.recover({ userId: 'u' })
    const byAda = { at: now.at, by: ada }
    const common = { kind: 'update', table: users, key: { userId: 'u' }, condition: exists('userId') }
    expect(driver.sent('write')).toEqual([
      { ...common, update: assignments({ softDelete: true, deleted: byAda, modified: byAda }) },
      { ...common, update: assignments({ softDelete: false, modified: now }, ['deleted']) },
    ])
  })

  it('use the names of the table', async () => {
    const { driver, database } = openUsers()
    await database.store(renamed).softDelete('a')
    await database.store(renamed).recover('a')
    const unstamped = database.store(defineTable({ name: 'unstamped', partitionKey: 'id', stamps: false }))
    await unstamped.softDelete('a')
    await unstamped.recover('a')
    expect(driver.sent('write')).toMatchObject([
      { update: assignments({ hidden: true, d: now, m: now }) },
      { update: assignments({ hidden: false, m: now }, ['d']) },
      { update: assignments({ softDelete: true }) },
      { update: assignments({ softDelete: false }) },
    ])
  })

  it('remove for good', async () => {
    const { driver, database } = openUsers()
    await expect(database.store(readings).purge({ sensor: 's', at: 1n })).resolves.toBeUndefined()
    expect(driver.sent('write')).toEqual([
      { kind: 'delete', table: readings, key: { sensor: 's', at: 1 }, condition: exists('sensor') },
    ])
  })

  it('fail where there is no such item', async () => {
    for (const call of ['softDelete', 'recover', 'purge'] as const) {
      const { driver, store } = openUsers()
      driver.failures.set('write', new ConditionalCheckFailedException({}))
      await expect(store[call]('u')).rejects.toThrow('there is no such item (table users, key {"userId":"u"})')
      await expect(untyped(store)[call]!({ id: 'u' })).rejects.toBeInstanceOf(ValidationException)
    }
  })

  it('cannot be used where there is no soft delete', async () => {
    const { database } = openUsers()
    const store = database.store(plain)
    await expect(store.softDelete('a')).rejects.toThrow(TypeError)
    await expect(store.recover('a')).rejects.toThrow('Table plain is defined without soft delete')
  })
})
