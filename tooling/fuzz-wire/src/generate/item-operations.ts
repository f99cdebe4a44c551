import type { JsonObject } from '../json.ts'
import { Aliases } from './aliases.ts'
import { conditionText } from './conditions.ts'
import { attributeUpdates, expectedParameters } from './legacy.ts'
import { anyPlace, overlaps, type Place } from './places.ts'
import { keyOfSchema, type TableSchema } from './schemas.ts'
import { updateText } from './updates.ts'
import { itemFor, keyFor } from './values.ts'
import type { World } from './world.ts'

export function putItem(world: World): JsonObject {
  const { random } = world
  const schema = random.pick(world.tables)
  const aliases = new Aliases(random)
  return {
    TableName: schema.name,
    Item: itemFor(random, schema),
    ...maybeCondition(world, schema, aliases, 0.3),
    ...aliases.parameters(),
    ...returned(world, ['ALL_OLD', 'NONE']),
  }
}

export function deleteItem(world: World): JsonObject {
  const { random } = world
  const schema = random.pick(world.tables)
  const aliases = new Aliases(random)
  return {
    TableName: schema.name,
    Key: someKey(world, schema),
    ...maybeCondition(world, schema, aliases, 0.4),
    ...aliases.parameters(),
    ...returned(world, ['ALL_OLD', 'NONE']),
  }
}

export function updateItem(world: World): JsonObject {
  const { random } = world
  const schema = random.pick(world.tables)
  const aliases = new Aliases(random)
  const legacy = random.chance(0.15)
  const update = legacy ? '' : updateText(random, aliases, schema)
  return {
    TableName: schema.name,
    Key: someKey(world, schema),
    ...(update !== '' && { UpdateExpression: update }),
    ...(legacy && random.chance(0.95) && attributeUpdates(random, schema)),
    ...maybeCondition(world, schema, aliases, 0.3, legacy ? 1 : 0),
    ...aliases.parameters(),
    ...returned(world, ['ALL_OLD', 'NONE', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW']),
  }
}

export function getItem(world: World): JsonObject {
  const { random } = world
  const schema = random.pick(world.tables)
  return {
    TableName: schema.name,
    Key: someKey(world, schema),
    ...maybeProjection(world, schema),
    ...consistency(world),
    ...capacity(world),
  }
}

/** Of an item that is there, or of one that may be. */
export function someKey(world: World, schema: TableSchema): JsonObject {
  const there = world.keysThere(schema.name)
  return there.length > 0 && world.random.chance(0.65) ? { ...world.random.pick(there) } : keyFor(world.random, schema)
}

/** A condition on what is there, in either language; `legacy` is how likely the older one is. */
export function maybeCondition(
  world: World,
  schema: TableSchema,
  aliases: Aliases,
  probability: number,
  legacy = 0.15,
): JsonObject {
  const { random } = world
  if (!random.chance(probability)) return {}
  if (random.chance(legacy)) return expectedParameters(random, schema)
  return {
    ConditionExpression: likely(world, schema, aliases) ?? conditionText({ random, aliases, schema, keys: true }),
    ...(random.chance(0.3) && { ReturnValuesOnConditionCheckFailure: random.pick(['ALL_OLD', 'NONE']) }),
  }
}

/** What people write most of the time. */
function likely({ random }: World, schema: TableSchema, aliases: Aliases): string | undefined {
  if (random.chance(0.6)) return undefined
  const name = aliases.name(random.pick(keyOfSchema(schema)).name)
  return `${random.pick(['attribute_exists', 'attribute_not_exists'])}(${name})`
}

/** A projection in either language. */
export function maybeProjection(world: World, schema: TableSchema, aliases = new Aliases(world.random)): JsonObject {
  const { random } = world
  if (!random.chance(0.35)) return aliases.parameters()
  const places: Place[] = []
  for (let left = random.from(1, 4); left > 0; left--) {
    const place = anyPlace(random, schema)
    if (!places.some((each) => overlaps(each, place) || overlaps(place, each))) places.push(place)
  }
  if (Object.keys(aliases.parameters()).length === 0 && random.chance(0.2)) {
    return { AttributesToGet: [...new Set(places.map(({ steps }) => steps[0]))] }
  }
  const text = places.map((place) => aliases.path(place)).join(random.pick([',', ', ']))
  return { ProjectionExpression: text, ...aliases.parameters() }
}

function returned(world: World, choices: readonly string[]): JsonObject {
  const { random } = world
  return {
    ...(random.chance(0.6) && { ReturnValues: random.pick(choices) }),
    ...capacity(world),
    ...(random.chance(0.1) && { ReturnItemCollectionMetrics: random.pick(['SIZE', 'NONE']) }),
  }
}

export function capacity({ random }: World): JsonObject {
  return random.chance(0.2) ? { ReturnConsumedCapacity: random.pick(['TOTAL', 'INDEXES', 'NONE']) } : {}
}

export function consistency({ random }: World): JsonObject {
  return random.chance(0.3) ? { ConsistentRead: random.chance(0.6) } : {}
}
