import { isObject, type Json, type JsonObject } from '../json.ts'
import type { Random } from '../random.ts'
import type { WireRequest } from '../wire-request.ts'
import { mutateExpression } from './mutate-expression.ts'
import { mutateValue } from './mutate-value.ts'
import type { World } from './world.ts'

/** A request with a fault, or with two, so that the order of the checks shows. */
export function mutated(world: World, { operation, input }: WireRequest): WireRequest {
  const changed = structuredClone(input)
  const faults = world.random.chance(0.25) ? 2 : 1
  for (let left = faults; left > 0; left--) mutate(world, operation, changed)
  return { operation, input: changed }
}

function mutate(world: World, operation: string, input: JsonObject): void {
  const { random } = world
  random.weighted<() => void>([
    [2, () => otherType(random, input)],
    [2, () => missingMember(random, input)],
    [1, () => extraMember(random, input)],
    [2, () => wrongEnum(random, operation, input)],
    [4, () => mutateExpression(random, input)],
    [5, () => mutateValue(random, input)],
    [2, () => wrongKey(random, input)],
    [2, () => wrongName(random, input)],
    [1, () => wrongNumber(random, input)],
    [1, () => wrongMixture(random, input)],
  ])()
}

/** Every object and list of a request with the name or place of each member. */
export function slotsOf(json: Json, found: (readonly [JsonObject | Json[], string | number])[] = []): typeof found {
  if (Array.isArray(json)) {
    json.forEach((each, index) => {
      found.push([json, index])
      slotsOf(each, found)
    })
  } else if (isObject(json)) {
    for (const name of Object.keys(json)) {
      found.push([json, name])
      slotsOf(json[name]!, found)
    }
  }
  return found
}

function otherType(random: Random, input: JsonObject): void {
  const slots = slotsOf(input)
  if (slots.length === 0) return
  const [parent, name] = random.pick(slots) as [JsonObject, string]
  parent[name] = random.pick<() => Json>([
    () => 5,
    () => 'text',
    () => true,
    () => null,
    () => [],
    () => ({}),
    () => ['text'],
    () => ({ S: 'a' }),
    () => [parent[name]!],
  ])()
}

function missingMember(random: Random, input: JsonObject): void {
  const top = random.chance(0.5)
  const slots = top ? Object.keys(input).map((name) => [input, name] as const) : slotsOf(input)
  if (slots.length === 0) return
  const [parent, name] = random.pick(slots) as [JsonObject | Json[], string & number]
  if (Array.isArray(parent)) parent.splice(name, 1)
  else delete parent[name]
}

function extraMember(random: Random, input: JsonObject): void {
  const objects = [input, ...slotsOf(input).map(([parent, name]) => (parent as JsonObject)[name as string]!)].filter(
    isObject,
  )
  random.pick(objects)[random.pick(['Nothing', 'S', 'extra', ''])] = random.pick<Json>(['text', { S: 'a' }, 1])
}

const enums: Readonly<Record<string, readonly string[]>> = {
  ReturnValues: ['ALL_OLD', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW', 'BAD', ''],
  ReturnConsumedCapacity: ['BAD', 'total'],
  ReturnItemCollectionMetrics: ['BAD', 'size'],
  ReturnValuesOnConditionCheckFailure: ['BAD', 'ALL_NEW'],
  ConditionalOperator: ['AND', 'XOR'],
  Select: ['BAD', 'ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT'],
}

const enumsOf: Readonly<Record<string, readonly string[]>> = {
  PutItem: [
    'ReturnValues',
    'ReturnConsumedCapacity',
    'ReturnItemCollectionMetrics',
    'ReturnValuesOnConditionCheckFailure',
    'ConditionalOperator',
  ],
  UpdateItem: [
    'ReturnValues',
    'ReturnConsumedCapacity',
    'ReturnItemCollectionMetrics',
    'ReturnValuesOnConditionCheckFailure',
    'ConditionalOperator',
  ],
  DeleteItem: [
    'ReturnValues',
    'ReturnConsumedCapacity',
    'ReturnItemCollectionMetrics',
    'ReturnValuesOnConditionCheckFailure',
    'ConditionalOperator',
  ],
  Query: ['Select', 'ReturnConsumedCapacity', 'ConditionalOperator'],
  Scan: ['Select', 'ReturnConsumedCapacity', 'ConditionalOperator'],
}

function wrongEnum(random: Random, operation: string, input: JsonObject): void {
  const inner = slotsOf(input).filter(([, name]) => name === 'ComparisonOperator' || name === 'Action')
  if (inner.length > 0 && random.chance(0.5)) {
    const [parent, name] = random.pick(inner) as [JsonObject, string]
    parent[name] = random.pick(['BAD', 'EQ', 'BETWEEN', 'NULL', 'IN', 'ADD', 'DELETE', 'BEGINS_WITH', 'CONTAINS', 'LT'])
    return
  }
  const name = random.pick(enumsOf[operation] ?? ['ReturnConsumedCapacity'])
  input[name] = random.pick(enums[name]!)
}

/** The keys of a request: missing, too many, of another type, empty, too large (rules 2.5 to 2.10). */
function wrongKey(random: Random, input: JsonObject): void {
  const keys = slotsOf(input)
    .filter(([, name]) => name === 'Key' || name === 'Item' || name === 'ExclusiveStartKey')
    .map(([parent, name]) => (parent as JsonObject)[name as string]!)
    .filter(isObject)
  if (keys.length === 0) return
  const key = random.pick(keys)
  const names = Object.keys(key).filter((each) => ['p', 's', 'id', 'key', 'at', 'g', 'h', 'i'].includes(each))
  if (names.length === 0) return
  const name = random.pick(names)
  random.weighted<() => void>([
    [2, () => void delete key[name]],
    [2, () => void (key['more'] = { S: 'a' })],
    [
      4,
      () =>
        void (key[name] = random.pick<Json>([
          { S: 'a' },
          { N: '1' },
          { B: 'AA==' },
          { NULL: true },
          { L: [] },
          { SS: ['a'] },
          { BOOL: true },
        ])),
    ],
    [2, () => void (key[name] = random.pick<Json>([{ S: '' }, { B: '' }]))],
    [2, () => void (key[name] = { S: 'k'.repeat(random.pick([1024, 1025, 2048, 2049])) })],
  ])()
}

function wrongName(random: Random, input: JsonObject): void {
  const slots = slotsOf(input).filter(([, name]) => name === 'TableName' || name === 'IndexName')
  if (slots.length === 0) {
    const requests = input['RequestItems']
    if (!isObject(requests)) return
    const name = Object.keys(requests)[0]
    if (name === undefined) return
    const { [name]: first, ...others } = requests
    input['RequestItems'] = { ...others, [random.pick(['nothing', 'x', 'a b c'])]: first! }
    return
  }
  const [parent, name] = random.pick(slots) as [JsonObject, string]
  parent[name] = random.pick(['nothing', 'ab', '', 'a b c', 'x'.repeat(256), 'lall', 'gall', 'Plain.Text', 'tab/le'])
}

function wrongNumber(random: Random, input: JsonObject): void {
  input[random.pick(['Limit', 'Segment', 'TotalSegments'])] = random.pick([0, -1, 1, 2, 1_000_001, 1.5])
}

/** Parameters that do not go together (rules 4.24, 4.32 and 7.20). */
function wrongMixture(random: Random, input: JsonObject): void {
  random.pick<() => void>([
    () => void (input['Expected'] = { t: { Exists: false } }),
    () => void (input['AttributesToGet'] = ['t', 't']),
    () => void (input['AttributeUpdates'] = { t: { Value: { S: 'a' } } }),
    () => void (input['ConditionExpression'] = 'attribute_exists(t)'),
    () => void (input['ProjectionExpression'] = 't'),
    () => void (input['FilterExpression'] = 'attribute_exists(t)'),
    () => void (input['QueryFilter'] = { t: { ComparisonOperator: 'NULL' } }),
    () => void (input['ConditionalOperator'] = 'AND'),
    () => void (input['ExpressionAttributeNames'] = {}),
    () => void (input['ExpressionAttributeValues'] = {}),
    () => void (input['ConsistentRead'] = true),
    () => void (input['ClientRequestToken'] = random.pick(['', 'x'.repeat(36), 'x'.repeat(37)])),
  ])()
}
