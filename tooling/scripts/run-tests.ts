import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Ended, run, type RunOptions } from './run.ts'
import { add, none, type Tally } from './tally.ts'

/** A test runner, and how its JSON report is read. */
export interface Runner {
  readonly name: string
  readonly command: string
  /** Its arguments and environment, given the file that its report goes to. */
  readonly start: (report: string) => { readonly args: readonly string[] } & RunOptions
  readonly read: (report: unknown) => Counted
}

/** What a report says. */
export interface Counted {
  readonly tally: Tally
  /** What a reader should know besides: why tests were skipped, what went wrong outside of any test. */
  readonly notes: readonly string[]
}

/** Runs the tests of one runner; it prints as usual. A runner that breaks down counts as a failure. */
export async function runTests({ name, command, start, read }: Runner): Promise<Counted> {
  const folder = await mkdtemp(join(tmpdir(), 'cmz-tests-'))
  try {
    const report = join(folder, 'report.json')
    const { args, ...options } = start(report)
    const ended = await run(command, args, { ...options, live: true })
    return judge(name, ended, await readReport(report, read))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Zero failures are believed only of a runner that ran something, reported it, and ended well. */
export function judge(name: string, ended: Ended, counted: Counted | undefined): Counted {
  if (counted === undefined) return broken(`${name} left no readable report: ${ended.how}`)
  const { passed, failed, skipped } = counted.tally
  if (passed + failed + skipped === 0) return broken(`${name} ran no tests: ${ended.how}`, counted)
  if (!ended.ok && failed === 0) return broken(`${name} ended with ${ended.how}`, counted)
  return counted
}

function broken(note: string, { tally, notes }: Counted = { tally: none, notes: [] }): Counted {
  return { tally: add(tally, { ...none, failed: 1 }), notes: [...notes, note] }
}

async function readReport(report: string, read: Runner['read']): Promise<Counted | undefined> {
  try {
    return read(JSON.parse(await readFile(report, 'utf8')))
  } catch {
    return undefined // absent, cut short, or of a shape we do not know
  }
}
