import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { jsonLine } from '../report-json.ts'
import type { Result } from '../result.ts'
import { runWireBenches } from './run-wire.ts'
import { readWireArguments } from './wire-arguments.ts'
import { type WireBenchName, wireBenchNames } from './wire-benches.ts'
import { judgeWire } from './wire-targets.ts'

it('runs every bench over HTTP and through the document client, and judges what came of it', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'cmz-bench-wire-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const options = { ...readWireArguments(['--items', '40', '--rounds', '1', '--ms', '1']), warmUpMs: 1, dir }
  const results: Result<WireBenchName>[] = []
  for await (const result of runWireBenches({ ...options, execArgv: ['--conditions=@cmz/source'] }))
    results.push(result)
  expect(results.map(({ bench }) => bench)).toEqual(wireBenchNames)
  for (const { entries } of results) {
    expect(entries[0]!.kind).toBe('us')
    expect(entries.every(({ values }) => values.length === 1 && values[0]! > 0)).toBe(true)
  }
  expect(JSON.parse(jsonLine(results[0]!))).toMatchObject({ bench: 'wire-get', items: 40, unit: 'ops/s' })
  expect(judgeWire(results).length).toBeGreaterThan(5)
})

it.each([
  [['--only', 'none'], '--only: there is no bench none'],
  [['--items', '0'], '--items: "0" is not a whole number of 1 or more'],
])('%j is refused', (args, message) => {
  expect(() => readWireArguments(args)).toThrow(message)
})
