import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import { join, dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { RunningServer } from './running-server.ts'

const startMs = 10_000
const pollMs = 5

/** Whether this machine has a dynoxide binary: Linux on x64, with optional dependencies installed. */
export function dynoxideAvailable(): boolean {
  return binary() !== undefined
}

/** Starts dynoxide in memory on a free port. It has transactions. Throws where `dynoxideAvailable()` is false. */
export async function startDynoxide(): Promise<RunningServer> {
  const path = binary()
  if (path === undefined)
    throw new Error('dynoxide has no binary here: it needs Linux on x64 and optional dependencies')
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${port}`
  const child = spawn(path, ['--host', '127.0.0.1', '--port', String(port)], { stdio: ['ignore', 'ignore', 'pipe'] })
  const kill = (): void => void child.kill('SIGKILL')
  process.once('exit', kill)
  const stop = async (): Promise<void> => {
    process.removeListener('exit', kill)
    if (!ended(child)) {
      kill()
      await once(child, 'close')
    }
  }
  try {
    await answering(endpoint, child)
  } catch (error) {
    await stop()
    throw error
  }
  return { endpoint, stop }
}

function binary(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  try {
    const manifest = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json')
    return join(dirname(manifest), 'dynoxide')
  } catch {
    return undefined // an optional dependency may be left out
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function answering(endpoint: string, child: ChildProcess): Promise<void> {
  let failure = ''
  child.once('error', (error) => (failure = error.message))
  child.stderr?.on('data', (text: Buffer) => (failure += text.toString()))
  const deadline = Date.now() + startMs
  while (Date.now() < deadline && !ended(child)) {
    try {
      const answer = await fetch(endpoint)
      await answer.text()
      // the port was free a moment ago: what answers may be somebody else's server
      if (!ended(child) && answer.headers.has('x-dynoxide-version')) return
    } catch {
      // not listening yet
    }
    await pause(pollMs)
  }
  throw new Error(`dynoxide did not start on ${endpoint}${failure && `: ${failure.trim()}`}`)
}

function ended(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}
