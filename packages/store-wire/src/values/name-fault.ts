/** In bytes. */
const longest = 65_535
/** UTF-8 takes so many bytes at most for one of UTF-16's units. */
const mostBytesOfUnit = 3

/** Why no attribute can have a name (rule 1.21); `__proto__` is one like any other, as only the SDK of JavaScript loses it. */
export function nameFault(name: string): string | undefined {
  if (name === '') return 'Empty attribute name'
  if (name.length * mostBytesOfUnit <= longest || Buffer.byteLength(name) <= longest) return undefined
  return 'Attribute name is too large, must be less than 65536 bytes'
}
