import { arbitraryItem } from '@cmz/store-conformance'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseInPieces } from './json-pieces.ts'
import { encodeItem, parseJson } from './tagged-json.ts'

function pieces(text: string | Uint8Array, size: number): readonly (readonly unknown[])[] {
  return [...parseInPieces(Buffer.from(text), size)]
}

const layout = fc.constantFrom(
  (members: readonly string[]) => `[${members.join()}]`,
  (members: readonly string[]) => `[\n${members.join(',\n')}\n]\n`,
  (members: readonly string[]) => `\uFEFF[\r\n  ${members.join(',\r\n  ')}\r\n]`,
  (members: readonly string[]) =>
    JSON.stringify(
      members.map((each) => JSON.parse(each)),
      null,
      2,
    ),
  (members: readonly string[]) => ` [ ${members.join(' , ')} ] `,
)

describe('JSON in pieces', () => {
  it('is the JSON of the whole, or is refused', () => {
    const lists = fc.array(arbitraryItem.map(encodeItem), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(lists, layout, fc.constantFrom(1, 20, 65_536), (members, format, size) => {
        const text = format(members)
        try {
          expect(pieces(text, size).flat()).toEqual(parseJson(text.replace(/^\uFEFF/, '')))
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('comes a piece at a time', () => {
    expect(pieces('[\n{"a":1},\n{"a":2},\n{"a":3}\n]\n', 1)).toEqual([[{ a: 1 }], [{ a: 2 }], [{ a: 3 }]])
    expect(pieces('[\n  { "a": 1 },\n  { "a": 2 }\n]', 1)).toEqual([[{ a: 1 }], [{ a: 2 }]])
  })

  it.each([
    '',
    '[]',
    '[1]',
    '{"a":1}',
    '[{"a":1},]',
    '[{"a":1}',
    '[{"a":1},,{"a":2}]',
    '[{"a":1}]x',
    '[{"a":1},\n\uFEFF{}]',
  ])('is refused where it needs a closer look: %j', (text) => {
    for (const size of [1, 100]) expect(() => pieces(text, size)).toThrow(SyntaxError)
  })

  it('is refused where it is not UTF-8', () => {
    expect(() => pieces(Buffer.from('[{"a":"\xff"}]', 'latin1'), 1)).toThrow(SyntaxError)
  })
})
