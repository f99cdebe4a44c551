import { compare } from './compare.ts'
import type { Value } from './value.ts'

/** A set of members of one type, in the order in which DynamoDB gives them back (rule 1.18). */
export function sortedSet(members: readonly Value[]): Value {
  return new Set(members.toSorted((left, right) => compare(left, right)!)) as Value
}
