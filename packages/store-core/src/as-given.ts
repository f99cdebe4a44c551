import { maxLevel } from './nesting.ts'
import { isPlainObject } from './to-item.ts'

/**
 * What a caller gives, as it is at the call: he may change his own objects while the call waits. Copied are lists, plain
 * objects, sets, maps, bytes and dates; instances of other classes are taken as they are.
 */
export function asGiven<T>(given: T, level?: number): T
export function asGiven(given: unknown, level = 0): unknown {
  if (typeof given !== 'object' || given === null || level > maxLevel) return given // what lies deeper is refused later
  const inside = (member: unknown): unknown => asGiven(member, level + 1)
  if (Array.isArray(given)) return Array.from(given, inside)
  if (isPlainObject(given)) return Object.fromEntries(Object.keys(given).map((name) => [name, inside(given[name])]))
  switch (given.constructor) {
    case Buffer:
      return Buffer.from(given as Buffer)
    case Uint8Array:
      return Uint8Array.from(given as Uint8Array)
    case Date:
      return new Date(given as Date)
    case Set:
      return new Set([...(given as Set<unknown>)].map(inside))
    case Map:
      return new Map([...(given as Map<unknown, unknown>)].map(([key, value]) => [key, inside(value)] as const))
    default:
      return given
  }
}
