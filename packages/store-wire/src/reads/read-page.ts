import { atPaths, type Path } from '@cmz/store-core'
import { inSlices, type Reading, storedSize, type TableData } from '@cmz/store-memory'
import {
  askedCapacity,
  type AskedCapacity,
  consumeIndex,
  encodeConsumed,
  nothingConsumed,
} from '../capacity/consumed.ts'
import { readUnits, strengthOf } from '../capacity/read-units.ts'
import { onNewest, type Service } from '../service/service.ts'
import { encodeItem } from '../values/encode.ts'
import type { ReadParameters } from './read-parameters.ts'
import { fetches, type Target, targetOf } from './target.ts'

/** In bytes (rule 7.15). */
const maxPage = 1024 * 1024

/** Reads a page; `requestOf` checks what depends on the table and says what to read of it. */
export function readPage(
  input: ReadParameters,
  service: Service,
  projection: readonly Path[] | undefined,
  requestOf: (target: Target) => Reading,
): string | Promise<string> {
  return onNewest(service, () => {
    const data = service.engine.table(input.TableName)
    const target = targetOf(data.definition, input)
    const request: Reading = { ...requestOf(target), maxSize: maxPage }
    const isFetched = fetches(target, input, projection)
    const steps = data.preparation(input.IndexName)
    const page = (): string =>
      encodePage(service.engine.table(input.TableName), target, request, input, projection, isFetched)
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
