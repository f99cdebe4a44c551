import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** The endpoint in a process of its own, which dies with the test at the latest. */
export class EndpointProcess {
  readonly url: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
  }

  /** Starts it on a folder; resolves once it says where it listens. */
  static async start(dir: string): Promise<EndpointProcess> {
    const child = spawn(process.execPath, ['--conditions=@cmz/source', main, '--dir', dir, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    onTestFinished(async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
    })
    let said = ''
    const url = await new Promise<string>((resolve, reject) => {
      const hear = (text: string): void => {
        said += text
        const found = /http:\/\/\S+:\d+/.exec(said)
        if (found !== null) resolve(found[0])
      }
      child.stdout.setEncoding('utf8').on('data', hear)
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
      child.once('exit', () => reject(new Error(`The endpoint did not start. ${said}`)))
    })
    return new EndpointProcess(child, url)
  }

  /** Resident memory in MB; `undefined` where the system does not tell. */
  async memory(): Promise<number | undefined> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8').catch(() => '')
    const kilobytes = /VmRSS:\s+(\d+)/.exec(status)?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
  }

  async kill(): Promise<void> {
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }

  /** Asks it to stop; its exit code. */
  async stop(): Promise<number | null> {
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    return ((await gone) as [number | null])[0]
  }
}
