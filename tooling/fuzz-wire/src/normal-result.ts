import { isObject, type Json, type JsonObject } from './json.ts'
import { type NormalAnswer, sortedBy } from './normalise.ts'
import type { WireRequest } from './wire-request.ts'

/** Orders the lists of an answer that have no order for this operation (rules 8.1, 9.8 and 2.16). */
export function normalResult({ operation, input }: WireRequest, answer: NormalAnswer): NormalAnswer {
  if (answer.error !== undefined || !isObject(answer.body)) return answer
  return { ...answer, body: capacityInOrder(inOrder(operation, input, answer.body)) }
}

function inOrder(operation: string, input: JsonObject, body: JsonObject): JsonObject {
  switch (operation) {
    case 'Scan':
      return sorted(body, 'Items')
    case 'Query':
      return input['IndexName'] === undefined ? body : sorted(body, 'Items') // ties: rule 2.16
    case 'BatchGetItem':
      return {
        ...body,
        Responses: mapObject(body['Responses'], (items) => sortedBy(items as Json[], JSON.stringify)),
        UnprocessedKeys: mapObject(body['UnprocessedKeys'], (of) => (isObject(of) ? sorted(of, 'Keys') : of)),
      }
    case 'BatchWriteItem':
      return {
        ...body,
        UnprocessedItems: mapObject(body['UnprocessedItems'], (of) => sortedBy(of as Json[], JSON.stringify)),
        ...(body['ItemCollectionMetrics'] !== undefined && {
          ItemCollectionMetrics: mapObject(body['ItemCollectionMetrics'], (of) =>
            sortedBy(of as Json[], JSON.stringify),
          ),
        }),
      }
    default:
      return body
  }
}

function capacityInOrder(body: JsonObject): JsonObject {
  const capacity = body['ConsumedCapacity']
  return Array.isArray(capacity) ? { ...body, ConsumedCapacity: sortedBy(capacity, JSON.stringify) } : body
}

function sorted(body: JsonObject, name: string): JsonObject {
  const list = body[name]
  return Array.isArray(list) ? { ...body, [name]: sortedBy(list, JSON.stringify) } : body
}

function mapObject(json: Json | undefined, each: (value: Json) => Json): Json {
  if (!isObject(json)) return json ?? null
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, each(value)]))
}
