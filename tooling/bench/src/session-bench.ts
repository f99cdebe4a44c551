import type { SessionBench } from './benches.ts'
import { contenders, type ContenderId } from './contenders.ts'
import type { Contender } from './contender.ts'
import { formatCount } from './format.ts'
import { bestLimits, type Entry, type Result } from './result.ts'
import type { Runner } from './runner.ts'
import type { Stage } from './stage.ts'

export interface RoundOptions {
  /** How many rounds count; one more comes before, to warm up. */
  readonly rounds: number
  /** How long a round of one contender takes with so many items, in milliseconds. */
  readonly roundMs: (items: number) => number
  /** How long the round before them is at least, so that all code is compiled as well as it will be. */
  readonly warmUpMs: number
  /** Contenders that are left out, by name. */
  readonly without?: readonly string[]
}

/** How long slow contenders may take for all rounds of a bench, in milliseconds. */
const patience = 3_000

interface Lane {
  readonly id: ContenderId
  readonly contender: Contender
  readonly runner: Runner
  readonly values: number[]
  readonly settleMs: number[]
  spent: number
  firstGets: number | undefined
}

/** Runs a bench: in each round everybody has a turn, and another one begins. */
export async function runSessionBench(bench: SessionBench, stage: Stage, options: RoundOptions): Promise<Result> {
  const missing = new Map<string, string>()
  const wanted = bench.contenders.filter((id) => {
    const { name }: Contender = contenders[id]
    const most = bench.mostItems?.[id] ?? Infinity
    if (stage.items > most) missing.set(name, `only up to ${formatCount(most)} items`)
    return stage.items <= most && !options.without?.includes(name)
  })
  await stage.openAll(wanted)
  const lanes: Lane[] = []
  for (const id of wanted) {
    const contender: Contender = contenders[id]
    const runner = stage.runner(id)
    if (runner === undefined && isUs(id)) throw new Error(stage.missing.get(id))
    if (runner === undefined) missing.set(contender.name, stage.missing.get(id)!)
    else lanes.push({ id, contender, runner, values: [], settleMs: [], spent: 0, firstGets: undefined })
  }
  for (let round = 0; round <= options.rounds; round++) {
    for (let turn = 0; turn < lanes.length; turn++) {
      const lane = lanes[(turn + round) % lanes.length]!
      if (missing.has(lane.contender.name)) continue
      try {
        await runLane(lane, bench, stage.items, round, options)
      } catch (error) {
        if (isUs(lane.id)) throw error
        missing.set(lane.contender.name, error instanceof Error ? error.message : String(error))
      }
    }
  }
  const { name, unit } = bench
  const measured = lanes.filter(({ contender }) => !missing.has(contender.name))
  const entries = bestLimits(unit, measured.map(entryOf))
  return { bench: name, items: stage.items, unit, entries, missing }
}

async function runLane(
  lane: Lane,
  bench: SessionBench,
  items: number,
  round: number,
  options: RoundOptions,
): Promise<void> {
  const { contender, runner, values } = lane
  if (contender.slow && values.length > 0 && lane.spent > patience) return
  const began = performance.now()
  const isQuick = contender.slow === undefined
  const ms = options.roundMs(items)
  const { value, settleMs, firstGets } = await runner.round({
    measurement: bench.measurement,
    items,
    round,
    ms: round === 0 && isQuick ? Math.max(ms, options.warmUpMs) : ms,
    getsAllFirst: round === 0 && isQuick,
  })
  lane.firstGets ??= firstGets
  lane.spent += performance.now() - began
  const isWarmUp = round === 0 && !(contender.slow && lane.spent > patience)
  if (isWarmUp) return
  values.push(value)
  lane.settleMs.push(settleMs)
}

function isUs(id: ContenderId): boolean {
  return contenders[id].name === 'us'
}

function entryOf({ id, contender, values, settleMs, firstGets }: Lane): Entry {
  const kind = isUs(id) ? 'us' : contender.limit === undefined ? 'peer' : 'limit'
  const { name, limit, survives, about } = contender
  return {
    name: limit ?? name,
    kind,
    ...(survives && { survives }),
    about,
    values,
    settleMs,
    ...(firstGets !== undefined && { firstGets }),
  }
}
