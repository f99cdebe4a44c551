import { ValidationException } from './errors.ts'

const pattern = /^[a-zA-Z0-9_.-]{3,255}$/

/** What a table or an index can be called (rule 12.1). */
export const tableNameRule = '3 to 255 characters of a-z, A-Z, 0-9, _, . and -'

export function isTableName(name: unknown): boolean {
  return typeof name === 'string' && pattern.test(name)
}

/** ValidationException if no table can be called that. */
export function checkTableName(name: unknown): void {
  if (!isTableName(name)) throw new ValidationException(`Invalid table name ${JSON.stringify(name)}: ${tableNameRule}`)
}
