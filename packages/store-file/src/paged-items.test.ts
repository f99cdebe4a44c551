import { CorruptFileException, defineTable, equal, type Item, keyText } from '@cmz/store-core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryFilled, itemOf } from '../test/arbitrary-table.ts'
import { PagedItems } from './paged-items.ts'
import { formatSnapshot, parseSnapshot } from './snapshot.ts'

const table = defineTable({ name: 'users', partitionKey: 'id', stamps: false })
const three: readonly Item[] = [{ id: 'a', n: 1 }, { id: 'b' }, { id: 'cd', tags: new Set(['x']) }]
const pageSize = fc.constantFrom(1, 40, 200, 16_384)

function read(text: string | Uint8Array, size = 1): PagedItems {
  return PagedItems.read(table, 'users.json', [Buffer.from(text)], size)
}

function keysOf(items: PagedItems): readonly string[] {
  return [...items.entries()].map(([text]) => text)
}

describe('paged items', () => {
  it('hold what the file holds', () => {
    fc.assert(
      fc.property(arbitraryFilled, pageSize, ({ table: any, items }, size) => {
        const bytes = Buffer.from(formatSnapshot(any, items.values()))
        const paged = PagedItems.read(any, 'users.json', [bytes], size)
        for (const [text, item] of items) {
          expect(paged.has(text)).toBe(true)
          expect(equal(paged.get(text), item)).toBe(true)
          expect(paged.get(text)).toBe(paged.get(text))
        }
        const fresh = PagedItems.read(any, 'users.json', [bytes], size)
        for (const each of [paged, fresh]) {
          const entries = [...each.entries()]
          expect(entries.map(([text]) => text).toSorted()).toEqual([...items.keys()].toSorted())
          expect(entries.every(([text, item]) => equal(item, items.get(text)))).toBe(true)
          expect(
            formatSnapshot(
              any,
              entries.map(([, item]) => item),
            ),
          ).toBe(bytes.toString())
        }
        expect(fresh.size).toBe(items.size)
      }),
      { numRuns: 300 },
    )
  })

  it('know nothing of keys that the file lacks', () => {
    const lacking = arbitraryFilled.chain((filled) => fc.tuple(fc.constant(filled), itemOf(filled.table), pageSize))
    fc.assert(
      fc.property(lacking, ([{ table: any, items }, other, size]) => {
        const paged = PagedItems.read(any, 'users.json', [Buffer.from(formatSnapshot(any, items.values()))], size)
        const text = keyText(any, other)
        expect(paged.has(text)).toBe(items.has(text))
        expect(equal(paged.get(text), items.get(text)) || !items.has(text)).toBe(true)
      }),
    )
  })

  it('take the file in pieces cut anywhere', () => {
    const bytes = Buffer.from(formatSnapshot(table, three))
    for (const size of [1, 20, 1000]) {
      for (let cut = 0; cut <= bytes.length; cut++) {
        for (let end = cut; end <= bytes.length; end++) {
          const chunks = [bytes.subarray(0, cut), bytes.subarray(cut, end), bytes.subarray(end)]
          const items = PagedItems.read(table, 'users.json', chunks, size)
          expect([...items.entries()]).toEqual(three.map((item) => [item['id'], item]))
        }
      }
      const single = PagedItems.read(
        table,
        'users.json',
        [...bytes].map((byte) => Uint8Array.of(byte)),
        size,
      )
      expect(three.every((item) => equal(single.get(keyText(table, item)), item))).toBe(true)
    }
  })

  it('of an empty file are none', () => {
    const items = read('[\n]\n')
    expect([items.size, items.get('a'), items.has('a'), keysOf(items)]).toEqual([0, undefined, false, []])
  })

  it('keep the items that were asked for, not those of a scan', () => {
    const items = read(formatSnapshot(table, three))
    const [[, scanned]] = [...items.entries()] as [[string, Item]]
    const item = items.get('a')
    expect(item).not.toBe(scanned)
    expect([...items.entries()][0]![1]).toBe(item)
  })

  it.each([
    ['', 1],
    ['[', 1],
    ['[\n', 1],
    ['[]\n', 1],
    [' [\n{"id":"a"}\n]\n', 1],
    ['[\n{"id":"a"}\n]', 2],
    ['[\n{"id":"a"}\n', 2],
    ['[\n{"id":"a"}\n]\n\n', 4],
    ['[\n{"id":"a"},\n]\n', 2],
    ['[\n{"id":"a"},\n\n]\n', 3],
  ])('are refused where the file is not in the form of ours: %j', (text, line) => {
    for (const size of [1, 1000]) {
      const error = caught(() => keysOf(read(text, size)))
      expect(error).toBeInstanceOf(CorruptFileException)
      expect(error).toMatchObject({ file: 'users.json', table: 'users', line })
    }
  })

  it.each([
    ['[\n{"id":"a"},\n{"id":"b"\n]\n', 3, 'b'],
    ['[\n{"id":"a"},\n{"id":"b"},{"id":"c"}\n]\n', 3, 'b'],
    ['[\n{"id":"a"},\n{"id":"b"},{"id":"c"}\n]\n', 3, 'c'],
    ['[\n{"id":"a"},\n{"id":1}\n]\n', 3, 'b'],
    ['[\n{"id":"a"},\n{"name":"b"}\n]\n', 3, 'b'],
    ['[\n{"id":"a"},\n{"id":""}\n]\n', 3, 'b'],
    ['[\n{"id":"a"}\n{"id":"b"}\n]\n', 2, 'b'],
    ['[\n{"id":"a"},\n{"id":"a"}\n]\n', 3, 'a'],
    ['[\n{"id":"b"},\n{"id":"a"}\n]\n', 3, 'a'],
    ['[\n{"id":"b"},\n{"id":"d"},\n{"id":"c"},\n{"id":"e"}\n]\n', 4, 'd'],
    ['[\n{"id":"b","x":{"$y":1}}\n]\n', 2, 'b'],
  ])('that cannot be read or stand out of order are refused when asked for: %j', (text, line, key) => {
    for (const size of [1, 1000]) {
      const reads = [() => read(text, size).get(key), () => keysOf(read(text, size))]
      for (const error of reads.map(caught)) {
        expect(error).toBeInstanceOf(CorruptFileException)
        expect(error).toMatchObject({ file: 'users.json', line })
      }
    }
  })

  it('refuse a line that holds its key twice', () => {
    const items = read('[\n{"id":"b","id":"c"}\n]\n')
    for (const key of ['b', 'c']) expect(caught(() => items.get(key))).toMatchObject({ line: 2 })
  })

  it('refuse bytes that are not UTF-8', () => {
    for (const bad of ['[\n{"id":"\xff"}\n]\n', '[\n{"id":"a","x":"\xff"}\n]\n']) {
      const bytes = Buffer.from(bad, 'latin1')
      expect(caught(() => keysOf(read(bytes)))).toMatchObject({ line: 2, message: expect.stringContaining('UTF-8') })
      expect(caught(() => read(bytes).get('a'))).toMatchObject({ line: 2, message: expect.stringContaining('UTF-8') })
    }
  })
})

describe('a byte that is damaged', () => {
  const items: readonly Item[] = [{ id: 'b', n: 1 }, { id: 'd', s: 'é' }, { id: 'f', x: { $s: 1 } }, { id: 'h' }]
  const whole = Buffer.from(formatSnapshot(table, items))

  it.each([1, 30, 1000])('is found, or changes a value to another (pages of %d)', (size) => {
    let found = 0
    for (let at = 0; at < whole.length; at++) {
      for (const byte of Buffer.from(' \n",:{}[]\\19abcz\x00\xff\x80', 'latin1')) {
        const damaged = Buffer.from(whole)
        damaged[at] = byte
        const scanned = outcome(() => [...PagedItems.read(table, 'users.json', [damaged], size).entries()])
        if (scanned === undefined) found++
        else {
          expect(scanned.map(([text]) => text)).toEqual(scanned.map(([, item]) => item['id']))
          expect(scanned.map(([, item]) => item)).toEqual(parseSnapshot(table, 'users.json', damaged))
        }
        for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']) {
          const got = outcome(() => ({ item: PagedItems.read(table, 'users.json', [damaged], size).get(key) }))
          const expected = scanned?.find(([text]) => text === key)?.[1]
          if (got !== undefined && scanned !== undefined) expect(got.item).toEqual(expected)
          if (got?.item !== undefined) expect(damaged.toString()).toContain(JSON.stringify(key))
        }
      }
    }
    expect(found).toBeGreaterThan(0)
  })
})

/** `undefined` where it is refused as it must be. */
function outcome<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch (error) {
    expect(error).toMatchObject({ name: 'CorruptFileException', file: 'users.json', line: expect.any(Number) })
    return undefined
  }
}

function caught(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    return error as Error
  }
  throw new Error('expected an error')
}
