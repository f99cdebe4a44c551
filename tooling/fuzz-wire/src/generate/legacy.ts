import type { Json, JsonObject } from '../json.ts'
import type { Random } from '../random.ts'
import { bounds } from './conditions.ts'
import { keyAttributes, keyOfSchema, type KeyAttribute, type TableSchema } from './schemas.ts'
import { attributes, keyValue, valueOf, type ValueType } from './values.ts'

/** DynamoDB's older parameters, from before there were expressions. */
export function expectedParameters(random: Random, schema: TableSchema): JsonObject {
  const expected: JsonObject = {}
  for (const [name, type] of someAttributes(random, schema, 1, 3)) {
    expected[name] = random.weighted<() => JsonObject>([
      [2, () => ({ Exists: false })],
      [2, () => ({ Value: valueOf(random, type) })],
      [1, () => ({ Exists: true, Value: valueOf(random, type) })],
      [6, () => comparison(random, type)],
    ])()
  }
  return { Expected: expected, ...operator(random, expected) }
}

/** `QueryFilter` or `ScanFilter`. */
export function filterParameters(random: Random, schema: TableSchema, name: string, keys: boolean): JsonObject {
  const filter = Object.fromEntries(
    someAttributes(random, schema, 1, 3, keys).map(([attribute, type]) => [attribute, comparison(random, type)]),
  )
  return { [name]: filter, ...operator(random, filter) }
}

export function attributeUpdates(random: Random, schema: TableSchema): JsonObject {
  const own = new Set(keyOfSchema(schema).map((each) => each.name))
  const updates: JsonObject = {}
  for (const [name, type] of someAttributes(random, schema, 0, 4)) {
    if (own.has(name)) continue
    updates[name] = random.weighted<() => JsonObject>([
      [5, () => ({ Action: 'PUT', Value: legacyValue(random, schema, name, type) })],
      [1, () => ({ Value: legacyValue(random, schema, name, type) })],
      [3, () => ({ Action: 'DELETE', ...(isSet(type) && random.chance(0.6) && { Value: valueOf(random, type) }) })],
      [isSet(type) || type === 'N' || type === 'L' ? 4 : 0.1, () => ({ Action: 'ADD', Value: valueOf(random, type) })],
    ])()
  }
  return { AttributeUpdates: updates }
}

export function keyConditions(random: Random, hash: KeyAttribute, range: KeyAttribute | undefined): JsonObject {
  const conditions: JsonObject = {
    [hash.name]: { ComparisonOperator: 'EQ', AttributeValueList: [keyValue(random, hash.type)] },
  }
  if (range !== undefined && random.chance(0.6)) {
    const operators = ['EQ', 'LT', 'LE', 'GT', 'GE', 'BETWEEN', ...(range.type === 'N' ? [] : ['BEGINS_WITH'])]
    const name = random.pick(operators)
    conditions[range.name] = {
      ComparisonOperator: name,
      AttributeValueList: name === 'BETWEEN' ? bounds(random, range.type) : [keyValue(random, range.type)],
    }
  }
  return { KeyConditions: conditions }
}

function comparison(random: Random, type: ValueType): JsonObject {
  const isScalar = type === 'S' || type === 'N' || type === 'B'
  const name = random.pick([
    'EQ',
    'NE',
    'NULL',
    'NOT_NULL',
    ...(isScalar ? ['IN', 'LT', 'LE', 'GT', 'GE', 'BETWEEN'] : []),
    ...(isScalar || isSet(type) ? ['CONTAINS', 'NOT_CONTAINS'] : []),
    ...(type === 'S' || type === 'B' ? ['BEGINS_WITH'] : []),
  ])
  return { ComparisonOperator: name, ...operands(random, name, type) }
}

function operands(random: Random, name: string, type: ValueType): JsonObject {
  switch (name) {
    case 'NULL':
    case 'NOT_NULL':
      return {}
    case 'BETWEEN':
      return { AttributeValueList: bounds(random, type) }
    case 'IN':
      return { AttributeValueList: Array.from({ length: random.from(1, 3) }, () => valueOf(random, type)) }
    case 'CONTAINS':
    case 'NOT_CONTAINS':
      return { AttributeValueList: [valueOf(random, memberOf[type] ?? type)] }
    default:
      return { AttributeValueList: [valueOf(random, type)] }
  }
}

const memberOf: Partial<Record<ValueType, ValueType>> = { SS: 'S', NS: 'N', BS: 'B' }

function isSet(type: ValueType): boolean {
  return type in memberOf
}

function operator(random: Random, conditions: JsonObject): JsonObject {
  if (Object.keys(conditions).length < 2 || random.chance(0.4)) return {}
  return { ConditionalOperator: random.pick(['AND', 'OR']) }
}

function legacyValue(random: Random, schema: TableSchema, name: string, type: ValueType): Json {
  const key = keyAttributes(schema).find((each) => each.name === name)
  return key === undefined ? valueOf(random, type) : keyValue(random, key.type)
}

function someAttributes(
  random: Random,
  schema: TableSchema,
  least: number,
  most: number,
  keys = true,
): (readonly [string, ValueType])[] {
  const keyNames = keys ? keyAttributes(schema).map(({ name, type }): readonly [string, ValueType] => [name, type]) : []
  return random.some([...Object.entries(attributes), ...keyNames], least, most)
}
