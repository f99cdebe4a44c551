import { join } from 'node:path'
import { root } from './root.ts'
import type { Counted, Runner } from './run-tests.ts'

/** Part of what Playwright's JSON reporter writes. */
interface PlaywrightReport {
  readonly suites: readonly Suite[]
  readonly errors: readonly { readonly message?: string }[]
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
}

interface Suite {
  readonly suites?: readonly Suite[]
  readonly specs: readonly {
    readonly tests: readonly {
      readonly status: string
      readonly projectName: string
      readonly annotations: readonly { readonly type: string; readonly description?: string }[]
    }[]
  }[]
}

/** The browser tests. */
export const playwrightRunner: Runner = {
  name: 'playwright',
  command: 'playwright',
  start: (report) => ({
    cwd: join(root, 'apps/e2e'),
    args: ['test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  }),
  read: readPlaywrightReport,
}

/** Counts tests, an error outside of any test as a failure. Notes such errors, and why tests were skipped. */
export function readPlaywrightReport(report: unknown): Counted {
  const { suites, errors, stats } = report as PlaywrightReport
  const reasons = suites
    .flatMap(testsOf)
    .filter((test) => test.status === 'skipped')
    .map(({ projectName, annotations }) => {
      const reason = annotations.find((annotation) => annotation.type === 'skip')?.description
      return `skipped in ${projectName}: ${reason ?? 'it did not run'}`
    })
  return {
    tally: {
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky + errors.length, // a test that fails now and then is a failing test
      skipped: stats.skipped,
    },
    notes: [...new Set(reasons), ...errors.map((error) => error.message ?? 'an error without a message')],
  }
}

function testsOf(suite: Suite): Suite['specs'][number]['tests'] {
  return [...suite.specs.flatMap((spec) => spec.tests), ...(suite.suites ?? []).flatMap(testsOf)]
}
