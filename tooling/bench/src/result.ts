import type { BenchName, Unit } from './benches.ts'
import type { Survives } from './contender.ts'
import { median } from './median.ts'

/** What one bench gave for one number of items. */
export interface Result<Name extends string = BenchName> {
  readonly bench: Name
  readonly items: number
  readonly unit: Unit
  readonly entries: readonly Entry[]
  /** Who is not among them, and why. */
  readonly missing: ReadonlyMap<string, string>
  /** Values with the same position are of the same moment, and are compared with each other. */
  readonly paired?: true
  /** Of `open` only. */
  readonly memory?: Memory
}

export interface Entry {
  readonly name: string
  readonly kind: 'us' | 'peer' | 'limit'
  readonly survives?: Survives
  readonly about: string
  /** One value a round. */
  readonly values: readonly number[]
  /** Gets a second while every item was got for the first time, before the rounds. */
  readonly firstGets?: number
  /** Milliseconds that it was busy in the background after each round, which are not counted. */
  readonly settleMs: readonly number[]
}

/** Bytes of memory that a process of ours has. */
export interface Memory {
  /** The bytes of the file it opened. */
  readonly file: number
  readonly afterFirstGet: number
  /** And after the first query of an index. */
  readonly afterFirstQuery: number
  /** And after a get of every item. */
  readonly afterEveryGet: number
  /** A process that has parsed all lines into a Map. */
  readonly parsedMap: number
}

export function valueOf({ values }: Entry): number {
  return median(values)
}

/** How many times as fast the first is. */
function speedup(unit: Unit, first: number, second: number): number {
  return unit === 'ms' ? second / first : first / second
}

/** How many times as fast one entry of a result is as another one. */
export function speedupIn({ unit, paired }: Pick<Result, 'unit' | 'paired'>, first: Entry, second: Entry): number {
  if (paired === undefined) return speedup(unit, valueOf(first), valueOf(second))
  return median(first.values.map((value, position) => speedup(unit, value, second.values[position]!)))
}

/** Of limits with the same name, the better one. */
export function bestLimits(unit: Unit, entries: readonly Entry[]): readonly Entry[] {
  const best = new Map<string, Entry>()
  for (const entry of entries) {
    const key = `${entry.kind} ${entry.name}`
    const known = best.get(key)
    if (known === undefined || speedup(unit, valueOf(entry), valueOf(known)) > 1) best.set(key, entry)
  }
  return [...best.values()]
}
