import { attributesOf, both, type Condition } from './condition.ts'
import type { Connection } from './connection.ts'
import { type Cursor, decodeCursor, encodeCursor } from './cursor.ts'
import type { Driver, QueryRequest, ScanRequest } from './driver.ts'
import { ValidationException } from './errors.ts'
import { checkExpressions } from './expression-size.ts'
import { positionAttributes, positionOf } from './key.ts'
import { toKeyCondition } from './key-condition.ts'
import { conditionOf } from './options.ts'
import { notExpired } from './liveness.ts'
import { notHeld } from './index-item.ts'
import { gatherPage, type Gathered } from './page.ts'
import type { Path } from './path.ts'
import { toProjection, withOwn } from './projection.ts'
import type { CountOptions, ListOptions, PageOptions, QueryOptions, Segment } from './read-options.ts'
import type { Stored, TableShape } from './shape.ts'
import { keyAttributes, projects, type IndexDefinition, type Table, type TableDefinition } from './table.ts'
import type { Item } from './value.ts'

/** Some items, and where they go on. */
export interface Page<T> {
  readonly items: T[]
  /** Set if another match exists, or if the page is partial. */
  readonly cursor?: Cursor
  /** True if `maxScanned` ended the page early. */
  readonly partial?: true
}

const defaultLimit = 100

/** What is asked for is worked out before the driver is waited for: it is what the caller meant at the call. */
type Opening = Pick<Connection, 'now' | 'ready' | 'driverFor'>

/** One page of a table or index, or of one of their partitions. */
export async function readPage<S extends TableShape>(
  connection: Opening,
  table: Table<S>,
  options: PageOptions<S> | QueryOptions<S>,
): Promise<Page<Stored<S>>> {
  const request = toRequest(table, options)
  const { limit = defaultLimit, maxScanned, cursor, signal } = options
  const index = indexOf(table, options.index)
  const startAfter = cursor === undefined ? undefined : startOf(cursor, request, index)
  const projection = projectionOf(table, options)
  const own =
    projection &&
    withOwn(
      projection,
      positionAttributes(table, index).map(({ name }) => name),
    )
  const there = thereOnly(request, index, connection.now)
  const asked: QueryRequest | ScanRequest = own === undefined ? there : { ...there, projection: own.paths }
  checkExpressions(asked, table.name)
  const driver = connection.ready(table) ?? (await connection.driverFor(table))
  const gathered = await gather(driver, asked, index, { limit, maxScanned, startAfter, signal })
  const found = own === undefined ? gathered.items : gathered.items.map(own.strip)
  const items = found as Stored<S>[]
  if (gathered.position === undefined) return { items }
  const next = encodeCursor(identityOf(request), gathered.position)
  return gathered.partial ? { items, cursor: next, partial: true } : { items, cursor: next }
}

function startOf(cursor: Cursor, request: QueryRequest | ScanRequest, index: IndexDefinition | undefined): Item {
  const { table } = request
  return decodeCursor(cursor, identityOf(request), positionAttributes(table, index), table.name)
}

/** What must be the same on the next page. */
function identityOf(request: QueryRequest | ScanRequest): object {
  return { ...request, table: request.table.name }
}

/** Every item of a table, in the order the driver has them. */
export async function readAll<S extends TableShape>(
  connection: Opening,
  table: Table<S>,
  options: ListOptions<S>,
): Promise<Stored<S>[]> {
  const request = thereOnly(toRequest(table, options), undefined, connection.now)
  checkExpressions(request, table.name)
  const driver = connection.ready(table) ?? (await connection.driverFor(table))
  const { signal, parallel: of = 1 } = options
  const read = async (segment?: Segment): Promise<readonly Item[]> => {
    const part = segment === undefined ? request : { ...request, segment }
    return (await gather(driver, part, undefined, { limit: Infinity, signal })).items
  }
  const parts =
    of === 1 ? [await read()] : await Promise.all(Array.from({ length: of }, (_, number) => read({ number, of })))
  return parts.flat() as Stored<S>[]
}

/** How many items a read would hand out. */
export async function count<S extends TableShape>(
  connection: Opening,
  table: Table<S>,
  options: CountOptions<S>,
): Promise<number> {
  const { key, ...others } = options
  const found = toRequest(table, key === undefined ? others : { ...others, key })
  const request = { ...thereOnly(found, indexOf(table, options.index), connection.now), countOnly: true as const }
  checkExpressions(request, table.name)
  const driver = connection.ready(table) ?? (await connection.driverFor(table))
  const { signal } = options
  let total = 0
  for (let startAfter: Item | undefined; ;) {
    signal?.throwIfAborted()
    const part = { ...request, ...(startAfter && { startAfter }), ...(signal && { signal }) }
    const page = await ('partition' in part ? driver.query(part) : driver.scan(part))
    total += page.count ?? page.items.length
    if (page.lastKey === undefined) return total
    startAfter = page.lastKey
  }
}

function projectionOf<S extends TableShape>(table: Table<S>, options: PageOptions<S>): readonly Path[] | undefined {
  if (options.projection === undefined) return undefined
  const { index: name } = options
  const definition = indexOf(table, name)
  return toProjection(table, options.projection, definition && { name: name!, definition })
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

function gather(
  driver: Driver,
  request: QueryRequest | ScanRequest,
  index: IndexDefinition | undefined,
  bounds: Parameters<typeof gatherPage>[2],
): Promise<Gathered> {
  const { signal } = bounds
  return gatherPage(
    (limit, startAfter) => {
      const part: Writable<QueryRequest | ScanRequest> = { ...request }
      if (limit !== undefined) part.limit = limit
      if (startAfter !== undefined) part.startAfter = startAfter
      if (signal !== undefined) part.signal = signal
      return 'partition' in part ? driver.query(part) : driver.scan(part)
    },
    (item) => positionOf(request.table, index, item),
    bounds,
  )
}

function toRequest<S extends TableShape>(
  table: Table<S>,
  options: PageOptions<S> | QueryOptions<S>,
): QueryRequest | ScanRequest {
  const index = indexOf(table, options.index)
  const where = conditionOf(options.where, table, positionAttributes(table, index))
  const filter = both(liveOnly(table, options, index), where)
  if (index !== undefined) checkProjected(table, options.index!, index, where)
  const base = { table, ...(options.index !== undefined && { index: options.index }), ...(filter && { filter }) }
  const { segment } = options
  if (!('key' in options)) return segment === undefined ? base : { ...base, segment }
  if (segment !== undefined) {
    throw new ValidationException('A partition has no segments: segment is for page and each', { table: table.name })
  }
  const keys = index ?? table
  checkFilter(keys, where, table)
  return { ...base, ...toKeyCondition(keys, options.key, table), descending: options.order === 'descending' }
}

/** The request without items that have expired. That is no part of what a cursor belongs to: time goes on from page to page. */
function thereOnly<R extends QueryRequest | ScanRequest>(
  request: R,
  index: IndexDefinition | undefined,
  now: () => Date,
): R {
  const { table } = request
  const there = notExpired(table, now)
  if (there === undefined) return request
  if (index !== undefined && !projects(index, table.timeToLive!)) {
    throw new ValidationException(
      `Secondary index ${request.index} does not project one or more filter attributes: [${table.timeToLive}]; without it expired items cannot be left out`,
      { table: table.name },
    )
  }
  return { ...request, filter: both(there, request.filter)! }
}

/** DynamoDB refuses a filter on the keys of what is queried (rule 4.29). */
function checkFilter(
  keys: Pick<IndexDefinition, 'partitionKey' | 'sortKey'>,
  filter: Condition | undefined,
  table: TableDefinition,
): void {
  if (filter === undefined) return
  const named = attributesOf(filter)
  const key = keyAttributes(keys).find(({ name }) => named.has(name))
  if (key === undefined) return
  throw new ValidationException(
    `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key.name}; put it into key instead of where`,
    { table: table.name },
  )
}

/** A filter sees what the index holds, so DynamoDB refuses one on anything else (rule 7.22). */
function checkProjected(
  table: TableDefinition,
  name: string,
  index: IndexDefinition,
  filter: Condition | undefined,
): void {
  if (filter === undefined) return
  const missing = notHeld(table, index, [...attributesOf(filter)])
  if (missing.length === 0) return
  throw new ValidationException(
    `Secondary index ${name} does not project one or more filter attributes: [${missing.join(', ')}]`,
    { table: table.name },
  )
}

function liveOnly<S extends TableShape>(
  table: TableDefinition,
  options: PageOptions<S>,
  index: IndexDefinition | undefined,
): Condition | undefined {
  const { softDelete } = table
  if (softDelete === false || options.includeDeleted === true) return undefined
  if (index !== undefined && !projects(index, softDelete)) {
    throw new ValidationException(
      `Secondary index ${options.index} does not project one or more filter attributes: [${softDelete}]; without it deleted items cannot be left out, so ask with includeDeleted: true`,
      { table: table.name },
    )
  }
  return { op: '<>', left: { path: [softDelete] }, right: { value: true } }
}

function indexOf(table: TableDefinition, name: string | undefined): IndexDefinition | undefined {
  if (name === undefined) return undefined
  const index = Object.hasOwn(table.indexes, name) ? table.indexes[name] : undefined
  if (index !== undefined) return index
  const known = Object.keys(table.indexes).join(', ') || 'none'
  throw new ValidationException(`The table does not have the specified index: ${name}; its indexes: ${known}`, {
    table: table.name,
  })
}
