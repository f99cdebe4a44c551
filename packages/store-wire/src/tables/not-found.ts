import { WireError } from '../wire-error.ts'

/** What the operations on tables say of one that is not there (rule 12.9); those on items say less. */
export function tableNotFound(name: string): WireError {
  return new WireError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`)
}
