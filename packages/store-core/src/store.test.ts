import { describe, expect, it } from 'vitest'
import { ada, now, openUsers, plain, readings, renamed, untyped, users } from '../test/users.ts'
import { ConditionalCheckFailedException, ResourceNotFoundException, ValidationException } from './errors.ts'
import { Store } from './store.ts'

describe('get', () => {
  it('asks for the key and hands out the item', async () => {
    const { driver, store } = openUsers()
    await expect(store.get('u')).resolves.toBeUndefined()
    driver.items = [{ userId: 'u', email: 'a@b.org', softDelete: true }]
    await expect(store.get({ userId: 'u' })).resolves.toBe(driver.items[0])
    await expect(store.get('u', { includeDeleted: true })).resolves.toBe(driver.items[0])
    await expect(store.get('u', { includeDeleted: false })).resolves.toBeUndefined()
    driver.items = [{ userId: 'u', email: 'a@b.org', softDelete: false }]
    await expect(store.get('u', { includeDeleted: false })).resolves.toBe(driver.items[0])
    expect(driver.sent('get')).toEqual(Array.from({ length: 5 }, () => ({ table: users, key: { userId: 'u' } })))
  })

  it('knows no deleted items where there is no soft delete', async () => {
    const { driver, database } = openUsers()
    driver.items = [{ id: 'a', softDelete: true }]
    await expect(database.store(plain).get('a', { includeDeleted: false })).resolves.toBe(driver.items[0])
  })
})

describe('query', () => {
  it('tells whoever waits for it what reading its options throws, and lets the database close', async () => {
    const { database, store } = openUsers()
    await store.get('u')
    const options = {
      get key(): never {
        throw new Error('no key today')
      },
    }
    await expect(store.query(options)).rejects.toThrow('no key today')
    await database.close()
  })
})

describe('create', () => {
  it('puts a new item with an id and stamps, if there is none', async () => {
    const { driver, store } = openUsers()
    const created = await store.create({ email: 'A@B.org', age: undefined })
    const item = { userId: 'user_1', email: 'a@b.org', role: 'student', created: now, modified: now }
    expect(created).toEqual(item)
    expect(driver.sent('write')).toEqual([
      { kind: 'put', table: users, item, condition: { op: 'notExists', path: ['userId'] } },
    ])
  })

  it('keeps the id it is given', async () => {
    const { store } = openUsers()
    await expect(store.create({ userId: 'mine', email: 'a' })).resolves.toHaveProperty('userId', 'mine')
    await expect(store.create({ userId: undefined, email: 'a' })).resolves.toHaveProperty('userId', 'user_1')
  })

  it('makes no part of a composite key', async () => {
    const { driver, database } = openUsers()
    await expect(database.store(readings).create({ at: 1 })).rejects.toThrow('Missing the key sensor in the item')
    await expect(database.store(readings).create({ sensor: 's', at: 1 })).resolves.toHaveProperty('created', now)
    expect(driver.sent('write')).toMatchObject([{ condition: { op: 'notExists', path: ['sensor'] } }])
  })

  it('writes no stamps where there are none, or under their names', async () => {
    const { database } = openUsers()
    await expect(database.store(plain).create({ id: 'a', created: 'mine' })).resolves.toEqual({
      id: 'a',
      created: 'mine',
    })
    await expect(database.store(renamed).create({ id: 'a' })).resolves.toEqual({ id: 'a', c: now, m: now })
  })

  it('stamps for whom it acts', async () => {
    const { store } = openUsers()
    const item = await store.as({ ...ada, extra: 'dropped' } as typeof ada).create({ email: 'a' })
    expect(item.created).toEqual({ at: now.at, by: ada })
    expect((await store.create({ email: 'a' })).created).toEqual(now)
  })

  it('leaves alone what it is given', async () => {
    const { store } = openUsers()
    const input = Object.freeze({ email: 'A' })
    await store.create(input)
    expect(input).toEqual({ email: 'A' })
  })

  it('says which key exists already, and why it knows', async () => {
    const { driver, store } = openUsers()
    const cause = new Error('from the SDK')
    driver.failures.set('write', new ConditionalCheckFailedException({ cause }))
    await expect(store.create({ userId: 'u', email: 'a' })).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed: an item with this key exists already (table users, key {"userId":"u"})',
      table: 'users',
      key: { userId: 'u' },
      cause,
    })
  })

  it('passes other errors on', async () => {
    const { driver, store } = openUsers()
    const error = new ResourceNotFoundException('gone')
    driver.failures.set('write', error)
    await expect(store.create({ email: 'a' })).rejects.toBe(error)
  })

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'An item: a plain object is needed, not undefined'],
    ['null', null, 'not null'],
    ['a text', 'abc', 'not string'],
    ['an array', [{ email: 'a' }], 'not an array'],
    ['a Map', new Map([['email', 'a']]), 'not a Map'],
    ['an unknown attribute', { email: 'a', shoeSize: 40 }, 'shoeSize: Unknown attribute'],
    ['a missing attribute', {}, 'email: '],
    ['the flag', { email: 'a', softDelete: false }, 'softDelete and recover'],
    ['a stamp', { email: 'a', created: now }, "Attribute created is the store's own"],
    ['another key', { userId: 5, email: 'a' }, 'userId: '],
    ['an empty key', { userId: '', email: 'a' }, 'cannot contain an empty string value. Key: userId'],
    ['an empty index key', { email: 'a', familyId: '' }, 'IndexKey: familyId'],
  ])('refuses %s', async (_what, input, message) => {
    const { driver, store } = openUsers()
    const creating = untyped(store)['create']!(input)
    await expect(creating).rejects.toBeInstanceOf(ValidationException)
    await expect(creating).rejects.toThrow(message)
    expect(driver.sent('write')).toEqual([])
  })
})

describe('put', () => {
  it('replaces an item, stamped as created and modified', async () => {
    const { driver, store } = openUsers()
    const item = { userId: 'u', email: 'a', role: 'student', created: now, modified: now }
    await expect(store.put({ userId: 'u', email: 'A', created: undefined as never })).resolves.toEqual(item)
    expect(driver.sent('write')).toEqual([{ kind: 'put', table: users, item }])
  })

  it('keeps when an item that was read was created, and that it is deleted', async () => {
    const { store } = openUsers()
    const read = {
      userId: 'u',
      email: 'a',
      role: 'parent' as const,
      softDelete: true,
      created: { at: '2020-01-01T00:00:00.000Z', by: ada },
      modified: { at: '2021-01-01T00:00:00.000Z', by: ada },
      deleted: { at: '2021-01-01T00:00:00.000Z', by: ada },
    }
    await expect(store.put(read)).resolves.toEqual({ ...read, modified: now })
  })

  it('sends the condition of the caller', async () => {
    const { driver, store } = openUsers()
    await store.put({ userId: 'u', email: 'a' }, { if: ({ role }) => role.eq('parent') })
    expect(driver.sent('write')).toMatchObject([
      { condition: { op: '=', left: { path: ['role'] }, right: { value: 'parent' } } },
    ])
    driver.failures.set('write', new ConditionalCheckFailedException({}))
    await expect(store.put({ userId: 'u', email: 'a' }, { if: ({ role }) => role.exists() })).rejects.toThrow(
      'the condition is not met',
    )
  })

  it('needs the whole key', async () => {
    const { database } = openUsers()
    await expect(untyped(database.store(plain))['put']!({ a: 1 })).rejects.toThrow('Missing the key id')
  })
})

describe('as', () => {
  it('is another store over the same table', () => {
    const { store } = openUsers()
    const other = store.as(ada)
    expect(other).toBeInstanceOf(Store)
    expect(other).not.toBe(store)
    expect(other.table).toBe(users)
  })
})
