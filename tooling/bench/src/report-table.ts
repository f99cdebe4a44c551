import { formatBytes, formatCount, formatRatio, formatTimes, formatValue } from './format.ts'
import { median } from './median.ts'
import { type Memory, type Result, speedupIn, valueOf } from './result.ts'

/** A bench for people: who did how well, how much faster we are, and what a write survives. */
export function tableOf(result: Result<string>): string {
  const { bench, items, unit, entries, missing, memory } = result
  const ours = entries.find(({ kind }) => kind === 'us')
  const writes = entries.some(({ survives }) => survives !== undefined) && !reads.has(bench)
  const isCold = entries.some(({ firstGets }) => firstGets !== undefined)
  const head = [
    '',
    unit,
    'lowest',
    'highest',
    'we are',
    ...(isCold ? ['first gets'] : []),
    ...(writes ? ['survives'] : []),
  ]
  const rows = entries.map((entry) => [
    `${entry.kind === 'limit' ? 'limit: ' : ''}${entry.name}`,
    ...[valueOf(entry), Math.min(...entry.values), Math.max(...entry.values)].map((each) => formatValue(unit, each)),
    ours === undefined || entry === ours ? '' : formatRatio(speedupIn(result, ours, entry)),
    ...(isCold ? [entry.firstGets === undefined ? '' : formatValue(unit, entry.firstGets)] : []),
    ...(writes ? [entry.survives ?? ''] : []),
  ])
  const rounds = Math.max(...entries.map(({ values }) => values.length))
  const few = entries.filter(({ values }) => values.length < rounds)
  const foldMs = writes && ours !== undefined ? median(ours.settleMs) : 0
  return [
    `${bench}, ${formatCount(items)} items`,
    ...aligned([head, ...rows]).map((line) => `  ${line}`),
    ...few.map(({ name, values }) => `  ${name}: ${values.length} ${values.length === 1 ? 'round' : 'rounds'} only`),
    ...(foldMs > worthTelling
      ? [`  after the last write of a round our fold takes ${formatValue('ms', foldMs)} ms, which are not counted`]
      : []),
    ...[...missing].map(([name, reason]) => `  ${name} is left out: ${reason.split('\n')[0]}`),
    ...(memory === undefined ? [] : [`  ${memoryLine(memory)}`]),
  ].join('\n')
}

/** Milliseconds. */
const worthTelling = 100

/** Benches that write nothing. */
export const reads: ReadonlySet<string> = new Set(['get', 'query', 'list', 'open', 'fork', 'dynamo-get', 'dynamo-put'])

/** What the names mean; each once. */
export function legendOf(results: readonly Result<string>[]): string {
  const about = new Map(
    results.flatMap(({ entries }) => entries.map((entry) => [entry.about, entry.name] as const)).toSorted(byName),
  )
  return aligned([...about].map(([text, name]) => [name, text])).join('\n')
}

/** How much memory ours takes, in times of the bytes of the file. */
function memoryLine({ file, afterFirstGet, afterFirstQuery, afterEveryGet, parsedMap }: Memory): string {
  const times = (bytes: number): string => `${formatBytes(bytes)} (${formatTimes(bytes / file)} the file)`
  return (
    `memory (RSS) of our process: ${times(afterFirstGet)} after the first get, ${times(afterFirstQuery)} after the ` +
    `first query of the index, ${times(afterEveryGet)} after a get of every item; of one with a Map of all parsed ` +
    `lines: ${times(parsedMap)}`
  )
}

/** The first column to the left, the others to the right unless they are text. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0]!.map((_each, column) => rows.map((row) => row[column]!))
  const widths = columns.map((cells) => Math.max(...cells.map((cell) => cell.length)))
  const isNumeric = columns.map((cells) => cells.slice(1).every((cell) => /^[\d.,]*x?$/.test(cell)))
  return rows.map((row) =>
    row
      .map((cell, column) => (isNumeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd(),
  )
}

function byName([, left]: readonly [string, string], [, right]: readonly [string, string]): number {
  return left < right ? -1 : left > right ? 1 : 0
}
