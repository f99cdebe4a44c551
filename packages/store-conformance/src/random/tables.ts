import { defineTable, type Key, keyAttributes, type TableDefinition, type Value } from '@cmz/store-core'

const foreign = true // an index just as it is written here
const plain = { softDelete: false, stamps: false } as const

/** Global indexes of every projection; items enter and leave them as `g` and `h` come and go. */
const hashOnly: TableDefinition = defineTable({
  ...plain,
  name: 'random-hash-only',
  partitionKey: 'id',
  indexes: {
    all: { partitionKey: 'g', sortKey: { name: 'h', type: 'N' }, foreign },
    keys: { partitionKey: 'g', projection: 'KEYS_ONLY', foreign },
    some: { partitionKey: { name: 'h', type: 'N' }, sortKey: 'g', projection: ['a', 'm'], foreign },
  },
})

/** A sort key that is text, and local indexes. */
const text: TableDefinition = defineTable({
  ...plain,
  name: 'random-text',
  partitionKey: 'id',
  sortKey: 'at',
  indexes: {
    byNumber: { kind: 'local', sortKey: { name: 'h', type: 'N' }, foreign },
    byText: { kind: 'local', sortKey: 'g', projection: ['b', 'l'], foreign },
  },
})

const numeric: TableDefinition = defineTable({
  ...plain,
  name: 'random-numeric',
  partitionKey: 'id',
  sortKey: { name: 'at', type: 'N' },
})

const binary: TableDefinition = defineTable({
  ...plain,
  name: 'random-binary',
  partitionKey: { name: 'id', type: 'B' },
  sortKey: { name: 'at', type: 'B' },
})

/** The tables that random commands meet on. */
export const randomTables: readonly TableDefinition[] = [hashOnly, text, numeric, binary]

/** Few, so that commands meet; their order tells UTF-8 from UTF-16, numbers from their text, and bytes with a sign from those without. */
const keyValues = {
  S: ['a', 'ab', '\uFF5E', '\u{1F600}'],
  N: [-1, 0.5, 2, 10],
  B: [Uint8Array.of(1), Uint8Array.of(1, 0), Uint8Array.of(200)],
} as const

/** The values that a key attribute takes. */
export function keyValuesOf(table: TableDefinition, name: string): readonly Value[] {
  const keys = [table, ...Object.values(table.indexes)].flatMap(keyAttributes)
  const type = keys.find((key) => key.name === name)!.type
  return name === table.partitionKey.name && table.sortKey !== undefined ? keyValues[type].slice(0, 2) : keyValues[type]
}

/** Every key that a random command can name. */
export function keysOf(table: TableDefinition): readonly Key[] {
  let keys: readonly Key[] = [{}]
  for (const { name } of keyAttributes(table)) {
    keys = keys.flatMap((key) => keyValuesOf(table, name).map((value) => ({ ...key, [name]: value })))
  }
  return keys
}
