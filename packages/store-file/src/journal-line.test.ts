import { defineTable, equal, type Item, keyOf } from '@cmz/store-core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryFilled } from '../test/arbitrary-table.ts'
import { formatCommit, formatEntry, type JournalEntry, parseLine, writeChecksum } from './journal-line.ts'

function read(json: string): JournalEntry | undefined {
  const line = Buffer.from(`${' '.repeat(9)}${json}`)
  writeChecksum(line, line.subarray(9))
  return parseLine(line)
}

const state = { inode: 2n ** 63n, size: 12n, modified: 1_790_000_000_123_456_789n }

const definition = defineTable({ name: 'users', partitionKey: 'id', softDelete: false, stamps: false })
const settings = {
  arn: 'a',
  at: 1_790_000_000.123,
  big: 2 ** 70,
  tags: [{ on: true, none: null }],
  __proto__x: { $n: '1' },
}

describe('a line', () => {
  it('gives back what was written, of every kind', () => {
    const entries: readonly JournalEntry[] = [
      { format: 1, journal: 7, after: 3 },
      { seq: 4, tables: [{ definition, settings: {} }] },
      { seq: 4, tables: [{ definition, settings }] },
      { seq: 4, dropped: ['users', 'families'] },
      { seq: 4, dropped: ['families'], tables: [{ definition, settings: {} }], reset: { users: null } },
      { seq: 5, reset: { users: null, families: 'abc' } },
      { seq: 6, edited: { users: { ...state, crc: '0badcafe' }, families: state } },
      { folding: 7, files: { users: state } },
      { folded: 7 },
      { seal: 8 },
    ]
    for (const entry of entries) expect(read(formatEntry(entry))).toMatchObject(entry)
  })

  it('without settings is as it always was, and one that drops a table is refused by older programs', () => {
    const table = '{"name":"users","partitionKey":{"name":"id","type":"S"},"indexes":{}}'
    expect(formatEntry({ seq: 1, tables: [{ definition, settings: {} }] })).toBe(`{"seq":1,"tables":[${table}]}`)
    expect(formatEntry({ seq: 1, dropped: ['users'] })).toBe('{"seq":1,"tables":[{"name":"users","dropped":true}]}')
  })

  it('is one line, whatever is in it', () => {
    fc.assert(
      fc.property(
        arbitraryFilled,
        fc.nat(),
        fc.option(fc.nat(), { nil: undefined }),
        ({ table, items: filled }, seq, synced) => {
          const changes = [...filled.values()].flatMap((item, index) => [
            { table: index % 3 ? 'users' : 'other "table"', key: keyOf(table, item), item: index % 2 ? item : null },
          ])
          const json = formatCommit(seq, { changes, tokens: [], synced })
          expect(json).not.toContain('\n')
          expect(formatEntry({ seq, ...(synced !== undefined && { synced }) }, changes)).toBe(json)
          const entry = read(json)!
          expect([entry.seq, entry.synced]).toEqual([seq, synced])
          for (const name of ['users', 'other "table"']) {
            const own = changes.filter((change) => change.table === name)
            const expected = (isPut: boolean): readonly Item[] =>
              own.filter(({ item }) => (item !== null) === isPut).map(({ item, key }) => item ?? key)
            for (const [found, kept] of [
              [entry.put, expected(true)],
              [entry.delete, expected(false)],
            ] as const) {
              const written = found?.[name] ?? []
              expect(written).toHaveLength(kept.length)
              expect(written.every((item, index) => equal(item, kept[index]))).toBe(true)
            }
          }
        },
      ),
    )
  })

  it('holds tables whose names are those of members of every object', () => {
    for (const table of ['__proto__', 'constructor', 'toString']) {
      const entry = read(
        formatCommit(1, { changes: [{ table, key: { id: 'a' }, item: { id: 'a' } }], tokens: [], synced: undefined }),
      )!
      expect(Object.entries(entry.put!)).toEqual([[table, [{ id: 'a' }]]])
    }
  })
})
