import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { compareKeys } from './compare-keys.ts'
import { defineTable, keyAttributes, ownAttributes, projects, type TableInput } from './table.ts'

const base = { name: 'things', partitionKey: 'id' }
const sorted = { ...base, sortKey: 's' }
const indexes = (count: number, index: object): Record<string, object> =>
  Object.fromEntries(Array.from({ length: count }, (_, position) => [`index${position}`, index]))

describe('defineTable', () => {
  it('fills in the defaults', () => {
    expect(defineTable({ name: 'things', partitionKey: 'id' })).toEqual({
      name: 'things',
      partitionKey: { name: 'id', type: 'S' },
      indexes: {},
      idPrefix: '',
      softDelete: 'softDelete',
      stamps: { created: 'created', modified: 'modified', deleted: 'deleted' },
    })
  })

  it('makes no ids where the caller has to give the key', () => {
    expect(defineTable(sorted as TableInput)).not.toHaveProperty('idPrefix')
    expect(defineTable({ name: 'numbered', partitionKey: { name: 'id', type: 'N' } })).not.toHaveProperty('idPrefix')
    expect(defineTable({ ...sorted, idPrefix: 'thing' })).toHaveProperty('idPrefix', 'thing')
  })

  it('keeps keys, indexes and schemas', () => {
    const attributes = { id: z.string() }
    const schema = z.object({ id: z.string() })
    const table = defineTable({
      name: 'things',
      partitionKey: 'id',
      sortKey: { name: 's', type: 'B' },
      indexes: {
        byColour: { partitionKey: 'colour', sortKey: { name: 'n', type: 'N' } },
        byName: { kind: 'local', sortKey: 'name' },
      },
      attributes,
      schema,
      stamps: { created: 'createdAt' },
    })
    expect(table).toMatchObject({
      sortKey: { name: 's', type: 'B' },
      indexes: {
        byColour: {
          kind: 'global',
          partitionKey: { name: 'colour', type: 'S' },
          sortKey: { name: 'n', type: 'N' },
          projection: 'ALL',
        },
        byName: { kind: 'local', partitionKey: { name: 'id', type: 'S' }, sortKey: { name: 'name', type: 'S' } },
      },
      stamps: { created: 'createdAt', modified: 'modified', deleted: 'deleted' },
    })
    expect(table.attributes).toBe(attributes)
    expect(table.schema).toBe(schema)
    expect(Object.isFrozen(table) && Object.isFrozen(table.indexes) && Object.isFrozen(table.partitionKey)).toBe(true)
  })

  it.each<[string, unknown, boolean | undefined, string | false | undefined, unknown]>([
    ['all', undefined, undefined, undefined, 'ALL'],
    ['the keys and the flag', 'KEYS_ONLY', undefined, undefined, ['softDelete']],
    ['those listed and the flag', ['a', 'b'], undefined, undefined, ['a', 'b', 'softDelete']],
    ['the flag once', ['a', 'softDelete'], undefined, undefined, ['a', 'softDelete']],
    ['another flag', ['a'], undefined, 'hidden', ['a', 'hidden']],
    ['no flag without soft delete', 'KEYS_ONLY', undefined, false, 'KEYS_ONLY'],
    ['no attribute at all', [], undefined, false, 'KEYS_ONLY'],
    ['what a foreign index holds', 'KEYS_ONLY', true, undefined, 'KEYS_ONLY'],
    ['what is listed of a foreign index', ['a'], true, undefined, ['a']],
  ])('projects %s', (_what, projection, foreign, softDelete, expected) => {
    const { indexes: defined } = defineTable({
      ...base,
      softDelete,
      indexes: { byA: { partitionKey: 'a', projection, foreign } },
    } as TableInput)
    expect(defined['byA']!.projection).toEqual(expected)
  })

  it.each<[string, object, string]>([
    ['a short name', { ...base, name: 'ab' }, 'Table name "ab": 3 to 255 characters'],
    ['a long name', { ...base, name: 'a'.repeat(256) }, '3 to 255 characters'],
    ['a name with a slash', { ...base, name: 'a/b' }, '3 to 255 characters'],
    ['a name that is none', { ...base, name: 12_345 }, 'Table name 12345'],
    ['no name', { partitionKey: 'id' }, 'Table name undefined'],
    ['an empty key name', { ...base, partitionKey: '' }, 'cannot name a key or a projected attribute: 1 to 255 bytes'],
    [
      'a long key name',
      { ...base, partitionKey: 'ä'.repeat(128) },
      'cannot name a key or a projected attribute: 1 to 255 bytes',
    ],
    ['a key of type BOOL', { ...base, partitionKey: { name: 'id', type: 'BOOL' } }, 'S, N and B can be keys'],
    ['the same key twice', { ...base, sortKey: 'id' }, 'partition key and sort key are both id'],
    ['a prefix for a number', { name: 'abc', partitionKey: { name: 'n', type: 'N' }, idPrefix: 'n' }, 'of type S'],
    ['a prefix that makes no id', { ...base, idPrefix: 'User' }, 'an id prefix has up to 63 of a-z and _'],
    ['a prefix that ends in _', { ...base, idPrefix: 'user_' }, 'a letter at both ends'],
    ['a long prefix', { ...base, idPrefix: 'a'.repeat(64) }, 'up to 63'],
    ['a short index name', { ...base, indexes: { ab: { partitionKey: 'a' } } }, 'index ab: 3 to 255'],
    ['a global index without key', { ...base, indexes: { byA: {} } }, 'a global index needs a partition key'],
    [
      'a local index without sort key',
      { ...sorted, indexes: { byA: { kind: 'local' } } },
      'a local index needs a sort key',
    ],
    [
      'a local index of a table without sort key',
      { ...base, indexes: { byA: { kind: 'local', sortKey: 'a' } } },
      'a local index needs a sort key',
    ],
    [
      'a local index with another partition key',
      { ...sorted, indexes: { byA: { kind: 'local', partitionKey: 'a', sortKey: 'b' } } },
      "a local index has the table's partition key",
    ],
    ['an index with one key twice', { ...base, indexes: { byA: { partitionKey: 'a', sortKey: 'a' } } }, 'are both a'],
    [
      'one attribute of two types',
      { ...base, indexes: { byId: { partitionKey: { name: 'id', type: 'N' } } } },
      'key id is S and N',
    ],
    [
      'a projection that is none',
      { ...base, indexes: { byA: { partitionKey: 'a', projection: 'SOME' } } },
      'index byA: a projection is ALL, KEYS_ONLY or a list',
    ],
    ['21 global indexes', { ...base, indexes: indexes(21, { partitionKey: 'a' }) }, 'at most 20 global indexes'],
    ['6 local indexes', { ...sorted, indexes: indexes(6, { kind: 'local', sortKey: 'a' }) }, 'at most 5 local indexes'],
    ['a stamp for a key', { ...base, partitionKey: 'created' }, "attribute created is the store's own"],
    ['the flag for an index key', { ...base, indexes: { byA: { partitionKey: 'softDelete' } } }, "store's own"],
    ['a schema for a stamp', { ...base, attributes: { id: z.string(), modified: z.string() } }, "store's own"],
    ['one attribute for two stamps', { ...base, stamps: { created: 'at', modified: 'at' } }, 'attributes of their own'],
    ['a stamp for the flag', { ...base, softDelete: 'deleted' }, 'attributes of their own'],
    ['an empty flag', { ...base, softDelete: '' }, 'need the names of attributes'],
    ['an undefined stamp', { ...base, stamps: { created: undefined } }, 'need the names of attributes'],
  ])('refuses %s', (_what, input, message) => {
    expect(() => defineTable(input as TableInput)).toThrow(TypeError)
    expect(() => defineTable(input as TableInput)).toThrow(message)
  })

  it('takes as many indexes as DynamoDB (rule 12.6)', () => {
    const all = {
      ...indexes(20, { partitionKey: 'a' }),
      byB: { kind: 'local', sortKey: 'b' },
    }
    expect(Object.keys(defineTable({ ...sorted, indexes: all } as TableInput).indexes)).toHaveLength(21)
  })
})

describe('keyAttributes and ownAttributes', () => {
  it('list names in order', () => {
    expect(keyAttributes(defineTable(sorted as TableInput)).map(({ name }) => name)).toEqual(['id', 's'])
    expect(ownAttributes(defineTable(base))).toEqual(['softDelete', 'created', 'modified', 'deleted'])
    expect(ownAttributes(defineTable({ ...base, softDelete: false, stamps: false }))).toEqual([])
  })
})

describe('projects', () => {
  it('knows what an index holds', () => {
    const index = { kind: 'global', partitionKey: { name: 'a', type: 'S' } } as const
    expect(projects({ ...index, projection: 'ALL' }, 'x')).toBe(true)
    expect(projects({ ...index, projection: 'KEYS_ONLY' }, 'x')).toBe(false)
    expect(projects({ ...index, projection: ['x'] }, 'x')).toBe(true)
    expect(projects({ ...index, projection: ['y'] }, 'x')).toBe(false)
  })
})

describe('compareKeys', () => {
  it('orders by partition key, then by sort key', () => {
    const table = defineTable({ name: 'things', partitionKey: 'p', sortKey: { name: 's', type: 'N' } })
    const unordered = [
      { p: 'b', s: 1 },
      { p: 'a', s: 10 },
      { p: 'a', s: 9 },
    ]
    expect(unordered.toSorted((left, right) => compareKeys(table, left, right))).toEqual([
      { p: 'a', s: 9 },
      { p: 'a', s: 10 },
      { p: 'b', s: 1 },
    ])
    expect(compareKeys(table, { p: 'a', s: 1 }, { p: 'a', s: 1n })).toBe(0)
  })
})

describe('what DynamoDB could not hold', () => {
  const indexed = (projection: readonly string[]) => () =>
    defineTable({
      name: 'things',
      partitionKey: 'p',
      softDelete: false,
      indexes: { byA: { partitionKey: 'a', projection } },
    })

  it.each([
    ['a key called __proto__', () => defineTable({ name: 'things', partitionKey: '__proto__' })],
    ['a key of half a surrogate pair', () => defineTable({ name: 'things', partitionKey: '\ud800' })],
    ['an attribute projected twice', indexed(['x', 'x'])],
    ['a projected attribute without a name', indexed([''])],
    ['a projected attribute of 256 bytes', indexed(['x'.repeat(256)])],
    ['101 projected attributes', indexed(Array.from({ length: 101 }, (_, index) => `x${index}`))],
  ])('%s is refused', (_what, define) => {
    expect(define).toThrow(TypeError)
  })

  it.each(['value', 'owner', 'filling'])('a time to live in %s is refused beside unique attributes', (timeToLive) => {
    expect(() => defineTable({ ...base, timeToLive, unique: { email: true } })).toThrow(
      `Table things: timeToLive cannot be ${timeToLive}, which is another attribute of things.unique`,
    )
    expect(defineTable({ ...base, timeToLive })).toMatchObject({ timeToLive })
  })
})
