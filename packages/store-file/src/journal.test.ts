import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FaultyDisk } from '../test/faulty-disk.ts'
import { journalLine } from '../test/journal-text.ts'
import { temporaryFolder } from '../test/temporary-folder.ts'
import { Journal } from './journal.ts'

/** A journal that is written and one that reads the same file. */
async function two(disk: FaultyDisk = new FaultyDisk()) {
  const path = join(await temporaryFolder(), 'journal-000001')
  const written = new Journal(1, disk.open(path, 'create'))
  const read = new Journal(1, new FaultyDisk().open(path, 'change'))
  onTestFinished(() => {
    written.close()
    read.close()
  })
  return { path, disk, written, read }
}

describe('a journal', () => {
  it('is lines of a checksum and JSON', async () => {
    const { path, written } = await two()
    written.append('{"seq":1}')
    written.append('{"seq":2,"put":{"users":[{"id":"é\u{1F600}"}]}}')
    expect(await readFile(path, 'utf8')).toBe(
      journalLine({ seq: 1 }) + journalLine({ seq: 2, put: { users: [{ id: 'é\u{1F600}' }] } }),
    )
    expect(written.end).toBe((await readFile(path)).length)
  })

  it('gives whoever follows it every line once, however they come and however long they are', async () => {
    const length = fc.oneof(fc.nat({ max: 100 }), fc.constantFrom(65_500, 65_536, 70_000, 262_144, 1_100_000))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(length, fc.boolean()), { maxLength: 12 }), async (lines) => {
        const { written, read } = await two()
        const found: unknown[] = []
        for (const [size, follows] of lines) {
          written.append(JSON.stringify({ seq: size, text: 'ä'.repeat(size) }))
          if (follows) found.push(...read.entries())
        }
        found.push(...read.entries())
        expect(found).toEqual(lines.map(([size]) => ({ seq: size, text: 'ä'.repeat(size) })))
        expect(read.end).toBe(written.end)
        expect(read.hasMore()).toBe(false)
        expect(read.tail()).toBe('none')
      }),
      { numRuns: 30 },
    )
  })

  it('stops at a line that is not whole, and goes on when it is', async () => {
    const { path, read } = await two()
    const lines = journalLine({ seq: 1 }) + journalLine({ seq: 2 })
    for (let size = 0; size <= lines.length; size++) {
      await writeFile(path, lines.slice(0, size))
      const count = lines.slice(0, size).split('\n').length - 1
      const [entry, ...others] = read.entries()
      expect(others).toEqual([])
      if (entry !== undefined) expect(entry).toEqual({ seq: count })
      expect(read.tail()).toBe(lines.slice(0, size).endsWith('\n') || size === 0 ? 'none' : 'torn')
    }
  })

  it.each([
    ['another checksum', 'ffffffff {"seq":2}\n'],
    ['no checksum', '{"seq":2}\n'],
    ['nothing', '\n'],
    ['less than a checksum', 'abc\n'],
    ['a checksum of nothing', '00000000 \n'],
    ['another case', journalLine({ seq: 2 }).toUpperCase()],
    ['zeros', `x${'\0'.repeat(50)}\n`],
  ])('stops at a line with %s, and says where', async (_what, line) => {
    const { path, read } = await two()
    await writeFile(path, journalLine({ seq: 1 }) + line + journalLine({ seq: 3 }))
    expect([...read.entries()]).toEqual([{ seq: 1 }])
    expect([...read.entries()]).toEqual([])
    expect(read.hasMore()).toBe(true)
    expect(read.tail()).toBe('damaged')
    expect(read.damage('why')).toMatchObject({ name: 'CorruptFileException', file: path, line: 2 })
    read.cut()
    expect(await readFile(path, 'utf8')).toBe(journalLine({ seq: 1 }))
  })

  it('notices any change of a byte', async () => {
    const { path } = await two()
    const line = Buffer.from(journalLine({ seq: 12, put: { users: [{ id: 'a', n: 1 }] } }))
    for (let at = 0; at < line.length - 1; at++) {
      const changed = Buffer.from(line)
      changed[at]! ^= 0x01
      await writeFile(path, changed)
      const journal = new Journal(1, new FaultyDisk().open(path, 'change'))
      expect([...journal.entries()]).toEqual([])
      journal.close()
    }
  })

  it('keeps nothing of a line that could not be written', async () => {
    const { path, disk, written, read } = await two()
    written.append('{"seq":1}')
    disk.fails = ({ name }) => (name === 'write' ? { code: 'ENOSPC', partly: true } : undefined)
    expect(() => written.append('{"seq":2}')).toThrow('ENOSPC')
    expect(await readFile(path, 'utf8')).toBe(journalLine({ seq: 1 }))
    disk.fails = () => undefined
    written.append('{"seq":3}')
    expect([...read.entries()]).toEqual([{ seq: 1 }, { seq: 3 }])
  })

  it('can have room behind its last line, into which the next ones go', async () => {
    const { path, disk, written, read } = await two()
    const found: unknown[] = []
    for (let seq = 1; seq <= 60; seq++) {
      written.append(JSON.stringify({ seq, text: 'x'.repeat(seq * 20) }), true)
      found.push(...read.entries())
      for (const journal of [written, read]) {
        expect(journal.isAtEnd()).toBe(true)
        expect(journal.hasMore()).toBe(false)
        expect(journal.tail()).toBe('none')
      }
    }
    expect(found).toMatchObject(Array.from({ length: 60 }, (_each, index) => ({ seq: index + 1 })))
    const bytes = await readFile(path)
    expect(bytes.subarray(written.end).every((byte) => byte === 0)).toBe(true)
    expect(bytes.length).toBeGreaterThan(written.end)
    const sizes = disk.calls.filter(({ name }) => name === 'write').length
    expect(sizes).toBe(60)
    const reader = new Journal(1, new FaultyDisk().open(path, 'change'))
    expect([...reader.entries()]).toHaveLength(60)
    reader.close()
  })

  it('makes no room where the disk has none to spare', async () => {
    const { path, disk, written } = await two()
    disk.fails = ({ name }) =>
      name === 'write' && disk.calls.length === 2 ? { code: 'ENOSPC', partly: true } : undefined
    written.append('{"seq":1}', true)
    expect(await readFile(path, 'utf8')).toBe(journalLine({ seq: 1 }))
  })

  it.each([
    ['torn', '\0\0\0"}]}}'],
    ['damaged', `\0\0\0}\n${journalLine({ seq: 3 })}`],
  ])('knows what a power cut left behind zeros: %s', async (tail, rest) => {
    const { path, read } = await two()
    await writeFile(path, journalLine({ seq: 1 }) + rest)
    expect([...read.entries()]).toEqual([{ seq: 1 }])
    expect(read.isAtEnd()).toBe(false)
    expect(read.tail()).toBe(tail)
    read.cut()
    expect(read.isAtEnd()).toBe(true)
  })

  it('knows what its tail says was synced', async () => {
    const { path, read } = await two()
    await writeFile(path, `damaged\n${journalLine({ seq: 2, synced: 1 })}${journalLine({ seq: 3, synced: 2 })}torn`)
    expect([...read.entries()]).toEqual([])
    expect(read.syncedInTail()).toBe(2)
  })

  it('that was cut below what was read has nothing behind its end', async () => {
    const { path, written } = await two()
    written.append('{"seq":1}')
    await truncate(path, 5)
    expect(written.hasMore()).toBe(false)
    expect(written.rest()).toHaveLength(0)
  })
})
