import { atPaths, type Path, type QueryRequest, type ScanRequest } from '@cmz/store-core'
import { inSlices, type Reading, storedSize, type TableData } from '@cmz/store-memory'
import {
  askedCapacity,
  type AskedCapacity,
  consumeIndex,
  encodeConsumed,
  nothingConsumed,
} from '../capacity/consumed.ts'
import { readUnits, strengthOf } from '../capacity/read-units.ts'
import { checkFilterProjected, checkNested } from '../expressions/check-paths.ts'
import type { RequestExpressions } from '../expressions/read-expressions.ts'
import { onNewest, type Service } from '../service/service.ts'
import { encodeItem } from '../values/encode.ts'
import type { ReadParameters } from './read-parameters.ts'
import { fetches, type Target, targetOf } from './target.ts'

/** In bytes (rule 7.15). */
const maxPage = 1024 * 1024

/** What a Query or a Scan adds to what both have in common. */
type Own = Omit<QueryRequest, Common> | Omit<ScanRequest, Common>
type Common = 'table' | 'index' | 'filter' | 'limit' | 'projection'

/** Reads a page; `ownOf` checks what depends on the table. */
export function readPage(
  input: ReadParameters,
  service: Service,
  expressions: RequestExpressions,
  ownOf: (target: Target) => Own,
): string | Promise<string> {
  return onNewest(service, () => {
    const data = service.engine.table(input.TableName)
    const { filter, projection } = expressions
    const target = targetOf(data.definition, input)
    const { table, index } = target
    const request: Reading = {
      table,
      ...(index && { index: index.name }),
      ...(filter && { filter }),
      ...(input.Limit !== undefined && { limit: input.Limit }),
      maxSize: maxPage,
      ...ownOf(target),
    }
    checkNested(table, expressions)
    const isFetched = fetches(target, input, projection)
    checkFilterProjected(table, index, filter, 'partition' in request)
    const page = (): string =>
      encodePage(service.engine.table(table.name), target, request, input, projection, isFetched)
    const steps = data.preparation(index?.name)
    return steps === undefined ? page() : inSlices(steps).then(page)
  })
}

function encodePage(
  data: TableData,
  target: Target,
  request: Reading,
  input: ReadParameters,
  projection: readonly Path[] | undefined,
  isFetched: boolean,
): string {
  const counts = input.Select === 'COUNT'
  const asked = askedCapacity(input)
  const strength = strengthOf(input)
  let items = ''
  let fetched = 0
  const { scanned, matched, size, lastKey } = data.visit(request, (seen, whole) => {
    if (counts) return
    const item = isFetched ? whole : seen
    if (items !== '') items += ','
    items += encodeItem(projection === undefined ? item : atPaths(item, projection))
    if (isFetched && asked !== undefined) fetched += readUnits(storedSize(whole), strength)
  })
  let text = `{"Count":${matched},"ScannedCount":${scanned}`
  if (!counts) text += `,"Items":[${items}]`
  if (lastKey !== undefined && !isOnlyOne(target, request)) text += `,"LastEvaluatedKey":${encodeItem(lastKey)}`
  if (asked !== undefined)
    text += `,"ConsumedCapacity":${consumedBy(target, readUnits(size, strength), fetched, asked)}`
  return `${text}}`
}

/** A partition of a table without a sort key is one item: nothing comes after it, and none could go on (rule 7.19). */
function isOnlyOne({ table, index }: Target, request: Reading): boolean {
  return 'partition' in request && index === undefined && table.sortKey === undefined
}

/** What an index is read for is the index's; what is fetched from the table on top of it is the table's (rule 13.7). */
function consumedBy({ table, index }: Target, units: number, fetched: number, asked: AskedCapacity): string {
  const consumed = nothingConsumed()
  if (index === undefined) consumed.table = units
  else {
    consumed.table = fetched
    consumeIndex(consumed, index.kind, index.name, units)
  }
  return encodeConsumed(table.name, consumed, asked)
}
