import type { JsonObject } from '../json.ts'
import { createTableInput, type IndexSchema, indexInput, schemas } from './schemas.ts'
import type { World } from './world.ts'

const account = '000000000000'

/** One of the tables that come and go, as any of the schemas. */
export function createTable(world: World): JsonObject {
  const { random } = world
  const input = createTableInput(random.pick(schemas))
  return {
    ...input,
    TableName: random.pick(world.extraTables),
    ...(random.chance(0.2) && {
      BillingMode: 'PROVISIONED',
      ProvisionedThroughput: { ReadCapacityUnits: random.from(1, 9), WriteCapacityUnits: random.from(1, 9) },
      ...(input['GlobalSecondaryIndexes'] !== undefined && {
        GlobalSecondaryIndexes: (input['GlobalSecondaryIndexes'] as JsonObject[]).map((index) => ({
          ...index,
          ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 2 },
        })),
      }),
    }),
    ...(random.chance(0.1) && { DeletionProtectionEnabled: random.chance(0.3) }),
    ...(random.chance(0.1) && { Tags: [{ Key: 'k', Value: 'v' }] }),
    ...(random.chance(0.1) && { TableClass: random.pick(['STANDARD', 'STANDARD_INFREQUENT_ACCESS']) }),
  }
}

export function describeTable(world: World): JsonObject {
  return { TableName: anyTable(world) }
}

export function deleteTable({ random, extraTables }: World): JsonObject {
  return { TableName: random.pick(extraTables) }
}

export function listTables({ random, tables, extraTables }: World): JsonObject {
  return {
    ...(random.chance(0.5) && { Limit: random.pick([1, 2, 3, 100]) }),
    ...(random.chance(0.4) && {
      ExclusiveStartTableName: random.pick([...tables.map(({ name }) => name), ...extraTables, 'nothing']),
    }),
  }
}

export function updateTable(world: World): JsonObject {
  const { random, extraTables } = world
  const TableName = random.pick(extraTables)
  const index: IndexSchema = {
    name: random.pick(['added', 'gall', 'gsome']),
    local: false,
    hash: { name: random.pick(['g', 'q']), type: 'S' },
    projection: random.pick(['ALL', 'KEYS_ONLY']),
  }
  return random.weighted<() => JsonObject>([
    [
      2,
      () => ({
        TableName,
        AttributeDefinitions: [{ AttributeName: index.hash.name, AttributeType: 'S' }],
        GlobalSecondaryIndexUpdates: [{ Create: indexInput(index) }],
      }),
    ],
    [2, () => ({ TableName, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: index.name } }] })],
    [1, () => ({ TableName, DeletionProtectionEnabled: random.chance(0.3) })],
    [
      1,
      () => ({
        TableName,
        ProvisionedThroughput: { ReadCapacityUnits: random.from(1, 3), WriteCapacityUnits: random.from(1, 3) },
      }),
    ],
    [1, () => ({ TableName, BillingMode: random.pick(['PAY_PER_REQUEST', 'PROVISIONED']) })],
  ])()
}

export function updateTimeToLive(world: World): JsonObject {
  const { random } = world
  return {
    TableName: random.pick(world.extraTables),
    TimeToLiveSpecification: { AttributeName: random.pick(['ttl', 'expires']), Enabled: random.chance(0.7) },
  }
}

export function describeTimeToLive(world: World): JsonObject {
  return { TableName: anyTable(world) }
}

export function tagResource(world: World): JsonObject {
  const keys = world.random.some(['a', 'b', 'c'], 1, 2)
  return { ResourceArn: arn(world), Tags: keys.map((Key) => ({ Key, Value: world.random.pick(['', 'x', 'y z']) })) }
}

export function untagResource(world: World): JsonObject {
  return { ResourceArn: arn(world), TagKeys: world.random.some(['a', 'b', 'c', 'k'], 1, 2) }
}

export function listTagsOfResource(world: World): JsonObject {
  return { ResourceArn: arn(world) }
}

function arn(world: World): string {
  return `arn:aws:dynamodb:us-east-1:${account}:table/${anyTable(world)}`
}

function anyTable({ random, tables, extraTables }: World): string {
  return random.chance(0.6) ? random.pick(extraTables) : random.pick(tables).name
}
