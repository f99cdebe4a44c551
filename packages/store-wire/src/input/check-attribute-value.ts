import { unreadable } from '../wire-error.ts'
import { collectionFault, conversionFault, structureFault } from './form-faults.ts'
import { isObject, type Json } from './json.ts'

/** Refuses an attribute value whose JSON has another form than its type tags say (rules 1.10 to 1.12). */
export function checkAttributeValue(json: Json): void {
  if (!isObject(json)) throw unreadable(structureFault(json))
  for (const tag in json) {
    const value = json[tag]!
    // what is no value is left out, since transactions of one token are compared as they were read (rule 10.10)
    if (value === null || !checkTagged(tag, value)) Reflect.deleteProperty(json, tag)
  }
}

/** False for a tag that there is not. */
function checkTagged(tag: string, value: Json): boolean {
  switch (tag) {
    case 'S':
    case 'N':
      if (typeof value !== 'string') throw unreadable(conversionFault(value, 'String'))
      return true
    case 'B':
      checkBinary(value)
      return true
    case 'BOOL':
    case 'NULL':
      if (typeof value !== 'boolean') throw unreadable(conversionFault(value, 'Boolean'))
      return true
    case 'SS':
    case 'NS':
      checkMembers(value, (member) => {
        if (typeof member !== 'string') throw unreadable(conversionFault(member, 'String'))
      })
      return true
    case 'BS':
      checkMembers(value, checkBinary)
      return true
    case 'L':
      checkMembers(value, checkMember)
      return true
    case 'M':
      if (!isObject(value))
        throw unreadable(Array.isArray(value) ? 'Unrecognized collection type' : 'Unexpected field type')
      for (const name in value) checkMember(value[name]!)
      return true
    default:
      return false
  }
}

/** One that is `null` is of no type, as whoever decodes it says (rule 1.14). */
function checkMember(json: Json): void {
  if (json !== null) checkAttributeValue(json)
}

function checkMembers(value: Json, check: (member: Json) => void): void {
  if (!Array.isArray(value)) throw unreadable(collectionFault(value))
  for (const member of value as readonly Json[]) check(member)
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/
/** The last four characters; bits that are no part of a byte have to be zero. */
const base64End = /^(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==|)$/

function checkBinary(value: Json): void {
  if (typeof value !== 'string') throw unreadable(conversionFault(value, 'ByteBuffer'))
  if (value.length % 4 !== 0) {
    throw unreadable(`Base64 encoded length is expected a multiple of 4 bytes but found: ${value.length}`)
  }
  if (!base64.test(value) || !base64End.test(value.slice(-4)))
    throw unreadable('Invalid last non-pad Base64 character detected')
}
