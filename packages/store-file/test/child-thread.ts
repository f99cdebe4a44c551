import { Worker } from 'node:worker_threads'
import { onTestFinished } from 'vitest'
import { type Answer, Questions } from './questions.ts'
import type { Tasks } from './programs/tasks.ts'

/** Another thread of this process, which does what it is asked to. */
export class ChildThread {
  readonly #worker: Worker
  readonly #questions = new Questions()

  private constructor() {
    this.#worker = new Worker(new URL('./programs/serve-tasks.ts', import.meta.url), {
      execArgv: ['--conditions=@cmz/source'],
    })
    this.#worker.on('message', (answer) => this.#questions.answer(answer as Answer))
    this.#worker.once('error', (error) => this.#questions.fail(error as Error))
    this.#worker.once('exit', () => this.#questions.fail(new Error('The thread is gone')))
  }

  /** Starts one, which ends with the test at the latest. */
  static start(): ChildThread {
    const thread = new ChildThread()
    onTestFinished(() => thread.leave())
    return thread
  }

  async ask<Name extends keyof Tasks>(
    name: Name,
    ...input: Parameters<Tasks[Name]>
  ): Promise<Awaited<ReturnType<Tasks[Name]>>> {
    return this.#questions.ask<Awaited<ReturnType<Tasks[Name]>>>((id) =>
      this.#worker.postMessage({ id, name, input }, []),
    )
  }

  async leave(): Promise<void> {
    await this.#worker.terminate()
  }
}
