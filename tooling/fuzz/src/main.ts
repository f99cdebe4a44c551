import { fuzz } from '@cmz/store-conformance'
import { type Arguments, readArguments, usage } from './arguments.ts'
import { contender } from './drivers.ts'

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

async function main({ drivers, ...options }: Arguments): Promise<void> {
  const [one, other] = drivers
  const report = await fuzz({ contenders: [await contender(one), await contender(other)], ...options })
  console.log(`${report.commands} commands on ${one} and ${other}`)
  for (const [rule, count] of report.skipped) console.log(`  ${count} left out for a known difference: rule ${rule}`)
  const { failure } = report
  if (failure === undefined) return
  console.log(
    `\n${failure.text}\n\nAgain: pnpm fuzz --drivers ${drivers.join(',')} --seed ${failure.seed} --path ${failure.path}`,
  )
  process.exitCode = 1
}
