import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import type { BatchWriteRequest, Driver } from '@cmz/store-core'
import * as fc from 'fast-check'
import type { Session } from '../harness.ts'
import { answerOf } from './answer.ts'
import type { Command } from './command.ts'
import { type Difference, meetingsOf } from './difference.ts'
import { randomCommand } from './random-command.ts'
import { showCommand, showValue } from './show.ts'
import { keysOf, randomTables } from './tables.ts'

/** One of the two drivers that are compared. */
export interface Contender {
  readonly name: string
  readonly session: Session
  /** Its data last when it is closed: it is, now and then. */
  readonly reopens: boolean
  /** How it is known to differ from AWS; a driver of ours has none. */
  readonly differences: readonly Difference[]
}

export interface FuzzOptions {
  /** The first one is asked what a write finds. */
  readonly contenders: readonly [Contender, Contender]
  /** How many commands to run on both, at least. */
  readonly commands: number
  /** Default: another one each time. */
  readonly seed?: number | undefined
  /** Goes on from where a failure was found, with its seed. */
  readonly path?: string | undefined
}

export interface FuzzReport {
  readonly commands: number
  /** How many commands met a known difference, by the number of its rule, and so were not run. */
  readonly skipped: ReadonlyMap<string, number>
  readonly failure?: FuzzFailure
}

export interface FuzzFailure {
  /** What replays it. */
  readonly seed: number
  readonly path: string
  /** The shortest list of commands that was found, and how the answers to the last one differ. */
  readonly text: string
}

const longestTest = 60
const testsPerRound = 25

/** Runs the same random commands on two drivers, until an answer or an error differs, and shrinks what led there. */
export async function fuzz({ contenders, commands, path, seed }: FuzzOptions): Promise<FuzzReport> {
  const opened = await Promise.all(contenders.map((each) => Opened.open(each)))
  const [one, other] = opened as [Opened, Opened]
  const skipped = new Map<string, number>()
  const tally = { ran: 0 }
  const property = fc.asyncProperty(
    fc.array(randomCommand, { minLength: 1, maxLength: longestTest, size: 'max' }),
    async (list) => {
      tally.ran += await runBoth(list, one, other, skipped)
    },
  )
  try {
    for (let next = seed ?? Math.trunc(Math.random() * 2 ** 31); tally.ran < commands; next++) {
      const found = await fc.check(property, {
        seed: next,
        numRuns: testsPerRound,
        ...(path !== undefined && { path }),
      })
      if (found.failed) return { commands: tally.ran, skipped, failure: failureOf(found) }
      if (path !== undefined) break
    }
    return { commands: tally.ran, skipped }
  } finally {
    await Promise.all(opened.map((each) => each.close()))
  }
}

function failureOf(found: fc.RunDetails<[Command[]]>): FuzzFailure {
  const { seed, counterexamplePath, counterexample, errorInstance } = found
  const commands = counterexample?.[0].map(showCommand) ?? []
  const reason = errorInstance instanceof AnswersDiffer ? errorInstance.message : inspect(errorInstance)
  return { seed, path: counterexamplePath ?? '', text: [...commands, reason].join('\n') }
}

/** A contender's driver, which may be closed and opened again. */
class Opened {
  readonly contender: Contender
  driver: Driver

  private constructor(contender: Contender, driver: Driver) {
    this.contender = contender
    this.driver = driver
  }

  static async open(contender: Contender): Promise<Opened> {
    const driver = await contender.session.driver()
    await driver.ensureTable(...randomTables)
    return new Opened(contender, driver)
  }

  async answer(command: Command, tokenPrefix: string): Promise<unknown> {
    if (command.call === 'reopen' && this.contender.reopens) await this.#reopen()
    return answerOf(this.driver, command, tokenPrefix)
  }

  /** Every table as it was at first. */
  async clear(): Promise<void> {
    const requests = randomTables.flatMap((table) =>
      keysOf(table).map((key): BatchWriteRequest => ({ kind: 'delete', table, key })),
    )
    const most = 25 // rule 9.1
    for (let at = 0; at < requests.length; at += most) await this.driver.batchWrite(requests.slice(at, at + most))
  }

  async close(): Promise<void> {
    await this.driver.close()
    await this.contender.session.end()
  }

  async #reopen(): Promise<void> {
    await this.driver.close()
    this.driver = await this.contender.session.driver()
    await this.driver.ensureTable(...randomTables)
  }
}

/** How many commands were run; throws where answers differ. */
async function runBoth(
  commands: readonly Command[],
  one: Opened,
  other: Opened,
  skipped: Map<string, number>,
): Promise<number> {
  await Promise.all([one.clear(), other.clear()])
  const tokenPrefix = `${randomUUID().slice(0, 13)}-` // within ten minutes a token is never used anew
  const known = [...one.contender.differences, ...other.contender.differences]
  let ran = 0
  for (const command of [...commands, ...everything]) {
    const meetings = known.length === 0 ? [] : await meetingsOf(one.driver, command)
    const met = known.find(({ isMetBy }) => isMetBy(command, meetings))
    if (met !== undefined) {
      skipped.set(met.rule, (skipped.get(met.rule) ?? 0) + 1)
      continue
    }
    const answers = await Promise.all([one, other].map((each) => each.answer(command, tokenPrefix)))
    ran++
    const [left, right] = answers.map(showValue) as [string, string]
    if (left !== right) {
      throw new AnswersDiffer(
        `${showCommand(command)}\n${one.contender.name}: ${left}\n${other.contender.name}: ${right}`,
      )
    }
  }
  return ran
}

/** What a test ends with: all that is there, in every order. */
const everything: readonly Command[] = randomTables.flatMap((table) =>
  [undefined, ...Object.keys(table.indexes)].map((index): Command => ({
    call: 'scan',
    request: { table, ...(index !== undefined && { index }) },
  })),
)

class AnswersDiffer extends Error {
  override readonly name = 'AnswersDiffer'
}
