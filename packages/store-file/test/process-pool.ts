import { beforeAll, onTestFinished } from 'vitest'
import { ChildProgram } from './child-program.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Processes that all tests of a file use, since starting them takes longer than most of what they do. */
export class ProcessPool {
  #processes: readonly ChildProgram[] = []

  /** Starts them before the first test, and ends them after the last one. */
  constructor(size: number) {
    beforeAll(async () => {
      const ends: (() => Promise<void>)[] = []
      const start = () => ChildProgram.start(undefined, (end) => ends.push(end))
      this.#processes = await Promise.all(Array.from({ length: size }, start))
      return async () => {
        await Promise.all(ends.map((end) => end()))
      }
    }, 120_000)
  }

  /** The first so many of them. */
  take(count: number = this.#processes.length): readonly ChildProgram[] {
    return this.#processes.slice(0, count)
  }

  /** A new folder that goes away with the test, after they have let go of it. They have said nothing yet. */
  async folder(): Promise<string> {
    const dir = await temporaryFolder()
    for (const process of this.#processes) process.stderr = ''
    onTestFinished(async () => {
      await Promise.all(this.#processes.map((process) => process.ask('close')))
    })
    return dir
  }
}
