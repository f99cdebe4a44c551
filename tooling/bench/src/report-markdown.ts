import type { BenchName } from './benches.ts'
import { formatBytes, formatCount, formatRatio, formatTimes, formatValue } from './format.ts'
import { median } from './median.ts'
import { reads } from './report-table.ts'
import { type Entry, type Result, speedupIn, valueOf } from './result.ts'
import { judge } from './targets.ts'

export interface MarkdownOptions {
  readonly results: readonly Result[]
  readonly machine: string
  readonly rounds: number
  /** The file of the plot, as the page names it. */
  readonly plot: string
  /** How many items the plot shows. */
  readonly plotted: number
}

/** docs/performance.md. */
export function markdownOf({ results, machine, rounds, plot, plotted }: MarkdownOptions): string {
  const benches = [...new Set(results.map(({ bench }) => bench))]
  return [
    '# Performance',
    `Written by \`pnpm bench --docs\`. Every figure is the median of ${rounds} rounds of one run, so compare within a table and not between machines. \`pnpm bench --only get,put --items 1000\` runs a part of it.`,
    `Measured on: ${machine}.`,
    `![Calls a second at ${formatCount(plotted)} items](${plot})`,
    '## What we promise',
    table(
      ['promise', 'measured', ''],
      judge(results).map(({ target, measured, met }) => [target, measured, met ? 'kept' : '**missed**']),
    ),
    '## How it is measured',
    how(),
    ...benches.flatMap((bench) =>
      section(
        bench,
        results.filter((result) => result.bench === bench),
      ),
    ),
    '## Memory',
    'RSS of a process of ours that opened the folder, against the bytes of the JSON file; and of one that holds a Map of all parsed lines.',
    memoryTable(results),
    '## Who is who',
    legend(results),
    '',
  ].join('\n\n')
}

function how(): string {
  return [
    '- Items are users of 400 to 450 bytes of JSON with maps, a list, numbers and a flag; four share a family, which is the secondary index. Keys are at random, and the same for everybody.',
    '- Each contender runs in a process of its own, so that nobody pays for the garbage of others. ' +
      `In each of the rounds everybody has a turn, and another one begins; one more round before them warms up. The slow ones (dynalite, dynoxide and the replaced design) stop before the last round once they had their share of time.`,
    '- Before it is measured, everybody must give the right answers: items, index and updates.',
    '- Everybody gives whole objects that belong to the caller: SQLite parses its JSON, LMDB decodes its msgpack. Stamps and soft delete of ours are off, as no peer has them.',
    '- One caller, who waits for each answer before the next call; `put-disk-64` has 64 of them. A put replaces an item at random; every eighth moves to another family, so that the index changes.',
    '- Between rounds everybody tidies up, and that is not counted: we fold the journal, SQLite checkpoints, LMDB syncs. What they do within a round by themselves is.',
    '- `open` is the time from the start of a process to its first answer; files are in the page cache.',
    '- `reset` undoes 100 puts. `fork` ends with the first get from the fork.',
    '- dynalite, dynoxide and the replaced design are left out at 1,000,000 items: loading, or a single call, would take minutes.',
  ].join('\n')
}

function section(bench: BenchName, results: readonly Result[]): readonly string[] {
  const { unit } = results[0]!
  const names = [...new Set(results.flatMap(({ entries }) => entries.map(({ kind, name }) => `${kind} ${name}`)))]
  const survives = !reads.has(bench)
  const rows = names.map((key) => {
    const found = results.map(({ entries }) => entries.find(({ kind, name }) => `${kind} ${name}` === key))
    const any = found.find((entry) => entry !== undefined)!
    const name = any.kind === 'limit' ? `_limit:_ ${any.name}` : any.kind === 'us' ? `**${any.name}**` : any.name
    const cells = found.map((entry, index) => (entry === undefined ? '' : cell(entry, results[index]!)))
    return [name, ...cells, ...(survives ? [any.survives ?? ''] : [])]
  })
  const head = [
    unit,
    ...results.map(({ items }) => `${formatCount(items)} items`),
    ...(survives ? ['a write survives'] : []),
  ]
  const folds = survives ? results.flatMap(foldOf) : []
  return [
    `## ${bench}`,
    table(head, rows),
    ...(bench === 'get' ? [firstGets(results)] : []),
    ...(folds.length > 0
      ? [`After the last write of a round our fold takes, and is not counted: ${folds.join(', ')}.`]
      : []),
  ]
}

/** The value, and how many times as fast we are. */
function cell(entry: Entry, result: Result): string {
  const { unit, entries } = result
  const value = formatValue(unit, valueOf(entry))
  const ours = entries.find(({ kind }) => kind === 'us')
  if (entry.kind === 'us' || ours === undefined) return value
  return `${value} (${formatRatio(speedupIn(result, ours, entry))})`
}

/** What caches save. */
function firstGets(results: readonly Result[]): string {
  const names = results.flatMap(({ entries }) => entries.filter((entry) => entry.firstGets !== undefined))
  const rows = [...new Set(names.map(({ name }) => name))].map((name) => [
    name,
    ...results.map(({ unit, entries }) => {
      const value = entries.find((entry) => entry.name === name)?.firstGets
      return value === undefined ? '' : formatValue(unit, value)
    }),
  ])
  const head = ['ops/s', ...results.map(({ items }) => `${formatCount(items)} items`)]
  return `Before the rounds every item is got once, as before those of query and update, so that caches are as warm as they get: we parse an item when it is first asked for. While every item is got for the first time, in the first moments of the process:\n\n${table(head, rows)}`
}

function foldOf({ items, entries }: Result): readonly string[] {
  const ours = entries.find(({ kind }) => kind === 'us')
  if (ours === undefined || ours.settleMs.length === 0) return []
  return [`${formatValue('ms', median(ours.settleMs))} ms at ${formatCount(items)} items`]
}

function memoryTable(results: readonly Result[]): string {
  const rows = results.flatMap(({ items, memory }) => {
    if (memory === undefined) return []
    const { file, afterFirstGet, afterFirstQuery, afterEveryGet, parsedMap } = memory
    const times = (bytes: number): string => `${formatBytes(bytes)} (${formatTimes(bytes / file)})`
    const ours = [afterFirstGet, afterFirstQuery, afterEveryGet].map(times)
    return [[formatCount(items), formatBytes(file), ...ours, times(parsedMap)]]
  })
  return table(
    ['items', 'JSON file', 'first get', 'first index query', 'every item got', 'a Map of parsed lines'],
    rows,
  )
}

function legend(results: readonly Result[]): string {
  const about = new Map(results.flatMap(({ entries }) => entries.map((entry) => [entry.about, entry.name] as const)))
  return [...about]
    .map(([text, name]) => `- **${name}**: ${text}`)
    .toSorted()
    .join('\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
