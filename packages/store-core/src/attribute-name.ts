import { textSize } from './size.ts'

/** Rule 1.21. */
const maxNameSize = 65_535
/** UTF-8 takes so many bytes at most for one of UTF-16's units. */
const maxBytesOfUnit = 3

/** Why no attribute, and no member of a map, can be called so; `undefined` where one can. */
export function nameFault(name: string): string | undefined {
  if (name.length * maxBytesOfUnit > maxNameSize && textSize(name) > maxNameSize)
    return 'Attribute name is too large, must be less than 65536 bytes'
  if (name === '__proto__') return 'An attribute cannot be called __proto__: the AWS SDK for JavaScript loses it'
  return undefined
}
