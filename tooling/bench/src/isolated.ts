import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Answer, Request } from './contender-process.ts'
import type { ContenderId } from './contenders.ts'
import type { Place } from './contender.ts'
import type { Round, Runner } from './runner.ts'

/** So that a million items fit, twice where all are listed; the same for everybody. */
const memory = '--max-old-space-size=8192'
/** Dozens of processes start with the same modules. */
const compiled = join(import.meta.dirname, '../../../node_modules/.cache/cmz-bench/compiled')

/** Opens a contender in a process of its own, so that its memory and its garbage are nobody else's. */
export async function openIsolated(id: ContenderId, place: Place): Promise<Runner> {
  const contender = new ContenderProcess()
  try {
    await contender.ask({ ask: 'open', id, place })
  } catch (error) {
    await contender.end()
    throw error
  }
  return {
    round: async (wanted) => (await contender.ask({ ask: 'round', wanted }))!,
    async close() {
      await contender.ask({ ask: 'close' })
      await contender.end()
    },
  }
}

/** Fills a folder with what a contender keeps on disk. */
export async function prepareIsolated(id: ContenderId, place: Place): Promise<void> {
  const contender = new ContenderProcess()
  try {
    await contender.ask({ ask: 'prepare', id, place })
  } finally {
    await contender.end()
  }
}

class ContenderProcess {
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>

  constructor() {
    // what it prints is not part of the report
    this.#child = fork(join(import.meta.dirname, 'contender-process.ts'), {
      execArgv: [...process.execArgv, '--expose-gc', memory],
      stdio: ['ignore', 2, 2, 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: compiled },
    })
    this.#ended = once(this.#child, 'exit')
  }

  async ask(request: Request): Promise<Round | undefined> {
    this.#child.send(request)
    const died = this.#ended.then(() => {
      throw new Error(`the process of a contender ended with ${String(this.#child.signalCode ?? this.#child.exitCode)}`)
    })
    const [answer] = (await Promise.race([once(this.#child, 'message'), died])) as [Answer]
    if ('error' in answer) throw new Error(answer.error)
    return answer.round
  }

  /** Resolves once it is gone. */
  async end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect()
    await this.#ended
  }
}
