import { playwrightRunner } from './playwright-runner.ts'
import { runTests } from './run-tests.ts'
import { add, inWords, none, type Tally } from './tally.ts'
import { vitestRunner } from './vitest-runner.ts'

// all tests of the repository; the last line adds them up
const lines: string[] = []
let total: Tally = none
for (const runner of [vitestRunner, playwrightRunner]) {
  const { tally, notes } = await runTests(runner)
  total = add(total, tally)
  lines.push(`${runner.name}: ${inWords(tally)}`, ...notes.map((note) => `  ${note}`))
}
console.log(`\n${lines.join('\n')}\n${inWords(total)}`)
process.exitCode = total.failed === 0 ? 0 : 1
