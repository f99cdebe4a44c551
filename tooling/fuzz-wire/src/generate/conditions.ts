import type { Random } from '../random.ts'
import type { Aliases } from './aliases.ts'
import { anyPlace, type Place, placeOf } from './places.ts'
import type { TableSchema } from './schemas.ts'
import { valueOf, type ValueType, valueTypes } from './values.ts'

/** What a condition may be about. */
export interface ConditionScope {
  readonly random: Random
  readonly aliases: Aliases
  readonly schema: TableSchema
  /** False where the keys of the table or index must not be named (rule 4.29). */
  readonly keys: boolean
}

const ordered: readonly ValueType[] = ['S', 'N', 'B']

/** The text of a condition or filter expression. */
export function conditionText(scope: ConditionScope, depth = 0): string {
  const { random } = scope
  if (depth > 2) return leaf(scope)
  return random.weighted<() => string>([
    [6, () => leaf(scope)],
    [1, () => joined(scope, keyword(random, 'AND'), depth)],
    [1, () => joined(scope, keyword(random, 'OR'), depth)],
    [1, () => `${keyword(random, 'NOT')} ${wrapped(scope, depth)}`],
    [0.5, () => `(${leaf(scope)})`],
  ])()
}

function joined(scope: ConditionScope, operator: string, depth: number): string {
  const parts = Array.from({ length: scope.random.from(2, 3) }, () => wrapped(scope, depth))
  return parts.join(` ${operator} `)
}

function wrapped(scope: ConditionScope, depth: number): string {
  const text = conditionText(scope, depth + 1)
  return text.startsWith('(') || scope.random.chance(0.5) ? text : `(${text})` // rule 4.16
}

function leaf(scope: ConditionScope): string {
  const { random, aliases } = scope
  return random.weighted<() => string>([
    [6, () => comparison(scope)],
    [2, () => between(scope)],
    [2, () => inList(scope)],
    [2, () => `${random.pick(['attribute_exists', 'attribute_not_exists'])}(${aliases.path(anywhere(scope))})`],
    [1, () => `attribute_type(${aliases.path(anywhere(scope))}, ${aliases.value({ S: random.pick(valueTypes) })})`],
    [2, () => beginsWith(scope)],
    [2, () => contains(scope)],
    [1, () => sizeComparison(scope)],
  ])()
}

function comparison(scope: ConditionScope): string {
  const { random, aliases } = scope
  const equality = random.chance(0.5)
  const place = equality ? anywhere(scope) : somewhere(scope, ordered)
  const operator = random.pick(equality ? ['=', '<>'] : ['<', '<=', '>', '>='])
  const other = random.chance(0.15)
    ? aliases.path(distinctFrom(scope, place))
    : aliases.value(valueOf(random, equality || random.chance(0.95) ? place.type : random.pick(ordered)))
  const path = aliases.path(place)
  return random.chance(0.85) ? `${path} ${operator} ${other}` : `${other}${operator}${path}`
}

function between(scope: ConditionScope): string {
  const { random, aliases } = scope
  const place = somewhere(scope, ordered)
  const type = ordered.includes(place.type) ? place.type : 'N'
  const [low, high] = bounds(random, type)
  const text = `${aliases.path(place)} ${keyword(random, 'BETWEEN')} ${aliases.value(low)} ${keyword(random, 'AND')} `
  return text + (random.chance(0.1) ? aliases.path(distinctFrom(scope, place)) : aliases.value(high))
}

/** Two values of which the first is the smaller one. */
export function bounds(random: Random, type: ValueType): [ReturnType<typeof valueOf>, ReturnType<typeof valueOf>] {
  switch (type) {
    case 'S':
      return [{ S: random.pick(['a', 'B', 'ab']) }, { S: random.pick(['ab', 'b', '\uFF5E', 'é']) }]
    case 'B':
      return [{ B: random.pick(['AA==', 'AAE=']) }, { B: random.pick(['AQ==', '/w==', 'AAE=']) }]
    default:
      return [{ N: random.pick(['-3', '0', '1', '1.0']) }, { N: random.pick(['1', '2', '10', '1e3']) }]
  }
}

function inList(scope: ConditionScope): string {
  const { random, aliases } = scope
  const place = anywhere(scope)
  const values = Array.from({ length: random.from(1, 4) }, () => aliases.value(valueOf(random, place.type)))
  return `${aliases.path(place)} ${keyword(random, 'IN')} (${values.join(', ')})`
}

function beginsWith(scope: ConditionScope): string {
  const { random, aliases } = scope
  const place = somewhere(scope, ['S', 'B'])
  const prefix =
    place.type === 'B' ? { B: random.pick(['AA==', 'AQ==', '']) } : { S: random.pick(['a', 'ab', '', 'é']) }
  const second = random.chance(0.1) ? aliases.path(distinctFrom(scope, place)) : aliases.value(prefix)
  return `begins_with(${aliases.path(place)}, ${second})`
}

function contains(scope: ConditionScope): string {
  const { random, aliases } = scope
  const place = somewhere(scope, ['S', 'B', 'SS', 'NS', 'BS', 'L'])
  const member = ({ SS: 'S', NS: 'N', BS: 'B', S: 'S', B: 'B' } as Record<string, ValueType>)[place.type] ?? 'N'
  const second = random.chance(0.1) ? aliases.path(distinctFrom(scope, place)) : aliases.value(valueOf(random, member))
  return `contains(${aliases.path(place)}, ${second})`
}

function sizeComparison(scope: ConditionScope): string {
  const { random, aliases } = scope
  const place = somewhere(scope, ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M'])
  const operator = random.pick(['=', '<>', '<', '<=', '>', '>='])
  return `size(${aliases.path(place)}) ${operator} ${aliases.value({ N: String(random.below(5)) })}`
}

function anywhere({ random, schema, keys }: ConditionScope): Place {
  return keys ? anyPlace(random, schema) : placeOf(random, valueTypes, 0)
}

function somewhere({ random }: ConditionScope, types: readonly ValueType[]): Place {
  return placeOf(random, types)
}

/** Rule 4.9: an operator's operands are different. */
function distinctFrom(scope: ConditionScope, place: Place): Place {
  const text = JSON.stringify(place.steps)
  for (;;) {
    const other = anywhere(scope)
    if (JSON.stringify(other.steps) !== text) return other
  }
}

/** Keywords in any case (rule 4.1). */
export function keyword(random: Random, word: string): string {
  return random.weighted([
    [8, word],
    [1, word.toLowerCase()],
    [1, word.charAt(0) + word.slice(1).toLowerCase()],
  ])
}
