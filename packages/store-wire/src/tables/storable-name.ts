import { invalid, invalidParameters } from '../wire-error.ts'

/**
 * Refuses a name of a key or of a projected attribute that is longer than 255 bytes (rule 1.22), and the few names that
 * DynamoDB takes and the engine does not: lone surrogates, and `__proto__`.
 */
export function checkStorableName(name: string): void {
  if (Buffer.byteLength(name) > 255) {
    throw invalid(
      `1 validation error detected: Value '${name}' at 'attributeName' failed to satisfy constraint: Member must have length less than or equal to 255`,
    )
  }
  if (name !== '__proto__' && name.isWellFormed()) return
  throw invalidParameters(`This endpoint cannot have a key or a projected attribute of the name ${name}`)
}
