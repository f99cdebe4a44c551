import { ValidationException } from '@cmz/store-core'

/** Faults of a key that refuse the whole request, wherever it stands (rule 2.7). */
const isEmpty = /cannot contain an empty (?:string|binary) value/

/** What is wrong with the key of one action, for which the transaction is cancelled; thrown where the request is refused (rule 10.7). */
export function keyFault(check: () => void): ValidationException | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof ValidationException && !isEmpty.test(error.fault)) return error
    throw error
  }
}
