import { scalarText, type Value } from '@cmz/store-core'
import { invalid } from '../wire-error.ts'

/** Refuses a set that holds a member twice; numbers are compared by value (rule 1.17). */
export function checkMembersDistinct(
  type: 'SS' | 'NS' | 'BS',
  values: readonly Value[],
  given: readonly string[],
): void {
  if (new Set(values.map(scalarText)).size === values.length) return
  const message = 'One or more parameter values were invalid: Input collection'
  switch (type) {
    case 'NS':
      throw invalid(`${message} contains duplicates`)
    case 'SS':
      throw invalid(`${message} [${given.join(', ')}] contains duplicates.`)
    case 'BS':
      throw invalid(`${message} [${given.join(', ')}]of type BS contains duplicates.`)
  }
}
