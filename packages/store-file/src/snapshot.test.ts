import { CorruptFileException, defineTable } from '@cmz/store-core'
import { describe, expect, it } from 'vitest'
import { formatSnapshot, parseSnapshot } from './snapshot.ts'

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
