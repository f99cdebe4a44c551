import { unreadable } from '../wire-error.ts'
import { isObject, type Json } from './json.ts'
import { conversionFault } from './read-input.ts'

/** Refuses an attribute value whose JSON has another form than its type tags say (rules 1.10 to 1.12). */
export function checkAttributeValue(json: Json): void {
  if (!isObject(json))
    throw unreadable(Array.isArray(json) ? 'Unrecognized collection type' : 'Unexpected value type in payload')
  for (const tag in json) {
    const value = json[tag]!
    if (value !== null) checkTagged(tag, value)
  }
}

function checkTagged(tag: string, value: Json): void {
  switch (tag) {
    case 'S':
    case 'N':
      if (typeof value !== 'string') throw unreadable(conversionFault(value, 'String'))
      return
    case 'B':
      return checkBinary(value)
    case 'BOOL':
    case 'NULL':
      if (typeof value !== 'boolean') throw unreadable(conversionFault(value, 'Boolean'))
      return
    case 'SS':
    case 'NS':
      return checkMembers(value, (member) => {
        if (typeof member !== 'string') throw unreadable(conversionFault(member, 'String'))
      })
    case 'BS':
      return checkMembers(value, checkBinary)
    case 'L':
      return checkMembers(value, checkMember)
    case 'M':
      if (!isObject(value))
        throw unreadable(Array.isArray(value) ? 'Unrecognized collection type' : 'Unexpected field type')
      for (const name in value) checkMember(value[name]!)
  }
}

/** One that is `null` is of no type, as whoever decodes it says (rule 1.14). */
function checkMember(json: Json): void {
  if (json !== null) checkAttributeValue(json)
}

function checkMembers(value: Json, check: (member: Json) => void): void {
  if (!Array.isArray(value)) {
    throw unreadable(isObject(value) ? 'Start of structure or map found where not expected' : 'Unexpected field type')
  }
  for (const member of value as readonly Json[]) check(member)
}

/** Bits of the last character that are no part of a byte have to be zero. */
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)?$/

function checkBinary(value: Json): void {
  if (typeof value !== 'string') throw unreadable(conversionFault(value, 'ByteBuffer'))
  if (value.length % 4 !== 0) {
    throw unreadable(`Base64 encoded length is expected a multiple of 4 bytes but found: ${value.length}`)
  }
  if (!base64.test(value)) throw unreadable('Invalid last non-pad Base64 character detected')
}
