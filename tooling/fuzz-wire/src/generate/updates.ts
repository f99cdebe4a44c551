import type { Random } from '../random.ts'
import type { Aliases } from './aliases.ts'
import { keyword } from './conditions.ts'
import { overlaps, type Place, placeOf } from './places.ts'
import { keyAttributes, keyOfSchema, type TableSchema } from './schemas.ts'
import { keyValue, valueOf, type ValueType, valueTypes } from './values.ts'

type Clause = 'SET' | 'REMOVE' | 'ADD' | 'DELETE'

/** The text of an update expression whose paths do not overlap. */
export function updateText(random: Random, aliases: Aliases, schema: TableSchema): string {
  const taken: Place[] = []
  const sections = new Map<Clause, string[]>()
  for (let left = random.from(1, 3); left > 0; left--) {
    const clause = random.weighted<Clause>([
      [6, 'SET'],
      [2, 'REMOVE'],
      [2, 'ADD'],
      [1, 'DELETE'],
    ])
    const place = free(random, taken, schema, clause)
    if (place === undefined) continue
    taken.push(place)
    sections.set(clause, [...(sections.get(clause) ?? []), action(random, aliases, schema, clause, place)])
  }
  return [...sections].map(([clause, actions]) => `${keyword(random, clause)} ${actions.join(', ')}`).join(' ')
}

const typesOf: Readonly<Record<Clause, readonly ValueType[]>> = {
  SET: valueTypes,
  REMOVE: valueTypes,
  ADD: ['N', 'SS', 'NS', 'BS'],
  DELETE: ['SS', 'NS', 'BS'],
}

function free(random: Random, taken: readonly Place[], schema: TableSchema, clause: Clause): Place | undefined {
  for (let tries = 0; tries < 5; tries++) {
    const place = indexKey(random, schema, clause) ?? placeOf(random, typesOf[clause], 0.02, 0.2)
    if (!taken.some((each) => overlaps(each, place) || overlaps(place, each))) return place
  }
  return undefined
}

/** Now and then the key of an index. */
function indexKey(random: Random, schema: TableSchema, clause: Clause): Place | undefined {
  if (!random.chance(0.1) || (clause !== 'SET' && clause !== 'REMOVE')) return undefined
  const own = new Set(keyOfSchema(schema).map(({ name }) => name))
  const keys = keyAttributes(schema).filter(({ name }) => !own.has(name))
  if (keys.length === 0) return undefined
  const { name, type } = random.pick(keys)
  return { steps: [name], type }
}

function action(random: Random, aliases: Aliases, schema: TableSchema, clause: Clause, place: Place): string {
  const path = aliases.path(place)
  switch (clause) {
    case 'REMOVE':
      return path
    case 'ADD':
    case 'DELETE':
      return `${path} ${aliases.value(valueOf(random, typesOf[clause].includes(place.type) ? place.type : 'NS'))}`
    case 'SET':
      return `${path} = ${setValue(random, aliases, schema, place, path)}`
  }
}

function setValue(random: Random, aliases: Aliases, schema: TableSchema, place: Place, path: string): string {
  const index = keyAttributes(schema).find(({ name }) => place.steps.length === 1 && name === place.steps[0])
  if (index !== undefined) return aliases.value(keyValue(random, random.chance(0.95) ? index.type : 'N'))
  if (place.type === 'N' && random.chance(0.5)) {
    const operator = random.pick([' + ', ' - ', '+', '-'])
    return `${operand(random, aliases, place, path)}${operator}${operand(random, aliases, place, path)}`
  }
  if (place.type === 'L' && random.chance(0.5)) {
    const value = aliases.value(valueOf(random, 'L'))
    const own = random.chance(0.5) ? path : `if_not_exists(${path}, ${aliases.value({ L: [] })})`
    return random.chance(0.5) ? `list_append(${own}, ${value})` : `list_append(${value}, ${own})`
  }
  return operand(random, aliases, place, path)
}

function operand(random: Random, aliases: Aliases, place: Place, path: string): string {
  return random.weighted<() => string>([
    [6, () => aliases.value(valueOf(random, random.chance(0.95) ? place.type : random.pick(valueTypes)))],
    [1, () => aliases.path(placeOf(random, [place.type], 0.02, 0.2))],
    [
      2,
      () =>
        `if_not_exists(${random.chance(0.6) ? path : aliases.path(placeOf(random, [place.type]))}, ${aliases.value(valueOf(random, place.type))})`,
    ],
  ])()
}
