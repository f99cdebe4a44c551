import type { Random } from '../random.ts'
import { keyAttributes, type TableSchema } from './schemas.ts'
import { attributes, members, type ValueType } from './values.ts'

/** A document path, and the type that is found there most of the time. */
export interface Place {
  readonly steps: readonly [string, ...(string | number)[]]
  readonly type: ValueType
}

const nested: readonly Place[] = [
  ...Object.entries(members).map(([name, type]): Place => ({ steps: ['m', name], type })),
  { steps: ['m', 'size', 'x'], type: 'N' },
  { steps: ['m', 'l', 0], type: 'N' },
  { steps: ['l', 0], type: 'N' },
  { steps: ['l', 1], type: 'N' },
  { steps: ['l', 2], type: 'N' },
  { steps: ['l', 7], type: 'N' },
  { steps: ['l', 1, 'x'], type: 'N' },
]

const topLevel: readonly Place[] = Object.entries(attributes).map(([name, type]): Place => ({ steps: [name], type }))
const usual: readonly Place[] = [...topLevel, ...nested]

/** A place of one of these types that is no key; of any type now and then. */
export function placeOf(random: Random, types: readonly ValueType[], slips = 0.04, nestedShare = 0.4): Place {
  if (random.chance(slips)) return random.pick(usual)
  const fitting = (random.chance(nestedShare) ? usual : topLevel).filter(({ type }) => types.includes(type))
  return fitting.length === 0 ? random.pick(usual) : random.pick(fitting)
}

/** A place anywhere in an item, keys included. */
export function anyPlace(random: Random, schema: TableSchema): Place {
  if (random.chance(0.85)) return random.pick(usual)
  const { name, type } = random.pick(keyAttributes(schema))
  return { steps: [name], type }
}

/** True if one of them leads to the other, or into it. */
export function overlaps({ steps: one }: Place, { steps: other }: Place): boolean {
  return one.slice(0, other.length).every((step, index) => step === other[index])
}
