import { runTests, type Runner } from './run-tests.ts'
import { inWords } from './tally.ts'
import { vitestRunner } from './vitest-runner.ts'

/** The tests that run many rounds, all of them: elsewhere they run a tenth. */
const proofRunner: Runner = {
  ...vitestRunner,
  name: 'proofs',
  start: (report) => {
    const { args, ...options } = vitestRunner.start(report)
    return { ...options, args: [...args, '.proof.test.ts'], env: { ...options.env, PROOF: 'full' } }
  },
}

const { tally, notes } = await runTests(proofRunner)
console.log(`\n${[...notes, inWords(tally)].join('\n')}`)
process.exitCode = tally.failed === 0 ? 0 : 1
