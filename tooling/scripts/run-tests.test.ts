import { describe, expect, it } from 'vitest'
import { readPlaywrightReport } from './playwright-runner.ts'
import { judge } from './run-tests.ts'
import { inWords } from './tally.ts'
import { readVitestReport } from './vitest-runner.ts'

const well = { ok: true, how: 'exit code 0', output: '' }
const badly = { ok: false, how: 'signal SIGKILL', output: '' }
const counted = (passed: number, failed: number) => ({ tally: { passed, failed, skipped: 0 }, notes: [] })

describe('a runner', () => {
  it('is believed when it ran tests and ended well', () => {
    expect(judge('x', well, counted(2, 0)).tally).toEqual({ passed: 2, failed: 0, skipped: 0 })
    expect(judge('x', badly, counted(2, 1)).tally).toEqual({ passed: 2, failed: 1, skipped: 0 })
  })

  it.each([
    ['leaves no report', well, undefined, 0],
    ['ran nothing', well, counted(0, 0), 0],
    ['ended badly without a failed test', badly, counted(2, 0), 2],
  ])('is one failure if it %s', (_how, ended, report, passed) => {
    const { tally, notes } = judge('x', ended, report)
    expect(tally).toEqual({ passed, failed: 1, skipped: 0 })
    expect(notes).toEqual([expect.stringContaining(ended.how)])
  })
})

it('says skipped only when something was', () => {
  expect(inWords({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
  expect(inWords({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped')
})

it('counts a file that vitest could not load as a failure, and scenarios by driver', () => {
  const test = (status: string, ...ancestorTitles: string[]) => ({ status, ancestorTitles })
  const { tally, notes } = readVitestReport({
    testResults: [
      { name: 'a', status: 'passed', assertionResults: [test('passed', 'conformance: memory', 'keys'), test('todo')] },
      { name: 'b', status: 'failed', assertionResults: [test('failed', 'conformance: file', 'keys'), test('passed')] },
      { name: 'c', status: 'failed', assertionResults: [] },
    ],
  })
  expect(tally).toEqual({ passed: 2, failed: 2, skipped: 1 })
  expect(notes).toEqual(['conformance: file: 0 of 1 scenarios passed', 'conformance: memory: 1 of 1 scenarios passed'])
})

it('gives the reasons of skipped browser tests once, and counts errors outside of tests', () => {
  const skipped = {
    status: 'skipped',
    projectName: 'file',
    annotations: [{ type: 'skip', description: 'no Chromium' }],
  }
  const { tally, notes } = readPlaywrightReport({
    suites: [{ specs: [], suites: [{ specs: [{ tests: [skipped, skipped] }] }] }],
    errors: [{ message: 'broken' }],
    stats: { expected: 1, unexpected: 0, flaky: 1, skipped: 2 },
  })
  expect(tally).toEqual({ passed: 1, failed: 2, skipped: 2 })
  expect(notes).toEqual(['skipped in file: no Chromium', 'broken'])
})
