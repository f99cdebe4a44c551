import { mkdir, mkdtemp, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pack, packConsumer } from './pack.ts'
import { root } from './root.ts'
import { run } from './run.ts'

// proves that what would be published works outside of this repository; it publishes nothing
const folder = await mkdtemp(join(await realpath(tmpdir()), 'cmz-release-'))
const tarballs = join(folder, 'tarballs')
const project = join(folder, 'project')
try {
  await mkdir(project)
  await must('build from nothing', build)
  const packed = await pack(tarballs)
  console.log(`ok      packed ${packed.map(({ name, version }) => `${name}@${version}`).join(', ')}`)
  const consumer = await packConsumer(tarballs)
  await must('unpack the consumer', () => command('tar', '-xzf', consumer, '--strip-components=1'))
  await rename(join(project, 'tsconfig.consumer.json'), join(project, 'tsconfig.json'))
  await writeFile(join(project, 'pnpm-workspace.yaml'), workspace(packed))
  await must('install the tarballs', () => command('pnpm', 'install', '--prefer-offline', '--no-frozen-lockfile'))
  await must('type-check', () => command('tsc'))
  await must('run in memory', () => command('node', 'src/program.ts'))
  await must('run on files', () => command('node', 'src/program.ts', join(folder, 'data')))
  await must('answer DynamoDB clients', () => command('node', 'src/wire.ts'))
  await must('conformance suite', () => command('vitest', 'run'))
} catch (error) {
  console.log(`failed  ${(error as Error).message}`)
  process.exitCode = 1
} finally {
  await rm(folder, { recursive: true })
}

/** Without the old output: a file whose source is gone must not be packed. */
async function build(): Promise<string> {
  const names = await readdir(join(root, 'packages'))
  await Promise.all(names.map((name) => rm(join(root, 'packages', name, 'dist'), { recursive: true, force: true })))
  await command('tsc', '-b', root)
  return command('node', join(root, 'tooling/scripts/bundle.ts'))
}

/** Our packages come from their tarballs wherever anything asks for them, everything else from the registry. */
function workspace(packed: Awaited<ReturnType<typeof pack>>): string {
  return JSON.stringify({
    overrides: Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`])),
    pmOnFail: 'ignore',
  })
}

async function must(name: string, step: () => Promise<string>): Promise<void> {
  try {
    const said = await step()
    const summary = said.split('\n').find((line) => /works|Tests /.test(line))
    console.log(`ok      ${name}${summary === undefined ? '' : `: ${summary.trim()}`}`)
  } catch (error) {
    throw new Error(`${name}\n${(error as Error).message}`, { cause: error })
  }
}

/** Runs a command in the project outside the workspace. */
async function command(name: string, ...args: readonly string[]): Promise<string> {
  const { ok, how, output } = await run(name, args, { cwd: project, env: { NO_COLOR: '1' } })
  if (!ok) throw new Error(`${output}${name}: ${how}`)
  return output
}
