import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Tasks } from './programs/tasks.ts'

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: Readonly<Record<string, unknown>>
}

/** Spares every further process most of the work of starting. */
const compileCache = fileURLToPath(new URL('../node_modules/.cache/programs', import.meta.url))

/** An error of another process: its name, message, and what else it told. */
export class RemoteError extends Error {
  constructor({ name, message, ...told }: Readonly<Record<string, unknown>>) {
    super(String(message))
    this.name = String(name)
    Object.assign(this, told)
  }
}

/** Another process on the real disk, which does what it is asked to. */
export class ChildProgram {
  readonly #process: ChildProcess
  readonly #asked = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>()
  readonly #gone: Promise<void>
  readonly #onLine: (line: string) => void
  /** What it said on stderr: warnings. */
  stderr = ''
  #id = 0

  private constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
    this.#process = fork(fileURLToPath(new URL('./programs/serve-tasks.ts', import.meta.url)), {
      execArgv: ['--conditions=@cmz/source'],
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
    })
    this.#process.on('message', (answer) => this.#answered(answer as Answer))
    // not its `close`, which does not come after we have disconnected
    const ends = [this.#process.stdout!, this.#process.stderr!].map((stream) => once(stream, 'end'))
    this.#gone = Promise.all([once(this.#process, 'exit'), ...ends]).then(() => undefined)
    void this.#gone.then(() => this.#failAll())
    this.#process.stderr!.setEncoding('utf8').on('data', (text: string) => (this.stderr += text))
    let rest = ''
    this.#process.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop()!
      for (const line of lines) this.#onLine(line)
    })
  }

  /**
   * Starts one, which dies with the test at the latest; resolves once it is ready. `onLine` hears what it reports
   * without being asked.
   */
  static async start(onLine: (line: string) => void = () => {}): Promise<ChildProgram> {
    const child = new ChildProgram(onLine)
    onTestFinished(() => child.kill())
    await child.ask('start')
    return child
  }

  async ask<Name extends keyof Tasks>(
    name: Name,
    ...input: Parameters<Tasks[Name]>
  ): Promise<Awaited<ReturnType<Tasks[Name]>>> {
    const id = ++this.#id
    return new Promise<Awaited<ReturnType<Tasks[Name]>>>((resolve, reject) => {
      this.#asked.set(id, { resolve, reject })
      this.#process.send({ id, name, input }, (error) => {
        if (error !== null) reject(error)
      })
    })
  }

  /** `kill -9`; resolves once it is dead, and all that it had reported was heard. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.#gone
  }

  /** Lets it end by itself. */
  async leave(): Promise<void> {
    if (this.#process.connected) this.#process.disconnect()
    await this.#gone
  }

  #answered({ id, result, error }: Answer): void {
    const asked = this.#asked.get(id)
    this.#asked.delete(id)
    if (error === undefined) asked?.resolve(result as never)
    else asked?.reject(new RemoteError(error))
  }

  #failAll(): void {
    for (const { reject } of this.#asked.values()) reject(new Error(`The process is gone. ${this.stderr}`))
    this.#asked.clear()
  }
}
