import type { StandardSchemaV1 } from '@standard-schema/spec'
import { describeType } from './describe.ts'
import { resolveIndexes } from './define-index.ts'
import { type KeyAttribute, keyAttribute, type KeyInput, type KeyType } from './key-attribute.ts'
import type { TableShape, ShapeOf } from './shape.ts'
import { type StampNames, stampNames } from './stamp.ts'
import { isTableName, tableNameRule } from './table-name.ts'
import { isPlainObject } from './to-item.ts'

/** Which attributes an index holds besides the keys: all, none, or those listed. */
export type Projection = 'ALL' | 'KEYS_ONLY' | readonly string[]

/** A global or local index. A local one shares the table's partition key and needs a sort key. */
export interface IndexDefinition {
  readonly kind: 'global' | 'local'
  readonly partitionKey: KeyAttribute
  readonly sortKey?: KeyAttribute
  readonly projection: Projection
}

/** Everything the store and its drivers know of a table. Frozen. */
export interface TableDefinition {
  readonly name: string
  readonly partitionKey: KeyAttribute
  readonly sortKey?: KeyAttribute
  readonly indexes: Readonly<Record<string, IndexDefinition>>
  /** Prefix of generated ids; `undefined` means that the caller gives every key. */
  readonly idPrefix?: string
  /** The attribute that flags a soft-deleted item; `false` turns soft delete off. */
  readonly softDelete: string | false
  /** The attributes that hold the stamps; `false` turns them off. */
  readonly stamps: StampNames | false
  /** The attribute that counts the writes of an item, where there is one. */
  readonly version?: string
  /** The attribute that says when an item expires, in seconds since 1970, where there is one. */
  readonly timeToLive?: string
  /** The attributes of which no two live items have the same value, where there are some. */
  readonly unique?: UniqueAttributes
  /** One Standard Schema per attribute; an attribute that is not listed is refused. */
  readonly attributes?: AttributeSchemas
  /** Checks the whole item on `create` and `put`. */
  readonly schema?: StandardSchemaV1
}

/** How values are compared: as they are, or by what becomes of them, such as their lower case. */
type UniqueAttributes = Readonly<Record<string, true | ((value: string) => string)>>

export type AttributeSchemas = Readonly<Record<string, StandardSchemaV1>>

/** A table definition that also carries the types of its items, keys and indexes. */
export interface Table<S extends TableShape = TableShape> extends TableDefinition {
  /** Exists for the type checker only. */
  readonly shape?: S
}

export interface IndexInput {
  /** Default: `global`. */
  readonly kind?: 'global' | 'local'
  /** A local index may leave it out: it is the table's. */
  readonly partitionKey?: KeyInput
  readonly sortKey?: KeyInput
  /** Default: `ALL`. The soft-delete flag and the time to live are added, so that queries can leave items out. */
  readonly projection?: Projection
  /** True for an index that exists already and is not ours to change: nothing is added to its projection. */
  readonly foreign?: boolean
}

export interface TableInput {
  /** 3 to 255 of `a-z A-Z 0-9 _ . -` (rule 12.1). */
  readonly name: string
  readonly partitionKey: KeyInput
  readonly sortKey?: KeyInput
  readonly indexes?: Readonly<Record<string, IndexInput>>
  /** `user` gives ids like `user_01jd…`; of a-z and _. Default: plain ids, and none where there is a sort key. */
  readonly idPrefix?: string
  /** Default: `softDelete`. */
  readonly softDelete?: string | false
  /** Default: `created`, `modified`, `deleted`. */
  readonly stamps?: Partial<StampNames> | false
  /**
   * True counts the writes of each item in `version`, or in the attribute named here: then `put` needs `expectedVersion`,
   * and every other write takes it.
   */
  readonly version?: boolean | string
  /** An attribute that holds seconds since 1970: an item is gone at that time, for every call. */
  readonly timeToLive?: string
  /**
   * Attributes of which no two live items may have the same value: `{ email: (text) => text.toLowerCase() }`, or `true` to
   * compare values as they are. Whoever is first holds a value, in the table `<name>.unique`, until the item changes it,
   * is soft-deleted, purged, or expires. Needs transactions.
   */
  readonly unique?: UniqueAttributes
  readonly attributes?: AttributeSchemas
  readonly schema?: StandardSchemaV1
}

const prefixPattern = /^([a-z]([a-z_]{0,61}[a-z])?)?$/ // TypeID's rule

/** Describes a table once, for every backend. Throws a TypeError when DynamoDB could not hold such a table. */
export function defineTable<const D extends TableInput>(input: D): Table<ShapeOf<D>> {
  if (!isPlainObject(input)) {
    throw new TypeError(`A table is defined by { name, partitionKey, … }; got ${describeType(input)}`)
  }
  const { name, schema, attributes } = input
  if (!isTableName(name)) throw new TypeError(`Table name ${JSON.stringify(name)}: ${tableNameRule}`)
  const partitionKey = keyAttribute(input.partitionKey, `Table ${name}`)
  const sortKey = input.sortKey === undefined ? undefined : keyAttribute(input.sortKey, `Table ${name}`)
  const idPrefix = input.idPrefix ?? (sortKey === undefined && partitionKey.type === 'S' ? '' : undefined)
  if (idPrefix !== undefined && partitionKey.type !== 'S') {
    throw new TypeError(`Table ${name}: an id prefix needs a partition key of type S`)
  }
  if (idPrefix !== undefined && (typeof idPrefix !== 'string' || !prefixPattern.test(idPrefix))) {
    throw new TypeError(`Table ${name}: an id prefix has up to 63 of a-z and _, and a letter at both ends`)
  }
  const softDelete = input.softDelete ?? 'softDelete'
  const base = { name, partitionKey, ...(sortKey && { sortKey }) }
  const version = input.version === true ? 'version' : input.version || undefined
  const { timeToLive } = input
  const hides = [...(softDelete === false ? [] : [softDelete]), ...(timeToLive === undefined ? [] : [timeToLive])]
  const table: TableDefinition = {
    ...base,
    indexes: resolveIndexes(base, input.indexes ?? {}, hides),
    ...(idPrefix !== undefined && { idPrefix }),
    softDelete,
    stamps: input.stamps === false ? false : { ...stampNames, ...input.stamps },
    ...(version !== undefined && { version }),
    ...(timeToLive !== undefined && { timeToLive }),
    ...(input.unique && { unique: Object.freeze({ ...input.unique }) }),
    ...(attributes !== undefined && { attributes }),
    ...(schema !== undefined && { schema }),
  }
  checkKeyTypes(table)
  checkUnique(table)
  checkSchemas(table)
  return Object.freeze(table)
}

/** The definition, or a TypeError where untyped code gives something else. */
export function checkedTable<T extends TableDefinition>(table: T): T {
  const { name, partitionKey, indexes }: Partial<Record<keyof TableDefinition, unknown>> = table ?? {}
  if (typeof name === 'string' && isPlainObject(partitionKey) && isPlainObject(indexes)) return table
  throw new TypeError(
    `A store needs a table definition, as defineTable() makes it, or the name of a table and of its key; got ${describeType(table)}`,
  )
}

/** The key attributes of a table, or of an index: the partition key, then the sort key. */
export function keyAttributes({
  partitionKey,
  sortKey,
}: Pick<IndexDefinition, 'partitionKey' | 'sortKey'>): readonly KeyAttribute[] {
  return sortKey === undefined ? [partitionKey] : [partitionKey, sortKey]
}

/** What `ownAttributes` answered, since every write asks. */
const knownOwn = new WeakMap<TableDefinition, readonly string[]>()

/** The attributes that the store itself writes; callers may not. */
export function ownAttributes(table: TableDefinition): readonly string[] {
  const known = knownOwn.get(table)
  if (known !== undefined) return known
  const { softDelete, stamps, version } = table
  const own = [
    ...(softDelete === false ? [] : [softDelete]),
    ...(stamps === false ? [] : Object.values(stamps)),
    ...(version === undefined ? [] : [version]),
  ]
  knownOwn.set(table, own)
  return own
}

/** True if the index holds an attribute that is not one of its keys or the table's. */
export function projects({ projection }: IndexDefinition, attribute: string): boolean {
  return projection === 'ALL' || (projection !== 'KEYS_ONLY' && projection.includes(attribute))
}

function checkKeyTypes(table: TableDefinition): void {
  const types = new Map<string, KeyType>()
  for (const keys of [table, ...Object.values(table.indexes)]) {
    const attributes = keyAttributes(keys)
    if (attributes.length === 2 && attributes[0]!.name === attributes[1]!.name) {
      throw new TypeError(`Table ${table.name}: partition key and sort key are both ${attributes[0]!.name}`)
    }
    for (const { name, type } of attributes) {
      if ((types.get(name) ?? type) !== type)
        throw new TypeError(`Table ${table.name}: key ${name} is ${types.get(name)} and ${type}`)
      types.set(name, type)
    }
  }
  const own = ownAttributes(table)
  const taken = [...types.keys(), ...Object.keys(table.attributes ?? {})].find((name) => own.includes(name))
  if (taken !== undefined)
    throw new TypeError(`Table ${table.name}: attribute ${taken} is the store's own (soft delete, stamps and version)`)
  if (own.some((name) => typeof name !== 'string' || name === ''))
    throw new TypeError(`Table ${table.name}: soft delete, stamps and version need the names of attributes`)
  if (new Set(own).size < own.length)
    throw new TypeError(`Table ${table.name}: soft delete, stamps and version need attributes of their own`)
  const { timeToLive } = table
  if (timeToLive === undefined) return
  if (typeof timeToLive !== 'string' || timeToLive === '' || types.has(timeToLive) || own.includes(timeToLive)) {
    throw new TypeError(`Table ${table.name}: timeToLive names an attribute that is no key and not the store's own`)
  }
}

function checkUnique({ name, unique = {}, partitionKey, sortKey, timeToLive }: TableDefinition): void {
  for (const [attribute, rule] of Object.entries(unique)) {
    if (attribute === partitionKey.name || attribute === sortKey?.name) {
      throw new TypeError(`Table ${name}: ${attribute} is a key, which is unique already`)
    }
    if (rule === true || typeof rule === 'function') continue
    throw new TypeError(`Table ${name}: unique ${attribute} is true, or a function that makes values comparable`)
  }
  if (Object.keys(unique).length > 0 && !isTableName(`${name}.unique`)) {
    throw new TypeError(`Table ${name}: the name leaves no room for ${name}.unique`)
  }
  if (Object.keys(unique).length > 0 && ['value', 'owner', 'filling'].includes(timeToLive!)) {
    throw new TypeError(
      `Table ${name}: timeToLive cannot be ${timeToLive}, which is another attribute of ${name}.unique, where the time is kept too`,
    )
  }
}

function checkSchemas({ name, attributes = {}, schema }: TableDefinition): void {
  if (!isPlainObject(attributes)) throw new TypeError(`Table ${name}: attributes is an object of schemas`)
  for (const [attribute, each] of Object.entries(attributes)) {
    if (!isSchema(each))
      throw new TypeError(`Table ${name}: attribute ${attribute} has no Standard Schema, but ${describeType(each)}`)
  }
  if (schema !== undefined && !isSchema(schema))
    throw new TypeError(`Table ${name}: schema is no Standard Schema, but ${describeType(schema)}`)
}

/** True for an object, or a function, with the one member that every Standard Schema has. */
function isSchema(given: unknown): given is StandardSchemaV1 {
  const { '~standard': standard } = (given ?? {}) as Partial<StandardSchemaV1>
  return typeof standard?.validate === 'function'
}
