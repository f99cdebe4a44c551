import { expect, it } from 'vitest'
import { plotOf } from './plot.ts'
import { jsonLine } from './report-json.ts'
import { markdownOf } from './report-markdown.ts'
import { legendOf, tableOf } from './report-table.ts'
import { bestLimits, type Entry, type Result } from './result.ts'
import { judge } from './targets.ts'

function entry(kind: Entry['kind'], name: string, values: readonly number[], rest: Partial<Entry> = {}): Entry {
  return { kind, name, about: `what ${name} is`, values, settleMs: [], ...rest }
}

const put: Result = {
  bench: 'put',
  items: 100_000,
  unit: 'ops/s',
  entries: [
    entry('us', 'us', [90_000, 100_000, 110_000], { survives: 'kill', settleMs: [300, 400, 500] }),
    entry('peer', 'better-sqlite3-normal', [40_000, 25_000, 20_000], { survives: 'kill' }),
    entry('peer', 'dynalite', [900], { survives: 'nothing' }),
    entry('limit', 'append', [200_000, 200_000, 200_000], { survives: 'kill' }),
  ],
  missing: new Map([['lmdb', 'no binary\nat all']]),
}

const open: Result = {
  bench: 'open',
  items: 1_000_000,
  unit: 'ms',
  entries: [entry('us', 'us', [900]), entry('limit', 'read-split-parse-map', [3_600])],
  missing: new Map(),
  memory: { file: 430e6, afterFirstGet: 645e6, afterFirstQuery: 860e6, afterEveryGet: 1720e6, parsedMap: 1290e6 },
}

it('gives the medians as one line of JSON', () => {
  expect(JSON.parse(jsonLine(put))).toEqual({
    bench: 'put',
    items: 100_000,
    unit: 'ops/s',
    us: 100_000,
    peers: { 'better-sqlite3-normal': 25_000, dynalite: 900 },
    limits: { append: 200_000 },
  })
  expect(jsonLine(put)).not.toContain('\n')
})

it('gives a table that says how much faster we are and what a write survives', () => {
  const table = tableOf(put)
  expect(table).toContain('put, 100,000 items')
  expect(table).toMatch(/better-sqlite3-normal +25,000 +20,000 +40,000 +4\.00x +kill\n/)
  expect(table).toMatch(/limit: append +200,000 +200,000 +200,000 +0\.50x/)
  expect(table).toContain('dynalite: 1 round only')
  expect(table).toContain('lmdb is left out: no binary')
  expect(table).toContain('our fold takes 400 ms')
  expect(legendOf([put, put]).match(/what dynalite is/g)).toHaveLength(1)
})

it('counts the better one of two ways to do the same', () => {
  const entries = [entry('limit', 'sync', [1]), entry('limit', 'sync', [2]), entry('peer', 'sync', [3])]
  expect(bestLimits('ops/s', entries).map(({ values }) => values[0])).toEqual([2, 3])
  expect(bestLimits('ms', entries).map(({ values }) => values[0])).toEqual([1, 3])
})

it('judges the targets that the results can tell of', () => {
  expect(judge([put, open])).toEqual([
    { target: 'put, 100,000 items: at least 3x better-sqlite3-normal', measured: '4.00x', met: true },
    { target: 'open, 1,000,000 items: at least 2x read-split-parse-map', measured: '4.00x', met: true },
    {
      target: 'memory after opening 1,000,000 items: at most 2.5 times the file',
      measured: '1.50 times; 2.00 times after the first query of the index',
      met: true,
    },
  ])
  const small = { ...put, items: 1_000, entries: [entry('us', 'us', [200_000])] }
  expect(judge([small, { ...put, items: 1_000_000 }])).toEqual([
    expect.objectContaining({ measured: '2.00 times', met: false }),
  ])
})

it('writes a page and a plot', () => {
  const page = markdownOf({ results: [put, open], machine: 'a machine', rounds: 3, plot: 'plot.svg', plotted: 100_000 })
  expect(page).toContain('| put, 100,000 items: at least 3x better-sqlite3-normal | 4.00x | kept |')
  expect(page).toContain('| better-sqlite3-normal | 25,000 (4.00x) | kill |')
  expect(page).toContain('| 1,000,000 | 430 MB | 645 MB (1.50 times) |')
  expect(page).toContain('![Calls a second at 100,000 items](plot.svg)')
  const plot = plotOf([put, open], 100_000)
  expect(plot.match(/<rect /g)).toHaveLength(1 + 3 + put.entries.length)
})
