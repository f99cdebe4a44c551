import { describeType } from './describe.ts'
import { textSize } from './size.ts'

/** DynamoDB's types of a key attribute: string, number, binary (rule 2.4). */
export type KeyType = 'S' | 'N' | 'B'

export interface KeyAttribute {
  readonly name: string
  readonly type: KeyType
}

/** A key attribute: its name where it is a string, or name and type. */
export type KeyInput = string | KeyAttribute

/** The key attribute that a definition names; a TypeError if none can be so. */
export function keyAttribute(input: KeyInput, where: string): KeyAttribute {
  if (typeof input !== 'string' && (typeof input !== 'object' || input === null)) {
    throw new TypeError(`${where}: a key is a name, or { name, type: 'S' | 'N' | 'B' }, not ${describeType(input)}`)
  }
  const { name, type } = typeof input === 'string' ? { name: input, type: 'S' as const } : input
  if (!['S', 'N', 'B'].includes(type))
    throw new TypeError(`${where}: key ${name} is of type ${type}; S, N and B can be keys`)
  checkIndexedName(name, where)
  return Object.freeze({ name, type })
}

/** A TypeError unless an attribute of this name can be a key or be projected (rule 1.22). */
export function checkIndexedName(name: string, where: string): void {
  if (
    typeof name === 'string' &&
    name.length > 0 &&
    textSize(name) <= 255 &&
    name.isWellFormed() &&
    name !== '__proto__'
  )
    return
  throw new TypeError(
    `${where}: ${JSON.stringify(name)} cannot name a key or a projected attribute: 1 to 255 bytes of UTF-8, not __proto__`,
  )
}
