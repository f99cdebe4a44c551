import {
  type BatchWriteRequest,
  checkItemKeys,
  checkItemSize,
  hasKey,
  type Item,
  keyOfRequest,
  keyText,
  type TableDefinition,
  ValidationException,
} from '@cmz/store-core'
import { changesOf, type Effect, effectOf, type View } from '@cmz/store-memory'
import { encodeItemCollections } from '../capacity/collections.ts'
import { askedCapacity, type Consumed, consumedOf, encodeAllConsumed } from '../capacity/consumed.ts'
import { consumeWrite } from '../capacity/write-units.ts'
import { returnConsumedCapacity, returnItemCollectionMetrics, tableName } from '../input/common-shapes.ts'
import type { JsonObject } from '../input/json.ts'
import { attributeMap, listOf, mapOf, structure } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import { tableNameOf } from '../tables/arn.ts'
import { checkKeyParameter, keyMismatch } from '../values/check-key-parameter.ts'
import { decodeItem } from '../values/decode.ts'
import { invalid } from '../wire-error.ts'

interface WriteOfBatch {
  readonly PutRequest?: { readonly Item: JsonObject }
  readonly DeleteRequest?: { readonly Key: JsonObject }
}

interface BatchWriteItemInput {
  readonly RequestItems: Readonly<Record<string, readonly WriteOfBatch[]>>
  readonly ReturnConsumedCapacity?: string
  readonly ReturnItemCollectionMetrics?: string
}

const maxWrites = 25

const shape = structure(
  {
    RequestItems: mapOf(
      listOf(
        structure({
          PutRequest: structure({ Item: attributeMap }, 'Item'),
          DeleteRequest: structure({ Key: attributeMap }, 'Key'),
        }),
      ),
      { keys: tableName, lists: { min: 1, max: maxWrites } },
    ),
    ReturnConsumedCapacity: returnConsumedCapacity,
    ReturnItemCollectionMetrics: returnItemCollectionMetrics,
  },
  'RequestItems',
)

/** One write of the batch, decoded. */
interface Write {
  readonly name: string
  readonly given: WriteOfBatch
  readonly kind: 'put' | 'delete'
  readonly attributes: Item
}

/** Up to 25 puts and deletes without conditions, all of which are valid or none is done (section 9 of the rules). */
export const batchWriteItem: Operation = operation<BatchWriteItemInput>(shape, async (input, service) => {
  const { RequestItems: tables } = input
  const names = Object.keys(tables)
  if (names.length === 0) throw invalid('The requestItems parameter is required for BatchWriteItem')
  if (names.reduce((total, name) => total + tables[name]!.length, 0) > maxWrites) {
    throw invalid('Too many items requested for the BatchWriteItem call')
  }
  const writes = names.flatMap((name) => tables[name]!.map((given) => decodeWrite(name, given)))
  const processed = writes.length - (service.unprocessed ?? 0)
  const asked = askedCapacity(input)
  const { requests, effects } = await service.engine.transact((view) => {
    const all = requestsOf(writes, view)
    const done = all.slice(0, processed)
    const result = { requests: done, effects: done.map((each) => effectOf(each, view, asked !== undefined)) }
    return { changes: changesOf(result.effects), result }
  })
  let text = `"UnprocessedItems":${JSON.stringify(byTable(writes.slice(processed)))}`
  if (asked !== undefined) text += `,"ConsumedCapacity":${encodeAllConsumed(consumedBy(requests, effects), asked)}`
  const places = requests.map((request) => ({ table: request.table, key: keyOfRequest(request) }))
  const collections = await encodeItemCollections(service, places, input)
  return `{${text}${collections === undefined ? '' : `,"ItemCollectionMetrics":${collections}`}}`
})

function decodeWrite(name: string, given: WriteOfBatch): Write {
  const { PutRequest: put, DeleteRequest: remove } = given
  if ((put === undefined) === (remove === undefined)) {
    // DynamoDB's own words, though no attribute value is meant
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    )
  }
  if (put === undefined) return { name, given, kind: 'delete', attributes: decodeItem(remove!.Key) }
  const attributes = decodeItem(put.Item)
  checkItemSize(attributes)
  return { name, given, kind: 'put', attributes }
}

/** The writes as the engine takes them; refused where one of them is (rule 9.5). */
function requestsOf(writes: readonly Write[], view: View): readonly BatchWriteRequest[] {
  const tables = new Map<string, TableDefinition>()
  for (const { name } of writes) tables.set(name, view.definition(tableNameOf(name)))
  const seen = new Set<string>()
  return writes.map(({ name, kind, attributes }) => {
    const table = tables.get(name)!
    if (kind === 'put') checkPut(table, attributes)
    else checkKeyParameter(table, attributes)
    const place = `${table.name}/${keyText(table, attributes)}`
    if (seen.has(place)) throw invalid('Provided list of item keys contains duplicates')
    seen.add(place)
    return kind === 'put' ? { kind, table, item: attributes } : { kind, table, key: attributes }
  })
}

/** A put of a batch whose key is missing, or of another type, is refused like a key (rule 9.9). */
function checkPut(table: TableDefinition, item: Item): void {
  if (!hasKey(table, item)) throw new ValidationException(keyMismatch)
  checkItemKeys(table, item)
}

function byTable(writes: readonly Write[]): object {
  const tables = Map.groupBy(writes, ({ name }) => name)
  return Object.fromEntries([...tables].map(([name, each]) => [name, each.map(({ given }) => given)]))
}

function consumedBy(requests: readonly BatchWriteRequest[], effects: readonly Effect[]): Map<string, Consumed> {
  const consumed = new Map<string, Consumed>()
  for (const [index, { table }] of requests.entries()) {
    const { before, after } = effects[index]!
    consumeWrite(consumedOf(consumed, table.name), table, before, after)
  }
  return consumed
}
