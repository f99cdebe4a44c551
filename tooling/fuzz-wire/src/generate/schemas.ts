import type { JsonObject } from '../json.ts'

export type KeyType = 'S' | 'N' | 'B'

export interface KeyAttribute {
  readonly name: string
  readonly type: KeyType
}

export interface IndexSchema {
  readonly name: string
  readonly local: boolean
  readonly hash: KeyAttribute
  readonly range?: KeyAttribute
  readonly projection: 'ALL' | 'KEYS_ONLY' | readonly string[]
}

/** A table as the generator knows it. */
export interface TableSchema {
  readonly name: string
  readonly hash: KeyAttribute
  readonly range?: KeyAttribute
  readonly indexes: readonly IndexSchema[]
}

const g: KeyAttribute = { name: 'g', type: 'S' }
const h: KeyAttribute = { name: 'h', type: 'N' }
const i: KeyAttribute = { name: 'i', type: 'B' }
const text: KeyAttribute = { name: 'p', type: 'S' }

/** Every kind of key, and every kind of index and projection. */
export const schemas: readonly TableSchema[] = [
  { name: 'plain.text', hash: text, indexes: [] },
  { name: 'plain-number', hash: { name: 'id', type: 'N' }, indexes: [] },
  { name: 'plain_binary', hash: { name: 'p', type: 'B' }, indexes: [global('gall', 'ALL', g)] },
  {
    name: 'text-text',
    hash: text,
    range: { name: 's', type: 'S' },
    indexes: [global('gall', 'ALL', g, h), global('gkeys', 'KEYS_ONLY', h)],
  },
  {
    name: 'text-number',
    hash: { name: 'key', type: 'S' }, // a reserved word
    range: { name: 'at', type: 'N' },
    indexes: [global('gsome', ['t', 'n', 'm'], g, { name: 'at', type: 'N' })],
  },
  {
    name: 'number-binary',
    hash: { name: 'p', type: 'N' },
    range: { name: 's', type: 'B' },
    indexes: [global('gbin', 'ALL', i, g)],
  },
  {
    name: 'local-indexes',
    hash: text,
    range: { name: 's', type: 'N' },
    indexes: [local('lall', 'ALL', g), local('lkeys', 'KEYS_ONLY', h), local('lsome', ['t', 'ss'], i)],
  },
  {
    name: 'both-indexes',
    hash: text,
    range: { name: 's', type: 'S' },
    indexes: [
      local('lkeys', 'KEYS_ONLY', h),
      global('gsome', ['n', 'l'], g, h),
      global('gturned', 'ALL', { name: 's', type: 'S' }, text),
    ],
  },
]

function global(
  name: string,
  projection: IndexSchema['projection'],
  hash: KeyAttribute,
  range?: KeyAttribute,
): IndexSchema {
  return { name, local: false, hash, ...(range && { range }), projection }
}

function local(name: string, projection: IndexSchema['projection'], range: KeyAttribute): IndexSchema {
  return { name, local: true, hash: text, range, projection }
}

/** The attributes of a table's or an index's own key. */
export function keyOfSchema({ hash, range }: Pick<TableSchema, 'hash' | 'range'>): readonly KeyAttribute[] {
  return range === undefined ? [hash] : [hash, range]
}

/** Every attribute that is a key of something, once. */
export function keyAttributes(schema: TableSchema): readonly KeyAttribute[] {
  const all = [schema, ...schema.indexes].flatMap(keyOfSchema)
  return all.filter(({ name }, index) => all.findIndex((each) => each.name === name) === index)
}

/** What CreateTable takes. */
export function createTableInput(schema: TableSchema): JsonObject {
  const globals = schema.indexes.filter((each) => !each.local)
  const locals = schema.indexes.filter((each) => each.local)
  return {
    TableName: schema.name,
    KeySchema: keySchema(schema),
    AttributeDefinitions: keyAttributes(schema).map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    BillingMode: 'PAY_PER_REQUEST',
    ...(globals.length > 0 && { GlobalSecondaryIndexes: globals.map(indexInput) }),
    ...(locals.length > 0 && { LocalSecondaryIndexes: locals.map(indexInput) }),
  }
}

export function indexInput(index: IndexSchema): JsonObject {
  const { projection } = index
  return {
    IndexName: index.name,
    KeySchema: keySchema(index),
    Projection:
      typeof projection === 'string'
        ? { ProjectionType: projection }
        : { ProjectionType: 'INCLUDE', NonKeyAttributes: [...projection] },
  }
}

function keySchema(keys: Pick<TableSchema, 'hash' | 'range'>): JsonObject[] {
  return keyOfSchema(keys).map(({ name }, index) => ({ AttributeName: name, KeyType: index === 0 ? 'HASH' : 'RANGE' }))
}
