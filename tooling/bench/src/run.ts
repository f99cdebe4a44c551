import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type BenchName, sessionBenches } from './benches.ts'
import type { ContenderId } from './contenders.ts'
import { runOpenBench } from './open-bench.ts'
import { mostPairedItems, pairedBenches, runPairedBench } from './paired-bench.ts'
import type { Result } from './result.ts'
import { type RoundOptions, runSessionBench } from './session-bench.ts'
import { type Hosting, Stage } from './stage.ts'

export interface RunOptions extends RoundOptions {
  /** In the order in which they run. */
  readonly only: readonly BenchName[]
  readonly items: readonly number[]
  /** A folder on the disk to measure; what is made in it is removed. */
  readonly dir: string
  readonly hosting: Hosting
}

/** Runs the benches and gives each result as soon as it is there. */
export async function* runBenches(options: RunOptions): AsyncGenerator<Result, void, void> {
  await mkdir(options.dir, { recursive: true })
  for (const items of options.items) {
    const folder = await mkdtemp(join(options.dir, 'run-'))
    const stage = new Stage(folder, items, options.hosting)
    try {
      for (const [position, name] of options.only.entries()) {
        if (items > mostPairedItems && isPaired(name)) continue
        yield await runBench(name, stage, options)
        await stage.close(contendersOf(options.only.slice(position + 1)))
      }
    } finally {
      await stage.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

async function runBench(name: BenchName, stage: Stage, options: RoundOptions): Promise<Result> {
  const paired = pairedBenches.find((each) => each.name === name)
  if (paired !== undefined) return runPairedBench(paired, stage.items, options)
  const bench = sessionBenches.find((each) => each.name === name)
  return bench === undefined ? runOpenBench(stage, options) : runSessionBench(bench, stage, options)
}

function isPaired(name: BenchName): boolean {
  return pairedBenches.some((bench) => bench.name === name)
}

function contendersOf(names: readonly BenchName[]): ReadonlySet<ContenderId> {
  return new Set(sessionBenches.filter(({ name }) => names.includes(name)).flatMap((bench) => bench.contenders))
}
