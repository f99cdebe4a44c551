import type { Counted, Runner } from './run-tests.ts'

/** Part of what vitest's JSON reporter writes. */
interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly ancestorTitles: readonly string[]; readonly status: string }[]
  }[]
}

/** The unit tests and the conformance suites of all packages, in one run. */
export const vitestRunner: Runner = {
  name: 'vitest',
  command: 'vitest',
  start: (report) => ({ args: ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`] }),
  read: readVitestReport,
}

/** Counts tests; a file that could not be loaded is one failure. Notes the scenarios of each conformance suite. */
export function readVitestReport(report: unknown): Counted {
  const { testResults } = report as VitestReport
  const tests = testResults.flatMap((file) => file.assertionResults)
  const passed = tests.filter((test) => test.status === 'passed')
  const failed = tests.filter((test) => test.status === 'failed')
  const unloadable = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  const suites = Map.groupBy(tests, (test) => test.ancestorTitles.find((title) => title.startsWith('conformance: ')))
  return {
    tally: {
      passed: passed.length,
      failed: failed.length + unloadable.length,
      skipped: tests.length - passed.length - failed.length,
    },
    notes: [...suites]
      .filter(([suite]) => suite !== undefined)
      .map(([suite, own]) => {
        const held = own.filter((test) => test.status === 'passed').length
        return `${suite}: ${held} of ${own.length} scenarios passed`
      })
      .toSorted(),
  }
}
