import { defineTable, keyText, type KeyType } from '@cmz/store-core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryTable, itemOf } from '../test/arbitrary-table.ts'
import { itemAt, lineKey } from './line-key.ts'
import { lineOf } from './snapshot.ts'

function keyOf(type: KeyType, line: string): string {
  const bytes = Buffer.from(line)
  return lineKey(defineTable({ name: 'users', partitionKey: { name: 'id', type } }))(bytes, 0, bytes.length)
}

describe('the key of a line', () => {
  it('is that of its item', () => {
    const filled = arbitraryTable.chain((table) => fc.tuple(fc.constant(table), itemOf(table)))
    fc.assert(
      fc.property(filled, ([table, item]) => {
        const bytes = Buffer.from(`…,\n${lineOf(table, item)},\n{`)
        const [start, end] = [5, bytes.length - 3]
        expect(lineKey(table)(bytes, start, end)).toBe(keyText(table, item))
        expect(keyText(table, itemAt(bytes, start, end))).toBe(keyText(table, item))
      }),
      { numRuns: 1000 },
    )
  })

  it.each<[KeyType, string, string]>([
    ['S', '{"id":"a"}', 'a'],
    ['S', '{"id":"a\\u0062"}', 'ab'],
    ['S', '{"name":"b","id":"a"}', 'a'],
    ['S', '{ "id": "a" }', 'a'],
    ['S', '{"id":"\uFFFD"}', '\uFFFD'],
    ['N', '{"id":1.50}', '1.5'],
    ['N', '{"id":1e3}', '1000'],
    ['N', '{"id":-0}', '0'],
    ['N', '{"id":{"$n":"12345678901234567890"}}', '12345678901234567890'],
    ['N', '{"id":12345678901234567890}', '12345678901234567890'],
    ['B', '{"id":{"$b":"AP8="}}', '\x00\xff'],
  ])('of type %s in %s is found', (type, line, text) => {
    expect(keyOf(type, line)).toBe(text)
  })

  it.each<[KeyType, string]>([
    ['S', '{"id":""}'],
    ['S', '{"id":1}'],
    ['S', '{"id":"a"'],
    ['S', '{"id":"a" "b"}'],
    ['S', '{"name":"a"}'],
    ['S', `{"id":"${'\\u0061'.repeat(2049)}"}`],
    ['N', '{"id":01}'],
    ['N', '{"id":1-1}'],
    ['N', '{"id":"1"}'],
    ['N', '{"id":}'],
    ['B', '{"id":{"$b":"?"}}'],
    ['B', '{"id":{"$b":""}}'],
  ])('of type %s in %s is refused', (type, line) => {
    expect(() => keyOf(type, line)).toThrow()
  })
})
