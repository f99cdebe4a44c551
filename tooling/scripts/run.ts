import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, join } from 'node:path'
import { root } from './root.ts'

/** How a command ended. */
export interface Ended {
  readonly ok: boolean
  /** In words: `exit code 1`, `signal SIGKILL`, or why it could not be started. */
  readonly how: string
  /** What it printed, both streams; empty if it printed to the terminal. */
  readonly output: string
}

export interface RunOptions {
  /** Default: the root of the repository. */
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Let it print to the terminal as it goes, instead of collecting its output. */
  readonly live?: boolean
}

/** Runs a command, found as pnpm scripts find it, to its end. Never rejects. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { cwd = root, live = false } = options
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
    env: {
      ...process.env,
      PATH: [binaries(cwd), binaries(root), process.env['PATH']].join(delimiter),
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
      ...options.env,
    },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (output += text.toString()))
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    return { ok: code === 0, how: signal === null ? `exit code ${code}` : `signal ${signal}`, output }
  } catch (error) {
    return { ok: false, how: (error as Error).message, output }
  }
}

function binaries(folder: string): string {
  return join(folder, 'node_modules/.bin')
}
