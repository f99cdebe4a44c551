import { isObject, type Json } from './json.ts'

/** Why a JSON value cannot be a scalar of this type (rules 1.10 and 1.11). */
export function conversionFault(json: Json, type: string): string {
  if (Array.isArray(json)) return `Unrecognized collection type class java.lang.${type}`
  if (typeof json === 'object') return 'Start of structure or map found where not expected'
  if (typeof json === 'boolean') return `${json ? 'TRUE' : 'FALSE'}_VALUE cannot be converted to ${type}`
  return `${typeof json === 'number' ? 'NUMBER' : 'STRING'}_VALUE cannot be converted to ${type}`
}

/** Why one is no structure and no map. */
export function structureFault(json: Json): string {
  return Array.isArray(json) ? 'Unrecognized collection type' : 'Unexpected value type in payload'
}

/** Why one is no list. */
export function collectionFault(json: Json): string {
  return isObject(json) ? 'Start of structure or map found where not expected' : 'Unexpected field type'
}
