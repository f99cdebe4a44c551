import { atPaths, type Item } from '@cmz/store-core'
import { storedSize } from '@cmz/store-memory'
import { askedCapacity, type Consumed, consumedOf, encodeAllConsumed } from '../capacity/consumed.ts'
import { readUnits, strengthOf } from '../capacity/read-units.ts'
import { checkNested } from '../expressions/check-paths.ts'
import { type ExpressionParameters, readExpressions, type RequestExpressions } from '../expressions/read-expressions.ts'
import { attributesToGet, expressionAttributes, returnConsumedCapacity, tableName } from '../input/common-shapes.ts'
import type { JsonObject } from '../input/json.ts'
import { attributeMap, boolean, listOf, mapOf, structure, text } from '../input/shape.ts'
import { type Operation, operation } from '../service/operation.ts'
import { onNewest, type Service } from '../service/service.ts'
import { tableNameOf } from '../tables/arn.ts'
import { checkKeyParameter } from '../values/check-key-parameter.ts'
import { decodeItem } from '../values/decode.ts'
import { encodeItem } from '../values/encode.ts'
import { invalid } from '../wire-error.ts'

interface KeysOfTable extends ExpressionParameters {
  readonly Keys: readonly JsonObject[]
  readonly ConsistentRead?: boolean
}

interface BatchGetItemInput {
  readonly RequestItems: Readonly<Record<string, KeysOfTable>>
  readonly ReturnConsumedCapacity?: string
}

const maxKeys = 100
/** In bytes (rule 9.2). */
const maxAnswer = 16 * 1024 * 1024

const shape = structure(
  {
    RequestItems: mapOf(
      structure(
        {
          Keys: listOf(attributeMap, { min: 1, max: maxKeys }),
          AttributesToGet: attributesToGet,
          ConsistentRead: boolean,
          ProjectionExpression: text(),
          ExpressionAttributeNames: expressionAttributes['ExpressionAttributeNames']!,
        },
        'Keys',
      ),
      { keys: tableName, min: 1 },
    ),
    ReturnConsumedCapacity: returnConsumedCapacity,
  },
  'RequestItems',
)

/** What is read of one table. */
interface Wanted {
  readonly name: string
  readonly given: KeysOfTable
  readonly keys: readonly Item[]
  readonly expressions: RequestExpressions
}

/** Up to 100 items of several tables; what is too much for one answer stays unprocessed (section 9 of the rules). */
export const batchGetItem: Operation = operation<BatchGetItemInput>(shape, (input, service) => {
  const names = Object.keys(input.RequestItems)
  const count = names.reduce((total, name) => total + input.RequestItems[name]!.Keys.length, 0)
  if (count > maxKeys) throw invalid('Too many items requested for the BatchGetItem call')
  const wanted = names.map((name): Wanted => {
    const given = input.RequestItems[name]!
    const expressions = readExpressions(given)
    const keys = given.Keys.map(decodeItem)
    checkDistinctKeys(given.Keys)
    return { name, given, keys, expressions }
  })
  return onNewest(service, () => answerOf(wanted, input, service, count - (service.unprocessed ?? 0)))
})

/** Keys are compared as they are written: 1 and 1.0 are two (rule 9.4). */
function checkDistinctKeys(keys: readonly JsonObject[]): void {
  const seen = new Set(
    keys.map((key) => JSON.stringify(Object.entries(key).toSorted(([left], [right]) => (left < right ? -1 : 1)))),
  )
  if (seen.size < keys.length) throw invalid('Provided list of item keys contains duplicates')
}

/** Reads the first `most` keys, as far as the answer has room. */
function answerOf(wanted: readonly Wanted[], input: BatchGetItemInput, { engine }: Service, most: number): string {
  const tables = wanted.map(({ name }) => engine.table(tableNameOf(name)))
  for (const [index, { keys, expressions }] of wanted.entries()) {
    for (const key of keys) checkKeyParameter(tables[index]!.definition, key)
    checkNested(tables[index]!.definition, expressions)
  }
  const asked = askedCapacity(input)
  const consumed = new Map<string, Consumed>()
  const responses: string[] = []
  const unprocessed = new Map<string, object>()
  let room = maxAnswer
  let done = 0
  for (const [index, { name, given, keys, expressions }] of wanted.entries()) {
    const table = tables[index]!
    const { projection } = expressions
    const found: string[] = []
    const left: JsonObject[] = []
    for (const [place, key] of keys.entries()) {
      const item = done < most ? table.get(table.textOf(key)) : undefined
      const size = item === undefined ? 0 : storedSize(item)
      if (done >= most || size > room) {
        left.push(given.Keys[place]!)
        most = done // so that the rest, too, is left
        continue
      }
      done++
      room -= size
      if (asked !== undefined) consumedOf(consumed, name).table += readUnits(size, strengthOf(given))
      if (item !== undefined) found.push(encodeItem(projection === undefined ? item : atPaths(item, projection)))
    }
    responses.push(`${JSON.stringify(name)}:[${found.join(',')}]`)
    if (left.length > 0) unprocessed.set(name, { ...given, Keys: left })
  }
  const answer = `"Responses":{${responses.join(',')}},"UnprocessedKeys":${JSON.stringify(Object.fromEntries(unprocessed))}`
  return `{${answer}${asked === undefined ? '' : `,"ConsumedCapacity":${encodeAllConsumed(consumed, asked)}`}}`
}
