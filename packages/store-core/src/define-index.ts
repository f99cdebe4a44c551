import { describeType } from './describe.ts'
import { checkIndexedName, keyAttribute } from './key-attribute.ts'
import type { IndexDefinition, IndexInput, Projection, TableDefinition } from './table.ts'
import { isTableName, tableNameRule } from './table-name.ts'
import { isPlainObject } from './to-item.ts'

/** Rule 12.6. */
const indexLimit = { global: 20, local: 5 }
const projectedLimit = 100

/** The indexes of a definition, complete; a TypeError if DynamoDB could not hold them. */
export function resolveIndexes(
  table: Pick<TableDefinition, 'name' | 'partitionKey' | 'sortKey'>,
  inputs: Readonly<Record<string, IndexInput>>,
  hides: readonly string[],
): Record<string, IndexDefinition> {
  checkObject(`Table ${table.name}, indexes`, inputs)
  const indexes = Object.entries(inputs).map(
    ([name, input]) => [name, resolveIndex(table, name, input, hides)] as const,
  )
  for (const kind of ['global', 'local'] as const) {
    if (indexes.filter(([, index]) => index.kind === kind).length > indexLimit[kind]) {
      throw new TypeError(`Table ${table.name}: at most ${indexLimit[kind]} ${kind} indexes`)
    }
  }
  const projected = indexes.flatMap(([, { projection }]) => (typeof projection === 'string' ? [] : projection))
  if (projected.length > projectedLimit) {
    throw new TypeError(`Table ${table.name}: at most ${projectedLimit} projected attributes in all its indexes`)
  }
  return Object.freeze(Object.fromEntries(indexes))
}

function resolveIndex(
  table: Pick<TableDefinition, 'name' | 'partitionKey' | 'sortKey'>,
  name: string,
  input: IndexInput,
  hides: readonly string[],
): IndexDefinition {
  const where = `Table ${table.name}, index ${name}`
  if (!isTableName(name)) throw new TypeError(`${where}: ${tableNameRule}`)
  checkObject(where, input)
  const kind = input.kind ?? 'global'
  const partitionKey = input.partitionKey === undefined ? undefined : keyAttribute(input.partitionKey, where)
  const sortKey = input.sortKey === undefined ? undefined : keyAttribute(input.sortKey, where)
  if (kind === 'local') {
    if (table.sortKey === undefined || sortKey === undefined)
      throw new TypeError(`${where}: a local index needs a sort key, in the table and its own`)
    if (partitionKey !== undefined && partitionKey.name !== table.partitionKey.name) {
      throw new TypeError(`${where}: a local index has the table's partition key`)
    }
  } else if (partitionKey === undefined) {
    throw new TypeError(`${where}: a global index needs a partition key`)
  }
  return Object.freeze({
    kind,
    partitionKey: partitionKey ?? table.partitionKey,
    ...(sortKey && { sortKey }),
    projection: resolveProjection(where, input, hides),
  })
}

function resolveProjection(
  where: string,
  { projection = 'ALL', foreign = false }: IndexInput,
  hides: readonly string[],
): Projection {
  if (projection === 'ALL') return 'ALL'
  const listed = projection === 'KEYS_ONLY' ? [] : projection
  if (!Array.isArray(listed)) throw new TypeError(`${where}: a projection is ALL, KEYS_ONLY or a list of attributes`)
  if (new Set(listed).size < listed.length) throw new TypeError(`${where}: a projection names an attribute once`)
  for (const name of listed) checkIndexedName(name, where)
  const held = foreign ? listed : [...new Set([...listed, ...hides])] // so that a read can leave out what is hidden
  return held.length === 0 ? 'KEYS_ONLY' : Object.freeze([...held])
}

function checkObject(where: string, input: unknown): void {
  if (!isPlainObject(input)) throw new TypeError(`${where}: an object is needed, not ${describeType(input)}`)
}
