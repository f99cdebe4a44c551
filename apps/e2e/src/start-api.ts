import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const main = join(import.meta.dirname, '../../api/src/main.ts')

/** The API in a process of its own, on a free port. */
export interface RunningApi {
  readonly url: string
  /** Asks it to stop; rejects unless it did so cleanly. */
  stop(): Promise<void>
}

/** Starts the API as `pnpm start` does, with these settings and nothing else of this environment. */
export async function startApi(settings: Readonly<Record<string, string>>): Promise<RunningApi> {
  const child = spawn(process.execPath, ['--conditions=@cmz/source', main], {
    env: { PATH: process.env['PATH'], PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  child.stderr.on('data', (text: Buffer) => (log += text.toString()))
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const ended = once(child, 'close')
  const [first] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as unknown[]
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(first))?.[0]
  if (url === undefined) {
    kill()
    throw new Error(`The API did not start:\n${log}`)
  }
  return {
    url,
    async stop() {
      child.kill('SIGTERM')
      const [code] = (await ended) as [number | null]
      process.removeListener('exit', kill)
      if (code !== 0) throw new Error(`The API ended with ${code}:\n${log}`)
    },
  }
}
