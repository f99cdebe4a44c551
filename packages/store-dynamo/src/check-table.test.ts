import { defineTable, type TableInput, ValidationException } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { checkTable } from './check-table.ts'
import { createTableParameters } from './create-table.ts'
import { toDescription } from './table-description.ts'

const definition = {
  name: 'quest',
  partitionKey: 'id',
  sortKey: { name: 'at', type: 'N' },
  softDelete: false,
  indexes: {
    byName: { partitionKey: 'name', projection: ['colour'] },
    byRank: { kind: 'local', sortKey: 'rank', projection: 'KEYS_ONLY' },
  },
} as const satisfies TableInput

function check(wanted: TableInput, held: TableInput): void {
  checkTable(defineTable(wanted), defineTable(held))
}

describe('checkTable', () => {
  it('accepts the very table, more indexes and wider ones', () => {
    check(definition, definition)
    check({ ...definition, indexes: {} }, definition)
    check(definition, { ...definition, indexes: { ...definition.indexes, byName: { partitionKey: 'name' } } })
  })

  it.each<[string, TableInput, string]>([
    [
      'another key',
      { ...definition, partitionKey: 'key' },
      'exists with partition key key (S) and sort key at (N), its definition has partition key id (S) and sort key at (N)',
    ],
    ['another type of key', { ...definition, partitionKey: { name: 'id', type: 'N' } }, 'partition key id (N)'],
    ['no sort key', { name: 'quest', partitionKey: 'id' }, 'exists with partition key id (S),'],
    ['a missing global index', { ...definition, indexes: { byRank: definition.indexes.byRank } }, 'with UpdateTable'],
    ['a missing local index', { ...definition, indexes: { byName: definition.indexes.byName } }, 'cannot add it'],
    [
      'an index with other keys',
      { ...definition, indexes: { ...definition.indexes, byName: { partitionKey: 'title' } } },
      'Index byName exists as a global index with partition key title (S)',
    ],
    [
      'an index of the other kind',
      { ...definition, indexes: { ...definition.indexes, byRank: { partitionKey: 'id', sortKey: 'rank' } } },
      'its definition is a local index',
    ],
    [
      'an index that holds less',
      { ...definition, indexes: { ...definition.indexes, byName: { partitionKey: 'name', projection: ['size'] } } },
      'does not hold the attribute colour',
    ],
  ])('refuses %s', (_what, held, message) => {
    expect(() => check(definition, held)).toThrow(ValidationException)
    expect(() => check(definition, held)).toThrow(message)
  })

  it('refuses a partial index where the definition wants whole items', () => {
    const whole = { ...definition, indexes: { byName: { partitionKey: 'name' } } }
    expect(() => check(whole, definition)).toThrow('does not hold all attributes')
  })
})

describe('createTableParameters', () => {
  it('defines exactly the attributes that are keys', () => {
    expect(createTableParameters(defineTable(definition))).toEqual({
      TableName: 'quest',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'at', AttributeType: 'N' },
        { AttributeName: 'name', AttributeType: 'S' },
        { AttributeName: 'rank', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'id', KeyType: 'HASH' },
        { AttributeName: 'at', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byName',
          KeySchema: [{ AttributeName: 'name', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['colour'] },
        },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: 'byRank',
          KeySchema: [
            { AttributeName: 'id', KeyType: 'HASH' },
            { AttributeName: 'rank', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    })
  })

  it('says the same that is read back', () => {
    const { name, partitionKey, sortKey, indexes } = defineTable(definition)
    const { GlobalSecondaryIndexes, LocalSecondaryIndexes, ...rest } = createTableParameters(defineTable(definition))
    expect(toDescription({ ...rest, GlobalSecondaryIndexes, LocalSecondaryIndexes })).toEqual({
      name,
      partitionKey,
      sortKey,
      indexes,
    })
  })
})
