import { expect, it } from 'vitest'
import { checkIndexedName, keyAttribute, type KeyInput } from './key-attribute.ts'

it('a key attribute is a string, unless its type is named', () => {
  expect(keyAttribute('id', 'Table things')).toEqual({ name: 'id', type: 'S' })
  for (const type of ['S', 'N', 'B'] as const) {
    const attribute = keyAttribute({ name: 'id', type }, 'Table things')
    expect(attribute).toEqual({ name: 'id', type })
    expect(Object.isFrozen(attribute)).toBe(true)
  }
})

it.each<[string, unknown, string]>([
  ['another type', { name: 'id', type: 'BOOL' }, 'Table things: key id is of type BOOL; S, N and B can be keys'],
  ['no type', { name: 'id' }, 'Table things: key id is of type undefined'],
  ['a list for a name', { name: ['id'], type: 'N' }, 'Table things: ["id"] cannot name a key'],
  ['a name that is no text', { name: 5, type: 'N' }, 'Table things: 5 cannot name a key or a projected attribute'],
])('a key attribute of %s is refused', (_what, input, message) => {
  expect(() => keyAttribute(input as KeyInput, 'Table things')).toThrow(TypeError)
  expect(() => keyAttribute(input as KeyInput, 'Table things')).toThrow(message)
})

it('a name has 1 to 255 bytes of UTF-8 (rule 1.22)', () => {
  for (const name of ['a', 'a'.repeat(255), 'ä'.repeat(127), 'proto']) checkIndexedName(name, 'Table things')
  for (const name of ['', 'a'.repeat(256), 'ä'.repeat(128), 'a\ud800', '__proto__']) {
    expect(() => checkIndexedName(name, 'Table things')).toThrow(
      `Table things: ${JSON.stringify(name)} cannot name a key or a projected attribute: 1 to 255 bytes of UTF-8, not __proto__`,
    )
  }
})
