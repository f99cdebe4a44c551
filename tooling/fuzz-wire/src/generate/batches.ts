import type { Json, JsonObject } from '../json.ts'
import { Aliases } from './aliases.ts'
import { capacity, consistency, maybeCondition, maybeProjection, someKey } from './item-operations.ts'
import type { TableSchema } from './schemas.ts'
import { updateText } from './updates.ts'
import { itemFor } from './values.ts'
import type { World } from './world.ts'

export function batchGetItem(world: World): JsonObject {
  const { random } = world
  const requests: JsonObject = {}
  for (const schema of random.some(world.tables, 1, 2)) {
    const keys = distinct(
      schema,
      Array.from({ length: random.from(1, 6) }, () => someKey(world, schema)),
    )
    requests[schema.name] = { Keys: keys, ...maybeProjection(world, schema), ...consistency(world) }
  }
  return { RequestItems: requests, ...capacity(world) }
}

export function batchWriteItem(world: World): JsonObject {
  const { random } = world
  const requests: JsonObject = {}
  for (const schema of random.some(world.tables, 1, 2)) {
    const writes = Array.from({ length: random.from(1, 6) }, () =>
      random.chance(0.7)
        ? { PutRequest: { Item: itemFor(random, schema) } }
        : { DeleteRequest: { Key: someKey(world, schema) } },
    )
    requests[schema.name] = distinct(schema, writes)
  }
  return {
    RequestItems: requests,
    ...capacity(world),
    ...(random.chance(0.1) && { ReturnItemCollectionMetrics: random.pick(['SIZE', 'NONE']) }),
  }
}

export function transactGetItems(world: World): JsonObject {
  const { random } = world
  const actions = Array.from({ length: random.from(1, 4) }, () => {
    const schema = random.pick(world.tables)
    const { AttributesToGet: _, ...projection } = maybeProjection(world, schema)
    return { Get: { TableName: schema.name, Key: someKey(world, schema), ...projection } }
  })
  return { TransactItems: distinctActions(world, actions), ...capacity(world) }
}

export function transactWriteItems(world: World): JsonObject {
  const { random, withTokens } = world
  if (withTokens.length > 0 && random.chance(0.1)) {
    const again = structuredClone(random.pick(withTokens))
    if (random.chance(0.3)) (again['TransactItems'] as Json[]).push(writeAction(world)) // another payload (rule 10.10)
    return again
  }
  const actions = Array.from({ length: random.from(1, 5) }, () => writeAction(world))
  const input: JsonObject = {
    TransactItems: distinctActions(world, actions),
    ...capacity(world),
    ...(random.chance(0.1) && { ReturnItemCollectionMetrics: random.pick(['SIZE', 'NONE']) }),
    ...(random.chance(0.15) && { ClientRequestToken: `token-${random.below(1e9)}` }),
  }
  if (input['ClientRequestToken'] !== undefined) withTokens.push(structuredClone(input))
  return input
}

function writeAction(world: World): JsonObject {
  const { random } = world
  const schema = random.pick(world.tables)
  const aliases = new Aliases(random)
  const common = (probability: number): JsonObject => ({
    TableName: schema.name,
    ...maybeCondition(world, schema, aliases, probability, 0),
  })
  return random.weighted<() => JsonObject>([
    [3, () => ({ Put: { Item: itemFor(random, schema), ...common(0.2), ...aliases.parameters() } })],
    [2, () => ({ Delete: { Key: someKey(world, schema), ...common(0.2), ...aliases.parameters() } })],
    [1, () => ({ ConditionCheck: { Key: someKey(world, schema), ...common(1), ...aliases.parameters() } })],
    [
      3,
      () => {
        const update = updateText(random, aliases, schema) || `REMOVE ${aliases.name('t')}`
        return {
          Update: { Key: someKey(world, schema), UpdateExpression: update, ...common(0.2), ...aliases.parameters() },
        }
      },
    ],
  ])()
}

/** Without a second one for the same item (rules 9.4 and 10.3), most of the time. */
function distinctActions({ random, tables }: World, actions: readonly JsonObject[]): JsonObject[] {
  if (random.chance(0.03)) return [...actions]
  const seen = new Set<string>()
  return actions.filter((action) => {
    const body = Object.values(action)[0] as JsonObject
    const schema = tables.find(({ name }) => name === body['TableName'])!
    return isNew(seen, `${schema.name} ${keyTextOf(schema, (body['Item'] ?? body['Key']) as JsonObject)}`)
  })
}

function distinct<T extends JsonObject>(schema: TableSchema, requests: readonly T[]): T[] {
  const seen = new Set<string>()
  return requests.filter((request) => {
    const body = Object.values(request)[0] as JsonObject
    const item = request['PutRequest'] || request['DeleteRequest'] ? (body['Item'] ?? body['Key']) : request
    return isNew(seen, keyTextOf(schema, item as JsonObject))
  })
}

function isNew(seen: Set<string>, text: string): boolean {
  return seen.size < seen.add(text).size
}

function keyTextOf({ hash, range }: TableSchema, item: JsonObject): string {
  return JSON.stringify([scalar(item[hash.name]), range && scalar(item[range.name])])
}

/** Numbers are the same by value. */
function scalar(value: Json | undefined): string {
  const { N, ...others } = value as { N?: string }
  return N === undefined ? JSON.stringify(others) : `n${Number(N)}`
}
