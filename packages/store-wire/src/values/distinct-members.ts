import { scalarText, type Value } from '@cmz/store-core'
import { invalidParameters } from '../wire-error.ts'

/** Refuses a set that holds a member twice; numbers are compared by value (rule 1.17). */
export function checkMembersDistinct(
  type: 'SS' | 'NS' | 'BS',
  values: readonly Value[],
  given: readonly string[],
): void {
  if (new Set(values.map(scalarText)).size === values.length) return
  switch (type) {
    case 'NS':
      throw invalidParameters(`Input collection contains duplicates`)
    case 'SS':
      throw invalidParameters(`Input collection [${given.join(', ')}] contains duplicates.`)
    case 'BS':
      throw invalidParameters(`Input collection [${given.join(', ')}]of type BS contains duplicates.`)
  }
}
