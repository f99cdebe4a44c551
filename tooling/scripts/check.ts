import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pack } from './pack.ts'
import { run } from './run.ts'

// everything that can be wrong with the repository without running it; each step says ok, or what is wrong
await step('format', () => command('oxfmt', '--check', '.'))
await step('lint', () => command('oxlint', '--deny-warnings', '.'))
await step('types', () => command('tsc', '-b'))
await step('build', () => command('node', 'tooling/scripts/bundle.ts'))
await step('types of tests, apps and tools', () => command('tsc', '-p', 'tsconfig.test.json'))
await step('dead code and unused dependencies', () => command('knip'))
await step('import directions', () => command('turbo', 'boundaries'))

const folder = await mkdtemp(join(tmpdir(), 'cmz-check-'))
try {
  for (const { name, tarball } of await pack(folder)) {
    await step(`publint ${name}`, () => command('publint', 'run', tarball, '--strict'))
    await step(`types of the tarball ${name}`, () =>
      command('attw', '--no-definitely-typed', '--no-emoji', '--profile', 'esm-only', tarball),
    )
  }
} finally {
  await rm(folder, { recursive: true })
}

async function step(name: string, check: () => Promise<string | undefined>): Promise<void> {
  const problem = await check()
  console.log(problem === undefined ? `ok      ${name}` : `failed  ${name}\n${problem.trimEnd()}`)
  if (problem !== undefined) process.exitCode = 1
}

/** What the command said, if it failed. */
async function command(name: string, ...args: readonly string[]): Promise<string | undefined> {
  const { ok, how, output } = await run(name, args)
  return ok ? undefined : `${output}${name}: ${how}`
}
