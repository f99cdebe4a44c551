import type { BenchName } from './benches.ts'
import { formatCount, formatRatio, formatTimes, formatValue } from './format.ts'
import { type Entry, type Result, speedupIn, valueOf } from './result.ts'

/** What we promise, and what came of it in this run. */
export interface Verdict {
  readonly target: string
  readonly measured: string
  readonly met: boolean
}

/** At least so many times as fast as somebody else in the same bench. */
interface Ratio {
  readonly bench: BenchName
  readonly items: number
  /** The best of those counts. */
  readonly than: readonly string[]
  readonly atLeast: number
}

const ratios: readonly Ratio[] = [
  { bench: 'get', items: 100_000, than: ['better-sqlite3-normal'], atLeast: 2.5 },
  { bench: 'get', items: 100_000, than: ['lmdb'], atLeast: 1 },
  { bench: 'get', items: 100_000, than: ['map-clone-await'], atLeast: 0.6 },
  { bench: 'put', items: 100_000, than: ['better-sqlite3-normal'], atLeast: 3 },
  { bench: 'put-disk', items: 100_000, than: ['write-fdatasync'], atLeast: 0.85 },
  { bench: 'put-disk-64', items: 100_000, than: ['lmdb-durable', 'lmdb-flushed'], atLeast: 2 },
  { bench: 'put-disk-64', items: 100_000, than: ['group-commit-64'], atLeast: 0.4 },
  { bench: 'update', items: 100_000, than: ['better-sqlite3-normal'], atLeast: 2 },
  { bench: 'query', items: 100_000, than: ['better-sqlite3-normal'], atLeast: 2 },
  { bench: 'dynamo-get', items: 1_000, than: ['aws-sdk'], atLeast: 0.95 },
  { bench: 'dynamo-put', items: 1_000, than: ['aws-sdk'], atLeast: 0.95 },
  { bench: 'open', items: 1_000_000, than: ['read-split-parse-map'], atLeast: 2 },
]

/** Times the run of an empty process that reads the file. */
const mostOpen = 1.5
/** Times the bytes of the file. */
const mostMemory = 2.5
/** Times what a put costs at 1,000 items. */
const mostGrowth = 1.5
/** Milliseconds. */
const mostReset = 1
const mostFork = 1

/** Every target that these results can tell of. */
export function judge(results: readonly Result[]): readonly Verdict[] {
  const find = (bench: BenchName, items: number): Result | undefined =>
    results.find((result) => result.bench === bench && result.items === items)
  return [
    ...ratios.flatMap((ratio) => judgeRatio(ratio, find(ratio.bench, ratio.items))),
    ...judgeOpen(find('open', 1_000)),
    ...judgeMemory(find('open', 1_000_000)),
    ...judgeGrowth(find('put', 1_000), find('put', 1_000_000)),
    ...judgeMs('reset', mostReset, find('reset', 1_000)),
    ...judgeMs('fork', mostFork, find('fork', 1_000)),
  ]
}

function judgeRatio({ bench, items, than, atLeast }: Ratio, result: Result | undefined): readonly Verdict[] {
  if (result === undefined) return []
  const others = result.entries.filter(({ name, kind }) => kind !== 'us' && than.includes(name))
  const ours = usIn(result)
  if (ours === undefined || others.length === 0) return []
  const ratio = Math.min(...others.map((other) => speedupIn(result, ours, other)))
  return [
    {
      target: `${bench}, ${formatCount(items)} items: at least ${atLeast}x ${than.join(' and ')}`,
      measured: formatRatio(ratio),
      met: ratio >= atLeast,
    },
  ]
}

function judgeOpen(result: Result | undefined): readonly Verdict[] {
  const ours = result && usIn(result)
  const empty = result?.entries.find(({ name }) => name === 'node-read-file')
  if (ours === undefined || empty === undefined) return []
  const times = valueOf(ours) / valueOf(empty)
  return [
    {
      target: `open, 1,000 items: at most ${mostOpen} times a process that only reads the file`,
      measured: formatTimes(times),
      met: times <= mostOpen,
    },
  ]
}

function judgeMemory(result: Result | undefined): readonly Verdict[] {
  if (result?.memory === undefined) return []
  const { file, afterFirstGet, afterFirstQuery } = result.memory
  const [get, query] = [afterFirstGet / file, afterFirstQuery / file]
  return [
    {
      target: `memory after opening 1,000,000 items: at most ${mostMemory} times the file`,
      measured: `${formatTimes(get)}; ${formatTimes(query)} after the first query of the index`,
      met: get <= mostMemory,
    },
  ]
}

function judgeGrowth(small: Result | undefined, large: Result | undefined): readonly Verdict[] {
  const [few, many] = [small && usIn(small), large && usIn(large)]
  if (few === undefined || many === undefined) return []
  const times = valueOf(few) / valueOf(many)
  return [
    {
      target: `put, 1,000,000 items: costs at most ${mostGrowth} times what it costs at 1,000`,
      measured: formatTimes(times),
      met: times <= mostGrowth,
    },
  ]
}

function judgeMs(bench: BenchName, most: number, result: Result | undefined): readonly Verdict[] {
  const ours = result && usIn(result)
  if (ours === undefined) return []
  const ms = valueOf(ours)
  return [
    { target: `${bench}, 1,000 items: under ${most} ms`, measured: `${formatValue('ms', ms)} ms`, met: ms < most },
  ]
}

function usIn({ entries }: Result): Entry | undefined {
  return entries.find(({ kind }) => kind === 'us')
}
