import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Arguments, readArguments, usage } from './arguments.ts'
import { openIsolated, prepareIsolated } from './isolated.ts'
import { describeMachine, isInMemory } from './machine.ts'
import { jsonLine } from './report-json.ts'
import { legendOf, tableOf } from './report-table.ts'
import type { Result } from './result.ts'
import { runBenches } from './run.ts'
import { prepareHere } from './runner.ts'
import type { Hosting } from './stage.ts'
import { judge } from './targets.ts'
import { writeDocs } from './write-docs.ts'

const root = join(import.meta.dirname, '../../..')
/** Milliseconds; with more items less of them is in the caches of the processor, and a round has to see more of them. */
const roundMs = (items: number): number => (items > 10_000 ? 250 : 100)

const warmUpMs = 2_000

/** Few items are quickly laid down here; the garbage of many would stay. */
const hosting: Hosting = {
  open: openIsolated,
  prepare: (id, place) => (place.items > 10_000 ? prepareIsolated(id, place) : prepareHere(id, place)),
}

const given = read()
if (given === undefined) process.exitCode = 2
else await main(given)

function read(): Arguments | undefined {
  try {
    return readArguments(process.argv.slice(2))
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`)
    return undefined
  }
}

async function main({
  only,
  items,
  rounds,
  without,
  json,
  docs,
  dir = join(root, 'node_modules/.cache/cmz-bench'),
}: Arguments): Promise<void> {
  await mkdir(dir, { recursive: true })
  const machine = await describeMachine(dir)
  if (await isInMemory(dir))
    console.error(`${dir} is in memory, where a sync costs nothing: give a folder on a disk with --dir`)
  if (!json) console.log(`${machine}\n`)
  const results: Result[] = []
  for await (const result of runBenches({ only, items, rounds, without, roundMs, warmUpMs, dir, hosting })) {
    results.push(result)
    console.log(json ? jsonLine(result) : `${tableOf(result)}\n`)
  }
  if (!json) console.log(`${legendOf(results)}\n\n${verdicts(results)}`)
  if (docs) writeDocs({ root, results, machine, rounds })
}

function verdicts(results: readonly Result[]): string {
  return judge(results)
    .map(({ target, measured, met }) => `${met ? 'kept  ' : 'MISSED'}  ${target}: ${measured}`)
    .join('\n')
}
