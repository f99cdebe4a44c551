import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describeMachine } from '../machine.ts'
import { jsonLine } from '../report-json.ts'
import { legendOf, tableOf } from '../report-table.ts'
import type { Result } from '../result.ts'
import { runWireBenches } from './run-wire.ts'
import { readWireArguments, type WireArguments } from './wire-arguments.ts'
import type { WireBenchName } from './wire-benches.ts'
import { judgeWire } from './wire-targets.ts'

const cache = join(import.meta.dirname, '../../../../node_modules/.cache/cmz-bench')
const warmUpMs = 2_000

const given = read()
if (given === undefined) process.exitCode = 2
else await main(given)

function read(): WireArguments | undefined {
  try {
    return readWireArguments(process.argv.slice(2))
  } catch (error) {
    console.error((error as Error).message)
    return undefined
  }
}

async function main({ json, ...wanted }: WireArguments): Promise<void> {
  await mkdir(cache, { recursive: true })
  const dir = await mkdtemp(join(cache, 'wire-'))
  const results: Result<WireBenchName>[] = []
  try {
    if (!json) console.log(`${await describeMachine(dir)}\n`)
    for await (const result of runWireBenches({ ...wanted, warmUpMs, dir })) {
      results.push(result)
      console.log(json ? jsonLine(result) : `${tableOf(result)}\n`)
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
  if (json) return
  console.log(`${legendOf(results)}\n`)
  for (const { target, measured, met } of judgeWire(results)) {
    console.log(`${met ? 'kept  ' : 'MISSED'}  ${target}: ${measured}`)
  }
}
