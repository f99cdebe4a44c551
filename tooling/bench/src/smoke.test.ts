import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { benchNames } from './benches.ts'
import type { Result } from './result.ts'
import { runBenches } from './run.ts'
import { openHere, prepareHere } from './runner.ts'

it('runs every bench of open contenders, who all give right answers', { timeout: 120_000 }, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'cmz-bench-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const only = benchNames.filter((name) => name !== 'open') // needs the built packages
  const hosting = { open: openHere, prepare: prepareHere }
  const results: Result[] = []
  for await (const result of runBenches({
    only,
    items: [40],
    rounds: 1,
    roundMs: () => 1,
    warmUpMs: 1,
    dir,
    hosting,
  })) {
    results.push(result)
  }
  expect(results.map(({ bench }) => bench)).toEqual(only)
  for (const { entries } of results) {
    expect(entries.filter(({ kind }) => kind === 'us')).toHaveLength(1)
    expect(entries.every(({ values }) => values.every((value) => value > 0))).toBe(true)
  }
  const optional = /dynoxide|lmdb|better-sqlite3/ // not on every machine
  expect(results.flatMap(({ missing }) => [...missing]).filter(([name]) => !optional.test(name))).toEqual([])
  expect(await readdir(dir)).toEqual([])
})
