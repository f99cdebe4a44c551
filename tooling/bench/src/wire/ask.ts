import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A process of the bench that answers questions one after the other. */
export class Helper<Question extends object> {
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>

  /** Starts a file of this folder. */
  constructor(file: string, execArgv: readonly string[] = process.execArgv) {
    // what it prints is not part of the report
    this.#child = fork(join(import.meta.dirname, file), {
      execArgv: [...execArgv],
      stdio: ['ignore', 2, 2, 'ipc'],
    })
    this.#ended = once(this.#child, 'exit')
  }

  async ask<Answer>(question: Question): Promise<Answer> {
    this.#child.send(question)
    const died = this.#ended.then(() => {
      throw new Error(`a process of the bench ended with ${String(this.#child.signalCode ?? this.#child.exitCode)}`)
    })
    const [answer] = (await Promise.race([once(this.#child, 'message'), died])) as [
      { readonly error: string } | { readonly answer: Answer },
    ]
    if ('error' in answer) throw new Error(answer.error)
    return answer.answer
  }

  /** Resolves once it is gone. */
  async end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect()
    await this.#ended
  }
}

/** Makes this process one that answers; `end` is done when nobody asks any more. */
export function answerQuestions(answer: (question: never) => unknown, end: () => Promise<void> = async () => {}): void {
  process.on('message', (question: never) => {
    Promise.resolve(question)
      .then(answer)
      .then(
        (value) => process.send!({ answer: value }),
        (error: unknown) =>
          process.send!({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      )
  })
  process.once('disconnect', () => void end().finally(() => process.exit()))
}
