import { type Arguments, readArguments, usage } from './arguments.ts'
import { dynoxideDifferences } from './dynoxide-differences/index.ts'
import { fuzz } from './fuzz.ts'
import { percent } from './tally.ts'
import { tell } from './tell.ts'

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

async function main(args: Arguments): Promise<void> {
  const { tally, findings, seconds } = await fuzz({ ...args, differences: dynoxideDifferences })
  for (const line of tally.lines()) console.log(line)
  const rate = Math.round(tally.sent / seconds)
  console.log(
    `\n${tally.sent} requests in ${seconds.toFixed(0)} s (${rate}/s), seed ${args.seed}; ${percent(tally.share)} succeed`,
  )
  for (const found of findings) console.log(`\n${tell(found, args.seed)}`)
  if (findings.length > 0) process.exitCode = 1
}
