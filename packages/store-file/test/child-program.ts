import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { type Answer, Questions } from './questions.ts'
import type { Tasks } from './programs/tasks.ts'

/** Spares every further process most of the work of starting. */
const compileCache = fileURLToPath(new URL('../node_modules/.cache/programs', import.meta.url))

/** Another process on the real disk, which does what it is asked to. */
export class ChildProgram {
  readonly #process: ChildProcess
  readonly #questions = new Questions()
  readonly #gone: Promise<void>
  /** Hears what it reports without being asked. */
  onLine: (line: string) => void
  /** What it said on stderr: warnings. */
  stderr = ''

  private constructor(onLine: (line: string) => void) {
    this.onLine = onLine
    this.#process = fork(fileURLToPath(new URL('./programs/serve-tasks.ts', import.meta.url)), {
      execArgv: ['--conditions=@cmz/source'],
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
    })
    this.#process.on('message', (answer) => this.#questions.answer(answer as Answer))
    // not its `close`, which does not come after we have disconnected
    const ends = [this.#process.stdout!, this.#process.stderr!].map((stream) => once(stream, 'end'))
    this.#gone = Promise.all([once(this.#process, 'exit'), ...ends]).then(() => undefined)
    void this.#gone.then(() => this.#questions.fail(new Error(`The process is gone. ${this.stderr}`)))
    this.#process.stderr!.setEncoding('utf8').on('data', (text: string) => (this.stderr += text))
    let rest = ''
    this.#process.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop()!
      for (const line of lines) this.onLine(line)
    })
  }

  /**
   * Starts one, which dies with the test at the latest; resolves once it is ready. `onLine` hears what it reports
   * without being asked. `atEnd` takes what is to be done when it has to die.
   */
  static async start(
    onLine: (line: string) => void = () => {},
    atEnd: (work: () => Promise<void>) => void = onTestFinished,
  ): Promise<ChildProgram> {
    const child = new ChildProgram(onLine)
    atEnd(() => child.kill())
    await child.ask('start')
    return child
  }

  async ask<Name extends keyof Tasks>(
    name: Name,
    ...input: Parameters<Tasks[Name]>
  ): Promise<Awaited<ReturnType<Tasks[Name]>>> {
    return this.#questions.ask<Awaited<ReturnType<Tasks[Name]>>>((id) => this.#process.send({ id, name, input }))
  }

  get pid(): number {
    return this.#process.pid!
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
}
