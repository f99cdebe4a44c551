import { ResourceNotFoundException } from '@cmz/store-core'
import type { DurabilityLevel } from '../src/directory.ts'
import { type Effect, type State, textOf } from './crash-model.ts'
import type { ForgetfulDisk } from './forgetful-disk.ts'

type CallKind = 'write' | 'ensure' | 'reset'

/** A call that changes the state. The numbers are those of the step of the disk that came next. */
interface Call {
  readonly process: number
  readonly kind: CallKind
  readonly effect: Effect
  readonly begun: number
  acknowledged: number
}

/** What the store wrote as one line: it lasts as a whole or not at all. */
interface Commit {
  readonly calls: readonly Call[]
  /** The step that wrote the line. */
  readonly step: number
  readonly journal: string
}

const journalPath = /\/journal-\d+$/

/** One life of a machine: what was asked of the store, and answered; and what may be found after it. */
export class Life {
  readonly disk: ForgetfulDisk
  readonly durability: DurabilityLevel
  /** What had been put aside when it began: it is never gone again. */
  readonly lost: readonly string[]
  /** What there was when it began. */
  readonly start: State
  readonly #calls: Call[] = []
  readonly #folds: { readonly begun: number; readonly done: number }[] = []
  #told: { readonly commits: readonly Commit[]; readonly states: readonly string[] } | undefined

  constructor(disk: ForgetfulDisk, durability: DurabilityLevel, start: State, lost: readonly string[] = []) {
    this.disk = disk
    this.durability = durability
    this.start = start
    this.lost = lost
  }

  /** Calls the store, and notes when it began and when it was answered; not where there is no such table any more. */
  async call(process: number, kind: CallKind, effect: Effect, run: () => Promise<unknown>): Promise<void> {
    const call: Call = { process, kind, effect, begun: this.#now, acknowledged: Infinity }
    this.#calls.push(call)
    try {
      await run()
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error
      this.#calls.splice(this.#calls.indexOf(call), 1)
    }
    call.acknowledged = this.#now
  }

  /** A fold, after which all that was written before it lasts. */
  async fold(run: () => Promise<unknown>): Promise<void> {
    const begun = this.#now
    await run()
    this.#folds.push({ begun, done: this.#now })
  }

  /** The states, as texts, that may be found after a cut. */
  allowed(cut: number, without: string | undefined): readonly string[] {
    this.#told ??= this.#tell()
    const { commits, states } = this.#told
    const before = (step: number, upTo?: string): number =>
      1 + commits.findLastIndex((commit) => commit.step < step && (upTo === undefined || commit.journal <= upTo))
    let least = 0
    if (this.durability === 'disk') {
      least = 1 + commits.findLastIndex(({ calls }) => calls.some((call) => call.acknowledged <= cut))
    }
    for (const { begun, done } of this.#folds) if (done <= cut) least = Math.max(least, before(begun))
    for (const step of this.disk.steps.slice(0, cut)) {
      if (step.kind !== 'sync' || step.site === without || !journalPath.test(step.path)) continue
      least = Math.max(least, before(step.before, step.path))
    }
    return states.slice(least, before(cut) + 1)
  }

  /** What the folder held at the beginning and after each of the commits, in the order in which they were written. */
  #tell(): { readonly commits: readonly Commit[]; readonly states: readonly string[] } {
    const commits = this.#commits()
    const states = [this.start]
    for (const { calls } of commits) {
      states.push(calls.reduce((state, { effect }) => effect(state), states.at(-1)!))
    }
    return { commits, states: states.map(textOf) }
  }

  #commits(): readonly Commit[] {
    const waiting = new Set(this.#calls)
    const commits: Commit[] = []
    for (const [step, written] of this.disk.steps.entries()) {
      if (written.kind !== 'write' || !journalPath.test(written.path)) continue
      const kind = kindOf(written.bytes)
      if (kind === undefined) continue
      const { process } = written
      const asked = [...waiting].filter(
        (call) => call.process === process && call.kind === kind && call.begun <= step && call.acknowledged > step,
      )
      const calls = kind === 'write' ? asked : asked.slice(0, 1) // only writes share a line
      if (calls.length === 0) throw new Error(`nobody asked for the line ${written.bytes.toString()}`)
      for (const call of calls) waiting.delete(call)
      commits.push({ calls, step, journal: written.path })
    }
    return commits
  }

  get #now(): number {
    return this.disk.steps.length
  }
}

/** What asked for a line of the journal; `undefined` where nobody did: it belongs to the journal's own keeping. */
function kindOf(written: Buffer): CallKind | undefined {
  const end = written.indexOf(0x0a)
  if (end === -1) return undefined // whoever wrote it died over it
  const line = written.subarray(0, end) // what stands behind it is room
  const entry = JSON.parse(line.toString('utf8', 9)) as Readonly<Record<string, unknown>>
  if (entry['seq'] === undefined) return undefined
  if (entry['edited'] !== undefined) {
    // a power cut may change the time of a file, which then is looked at
    if (entry['put'] === undefined && entry['delete'] === undefined) return undefined
    throw new Error(`nobody edited a file: ${line.toString()}`)
  }
  if (entry['tables'] !== undefined) return 'ensure'
  return entry['reset'] === undefined ? 'write' : 'reset'
}
