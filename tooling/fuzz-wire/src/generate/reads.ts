import type { JsonObject } from '../json.ts'
import type { Random } from '../random.ts'
import { Aliases } from './aliases.ts'
import { bounds, conditionText, keyword } from './conditions.ts'
import { capacity, maybeProjection } from './item-operations.ts'
import { filterParameters, keyConditions } from './legacy.ts'
import { anyPlace } from './places.ts'
import { type IndexSchema, type KeyAttribute, keyOfSchema, type TableSchema } from './schemas.ts'
import { keyFor, keyValue } from './values.ts'
import type { World } from './world.ts'

export function query(world: World): JsonObject {
  const { random } = world
  const schema = random.pick(world.tables)
  const index = random.chance(0.5) && schema.indexes.length > 0 ? random.pick(schema.indexes) : undefined
  const { hash, range } = index ?? schema
  const aliases = new Aliases(random)
  const legacy = random.chance(0.12)
  return {
    TableName: schema.name,
    ...(index && { IndexName: index.name }),
    ...(legacy
      ? keyConditions(random, hash, range)
      : { KeyConditionExpression: keyConditionText(random, aliases, hash, range) }),
    ...filter(world, schema, index, aliases, legacy ? 'QueryFilter' : undefined),
    ...selection(world, schema, index, legacy, aliases),
    ...paging(world, schema, index),
    ...(random.chance(0.4) && { ScanIndexForward: random.chance(0.3) }),
    ...consistent(random, index),
    ...capacity(world),
  }
}

export function scan(world: World): JsonObject {
  const { random } = world
  const schema = random.pick(world.tables)
  const index = random.chance(0.3) && schema.indexes.length > 0 ? random.pick(schema.indexes) : undefined
  const aliases = new Aliases(random)
  const legacy = random.chance(0.12)
  const segments = random.from(1, 4)
  return {
    TableName: schema.name,
    ...(index && { IndexName: index.name }),
    ...filter(world, schema, index, aliases, legacy ? 'ScanFilter' : undefined, true),
    ...selection(world, schema, index, legacy, aliases),
    ...(random.chance(0.2) && { TotalSegments: segments, Segment: random.below(segments) }),
    ...paging(world, schema, index),
    ...consistent(random, index),
    ...capacity(world),
  }
}

function keyConditionText(
  random: Random,
  aliases: Aliases,
  hash: KeyAttribute,
  range: KeyAttribute | undefined,
): string {
  const equality = equals(random, aliases, hash)
  if (range === undefined || random.chance(0.4)) return equality
  const condition = sortCondition(random, aliases, range)
  const joint = ` ${keyword(random, 'AND')} `
  const parts = random.chance(0.9) ? [equality, condition] : [condition, equality]
  return parts.map((part) => (random.chance(0.1) ? `(${part})` : part)).join(joint)
}

function equals(random: Random, aliases: Aliases, { name, type }: KeyAttribute): string {
  const parts = [aliases.name(name), aliases.value(keyValue(random, type))]
  return (random.chance(0.95) ? parts : parts.toReversed()).join(random.pick([' = ', '=']))
}

function sortCondition(random: Random, aliases: Aliases, range: KeyAttribute): string {
  const name = aliases.name(range.name)
  const kind = random.weighted([
    [3, 'compare'],
    [2, 'between'],
    [range.type === 'N' ? 0 : 2, 'begins'],
  ])
  switch (kind) {
    case 'compare':
      return `${name} ${random.pick(['=', '<', '<=', '>', '>='])} ${aliases.value(keyValue(random, range.type))}`
    case 'between': {
      const [low, high] = bounds(random, range.type)
      return `${name} ${keyword(random, 'BETWEEN')} ${aliases.value(low)} ${keyword(random, 'AND')} ${aliases.value(high)}`
    }
    default:
      return `begins_with(${name}, ${aliases.value(range.type === 'B' ? { B: random.pick(['AA==', '/w==']) } : { S: random.pick(['a', 'é']) })})`
  }
}

function filter(
  { random }: World,
  schema: TableSchema,
  index: IndexSchema | undefined,
  aliases: Aliases,
  legacyName: string | undefined,
  keys = false,
): JsonObject {
  if (!random.chance(0.3)) return {}
  // a global index that holds a part only refuses filters on the rest (rule 7.22): now and then is enough
  if (index !== undefined && index.projection !== 'ALL' && random.chance(0.8)) return {}
  if (legacyName !== undefined) return filterParameters(random, schema, legacyName, keys)
  return { FilterExpression: conditionText({ random, aliases, schema, keys }) }
}

function selection(
  world: World,
  schema: TableSchema,
  index: IndexSchema | undefined,
  legacy: boolean,
  aliases: Aliases,
): JsonObject {
  const { random } = world
  if (random.chance(0.25)) {
    const choices = ['COUNT', ...(index ? ['ALL_PROJECTED_ATTRIBUTES'] : ['ALL_ATTRIBUTES'])]
    if (index !== undefined && (index.local || index.projection === 'ALL')) choices.push('ALL_ATTRIBUTES')
    return { Select: random.pick(choices), ...aliases.parameters() }
  }
  if (legacy) {
    if (random.chance(0.75)) return {}
    return {
      AttributesToGet: [...new Set(Array.from({ length: random.from(1, 3) }, () => anyPlace(random, schema).steps[0]))],
    }
  }
  const { AttributesToGet: _, ...projection } =
    index !== undefined && !index.local && index.projection !== 'ALL' && random.chance(0.85)
      ? aliases.parameters()
      : maybeProjection(world, schema, aliases)
  const named = projection['ProjectionExpression'] !== undefined
  return {
    ...aliases.parameters(),
    ...projection,
    ...(named && random.chance(0.1) && { Select: 'SPECIFIC_ATTRIBUTES' }),
  }
}

function paging(
  { random, startKeys, keysThere }: World,
  schema: TableSchema,
  index: IndexSchema | undefined,
): JsonObject {
  const target = index === undefined ? schema.name : `${schema.name}/${index.name}`
  const known = startKeys.get(target) ?? []
  const made = (): JsonObject => {
    const there = keysThere(schema.name)
    const own = there.length > 0 ? { ...random.pick(there) } : keyFor(random, schema)
    for (const { name, type } of index === undefined ? [] : keyOfSchema(index)) own[name] ??= keyValue(random, type)
    return own
  }
  return {
    ...(random.chance(0.3) && { Limit: random.pick([1, 1, 2, 3, 5, 100]) }),
    ...(random.chance(0.12) && {
      ExclusiveStartKey: known.length > 0 && random.chance(0.7) ? random.pick(known) : made(),
    }),
  }
}

function consistent(random: Random, index: IndexSchema | undefined): JsonObject {
  if (!random.chance(0.2)) return {}
  return { ConsistentRead: index === undefined || index.local ? random.chance(0.7) : random.chance(0.1) }
}
