import { type RunningServer, startDynoxide } from '@cmz/dynamo-servers'
import { type KnownDifference, signatureOf } from './difference.ts'
import { operationNames } from './generate/valid-request.ts'
import { type Ours, openOurs, type Place } from './ours.ts'
import { overHttp } from './over-http.ts'
import { seedOf } from './random.ts'
import { type Finding, Round } from './round.ts'
import { shrink } from './shrink.ts'
import { Tally } from './tally.ts'
import type { Met } from './meet.ts'

export interface FuzzOptions {
  readonly requests: number
  readonly seed: number
  readonly differences: readonly KnownDifference[]
  /** How many findings are told before it stops. Default: 1. */
  readonly findings?: number
  /** How many rounds run side by side. Default: 2. */
  readonly lanes?: number
  /** Runs this round only. */
  readonly round?: number
  /** Only these operations. Default: every one that ours has. */
  readonly operations?: readonly string[]
  /** Default: our service, on files and in memory by turns. */
  readonly open?: (round: number) => Promise<Ours>
}

export interface Told extends Finding {
  readonly round: number
  readonly signature: string
  /** How often the same was met. */
  times: number
  /** The same with less. */
  readonly small?: Met
}

export interface FuzzReport {
  readonly tally: Tally
  readonly findings: readonly Told[]
  readonly seconds: number
  readonly operations: readonly string[]
}

const perRound = 400

/** Sends random requests to our service and to dynoxide, until they are all sent or enough is found. */
export async function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { requests, round: only, findings: most = 1, lanes = 2, open = openByTurns } = options
  const operations = options.operations ?? (await operationsOf(open))
  const rounds = only === undefined ? Math.ceil(requests / perRound) : 1
  const tally = new Tally()
  const told = new Map<string, Told>()
  const start = performance.now()
  let next = 0
  const isEnough = (): boolean => told.size >= most

  const lane = async (): Promise<void> => {
    const server = await startDynoxide()
    try {
      while (next < rounds && !isEnough()) {
        const round = only ?? next
        next++
        await runRound(server, round, Math.min(perRound, requests - (only === undefined ? round * perRound : 0)))
      }
    } finally {
      await server.stop()
    }
  }

  const runRound = async (server: RunningServer, round: number, count: number): Promise<void> => {
    const theirs = overHttp(server.endpoint)
    const ours = await open(round)
    const pair = { ours, theirs }
    const fresh: Told[] = []
    const { differences, seed } = options
    try {
      await new Round({ pair, seed: seedOf(seed, round), requests: count, operations, differences, tally }).run(
        (finding) => {
          const signature = finding.fault ?? signatureOf(finding.meeting)
          const known = told.get(signature)
          if (known !== undefined) known.times++
          else told.set(signature, fresh[fresh.push({ ...finding, round, signature, times: 1 }) - 1]!)
          return isEnough()
        },
      )
      for (const each of fresh) {
        const small = each.fault === undefined ? await shrink(pair, each, differences) : undefined
        if (small !== undefined) Object.assign(each, { small })
      }
    } catch (error) {
      throw new Error(`round ${round} cannot go on`, { cause: error })
    } finally {
      theirs.close()
      await ours.close()
    }
  }

  await Promise.all(Array.from({ length: Math.min(lanes, rounds) }, lane))
  return { tally, findings: [...told.values()], seconds: (performance.now() - start) / 1000, operations }
}

const places: readonly Place[] = ['file', 'memory', 'file', 'http']

function openByTurns(round: number): Promise<Ours> {
  return openOurs(places[round % places.length]!)
}

/** The operations that are there; one that is not built yet is left out. */
async function operationsOf(open: (round: number) => Promise<Ours>): Promise<readonly string[]> {
  const ours = await open(1)
  try {
    const answers = await Promise.all(
      operationNames.map(async (name) => [name, await ours.answer(name, '{}')] as const),
    )
    return answers.filter(([, { body }]) => !body.includes('UnknownOperationException')).map(([name]) => name)
  } finally {
    await ours.close()
  }
}
