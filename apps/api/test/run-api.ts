import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const project = join(import.meta.dirname, '..')

/** The API in a process of its own. */
export interface Run {
  readonly child: ChildProcess
  readonly output: { stdout: string; stderr: string }
  /** Exit code; `null` after a signal. */
  readonly ended: Promise<number | null>
  /** Kills it, unless it has ended. */
  [Symbol.asyncDispose](): Promise<void>
}

const clean = {
  PATH: process.env['PATH'],
  PORT: '0',
  PERSISTENCE_MODE: 'file',
  FILE_PERSISTENCE_DATASET: join(project, '../../fixtures/default'),
}

export function run(environment: Record<string, string | undefined>, args: readonly string[] = []): Run {
  const child = spawn(process.execPath, ['--conditions=@cmz/source', join(project, 'src/main.ts'), ...args], {
    cwd: project,
    env: { ...clean, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    child,
    output,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Waits for the ready line; gives the address. */
export async function ready({ child, output, ended }: Run): Promise<string> {
  const failed = ended.then(() => Promise.reject(new Error(`The API did not start: ${output.stderr}`)))
  while (!output.stdout.includes('\n')) await Promise.race([once(child.stdout!, 'data'), failed])
  return /http:\/\/[\d.]+:\d+/.exec(output.stdout)![0]
}
