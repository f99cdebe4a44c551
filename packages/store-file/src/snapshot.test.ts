import { CorruptFileException, defineTable, equal, type Item, keyText } from '@cmz/store-core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryFilled } from '../test/arbitrary-table.ts'
import { formatSnapshot, lineOf, parseSnapshot } from './snapshot.ts'

const table = defineTable({
  name: 'users',
  partitionKey: 'id',
  indexes: { byAge: { partitionKey: { name: 'age', type: 'N' } } },
})
const parse = (text: string | Uint8Array) =>
  parseSnapshot(table, 'users.json', typeof text === 'string' ? Buffer.from(text) : text)

describe('snapshot', () => {
  it('is one item a line in key order', () => {
    expect(formatSnapshot(table, [{ id: 'b', n: 1 }, { id: 'a' }])).toBe('[\n{"id":"a"},\n{"id":"b","n":1}\n]\n')
    expect(formatSnapshot(table, [])).toBe('[\n]\n')
  })

  it('has the key first in each line, then the other attributes in their order', () => {
    const posts = defineTable({ name: 'posts', partitionKey: 'user', sortKey: { name: 'at', type: 'N' } })
    expect(lineOf(posts, { b: 1, at: 2, a: 3, user: 'x' })).toBe('{"user":"x","at":2,"b":1,"a":3}')
    expect(lineOf(posts, { user: 'x', at: 2, a: { $ss: 1 } })).toBe('{"user":"x","at":2,"a":{"$m":{"$ss":1}}}')
    expect(lineOf(posts, { user: 'x', at: 2, '7': 1, a: 3 })).toBe('{"user":"x","at":2,"7":1,"a":3}')
    const odd = JSON.parse('{"a":1,"__proto__":2,"user":"x","at":2}') as Item
    expect(lineOf(posts, odd)).toBe('{"user":"x","at":2,"a":1,"__proto__":2}')
    const again = parseSnapshot(posts, 'posts.json', Buffer.from(formatSnapshot(posts, [{ '7': 1, at: 2, user: 'x' }])))
    expect(lineOf(posts, again[0]!)).toBe('{"user":"x","at":2,"7":1}')
  })

  it('gives back every item that was written, whatever its formatting', () => {
    fc.assert(
      fc.property(arbitraryFilled, fc.boolean(), ({ table: any, items }, pretty) => {
        const text = formatSnapshot(any, items.values())
        const bytes = Buffer.from(pretty ? JSON.stringify(JSON.parse(text), null, 2) : text)
        const read = parseSnapshot(any, 'users.json', bytes)
        expect(read).toHaveLength(items.size)
        for (const item of read) expect(equal(item, items.get(keyText(any, item)))).toBe(true)
      }),
    )
  })

  it('finds a key that comes twice among many', () => {
    const lines = Array.from({ length: 3000 }, (_, n) => `{"id":"${(n * 7) % 3000}","pad":"${'x'.repeat(50)}"}`)
    expect(parse(`[\n${lines.join(',\n')}\n]\n`)).toHaveLength(3000)
    const error = caught(() => parse(`[\n${[...lines, '{"id":"5"}'].join(',\n')}\n]\n`))
    expect(error).toMatchObject({
      line: 3002,
      message: expect.stringContaining('the key {"id":"5"} stands here a second time'),
    })
  })

  it('orders keys by UTF-8 bytes', () => {
    const text = formatSnapshot(table, [{ id: '\u{1F600}' }, { id: '\uFF5E' }])
    expect(text.indexOf('\uFF5E')).toBeLessThan(text.indexOf('\u{1F600}'))
  })

  it.each([
    ['pretty-printed', '[\n  {\n    "id": "a"\n  },\n  { "id": "b" }\n]'],
    ['with CRLF', '[\r\n{"id":"a"},\r\n{"id":"b"}\r\n]\r\n'],
    ['with a byte order mark', '\uFEFF[{"id":"a"},{"id":"b"}]'],
    ['in another order', '[{"id":"b"},{"id":"a"}]'],
    ['with an item that no index can hold', '[{"id":"a","age":"old"},{"id":"b"}]'],
  ])('reads a file %s', (_kind, text) => {
    expect(new Set(parse(text).map((item) => item['id']))).toEqual(new Set(['a', 'b']))
  })

  it.each([
    ['a cut file', '[\n{"id":"a"},\n{"id":', 3, 7],
    ['a trailing comma', '[\n{"id":"a"},\n]', 3, 1],
    ['an empty file', '', 1, 1],
    ['a comment', '[\n// me\n]', 2, 1],
    ['an object', '{"id":"a"}', 1, 1],
    ['an item without its key', '[\n{"id":"a"},\n{"name":"b"}\n]', 3, 1],
    ['a key of another type', '[\n{"id":1}\n]', 2, 1],
    ['an empty key', '[\n{"id":""}\n]', 2, 1],
    ['a key twice', '[\n{"id":"a"},\n{"id":"b"},\n  {"id":"a"}\n]', 4, 3],
    ['an unknown tag', '[\n{"id":"a","x":{"$y":1}}\n]', 2, 1],
    ['JSON nested beyond reason', `[\n${'['.repeat(20_000)}${']'.repeat(20_000)}\n]`, 1, 1],
    ['an item that is a large number', '[\n12345678901234567890\n]', 2, 1],
    ['an item that is a number', '[\n1\n]', 2, 1],
  ])('refuses %s, naming the place', (_kind, text, line, column) => {
    const error = caught(() => parse(text))
    expect(error).toBeInstanceOf(CorruptFileException)
    expect(error).toMatchObject({ file: 'users.json', line, column })
    expect(error.message).toContain(`users.json:${line}:${column} `)
  })

  it('refuses bytes that are not UTF-8', () => {
    const error = caught(() =>
      parse(Buffer.concat([Buffer.from('[\n{"id":"'), Buffer.from([0xff, 0x22]), Buffer.from('}]')])),
    )
    expect(error).toMatchObject({ name: 'CorruptFileException', line: 2, column: 8 })
  })
})

function caught(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    return error as Error
  }
  throw new Error('expected an error')
}
