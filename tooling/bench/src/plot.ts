import type { BenchName } from './benches.ts'
import { formatCount, formatValue } from './format.ts'
import { type Entry, type Result, valueOf } from './result.ts'

const plotted: readonly BenchName[] = ['get', 'query', 'update', 'put', 'put-disk', 'put-disk-64']
/** Everything in pixels. */
const panelWidth = 470
const columns = 2
const labelWidth = 190
const barHeight = 15
const rowHeight = 21
const headHeight = 34
const gap = 14
const valueWidth = 84
const colours = { us: '#1d4ed8', peer: '#94a3b8', limit: '#f59e0b' } as const

/** Bars of calls a second, longer is better, on a logarithmic scale that starts at 100. An SVG. */
export function plotOf(results: readonly Result[], items: number): string {
  const shown = plotted.flatMap((name) => results.filter(({ bench, items: of }) => bench === name && of === items))
  const rows = Array.from({ length: Math.ceil(shown.length / columns) }, (_each, row) =>
    shown.slice(row * columns, (row + 1) * columns),
  )
  const heights = rows.map((row) => Math.max(...row.map(panelHeight)))
  const top = 58
  const height = top + heights.reduce((sum, each) => sum + each + gap, 0)
  const width = columns * panelWidth + gap
  const panels = rows.flatMap((row, line) => {
    const y = top + heights.slice(0, line).reduce((sum, each) => sum + each + gap, 0)
    return row.map((result, column) => panel(result, column * (panelWidth + gap / 2) + gap, y))
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="${gap}" y="24" font-size="16" font-weight="600" fill="#0f172a">Calls a second at ${formatCount(items)} items, median; logarithmic, longer is better</text>
${legend(gap, 44)}
${panels.join('\n')}
</svg>
`
}

function panel({ bench, unit, entries }: Result, x: number, y: number): string {
  const sorted = entries.toSorted((left, right) => valueOf(right) - valueOf(left))
  const most = Math.max(...sorted.map(valueOf))
  const bars = sorted.map((entry, index) =>
    bar(entry, unit, scale(valueOf(entry), most), x, y + headHeight + index * rowHeight),
  )
  return `<text x="${x}" y="${y + 20}" font-size="14" font-weight="600" fill="#0f172a">${bench}</text>\n${bars.join('\n')}`
}

function bar(entry: Entry, unit: Result['unit'], share: number, x: number, y: number): string {
  const length = Math.max(2, Math.round(share * (panelWidth - labelWidth - valueWidth)))
  const weight = entry.kind === 'us' ? ' font-weight="600"' : ''
  const baseline = y + barHeight - 3
  return [
    `<text x="${x + labelWidth - 8}" y="${baseline}" text-anchor="end" fill="#0f172a"${weight}>${entry.name}</text>`,
    `<rect x="${x + labelWidth}" y="${y}" width="${length}" height="${barHeight}" fill="${colours[entry.kind]}"/>`,
    `<text x="${x + labelWidth + length + 6}" y="${baseline}" fill="#334155"${weight}>${formatValue(unit, valueOf(entry))}</text>`,
  ].join('')
}

/** The share of the whole length. */
function scale(value: number, most: number): number {
  const least = 100
  return value <= least ? 0 : Math.log(value / least) / Math.log(Math.max(most, least * 10) / least)
}

function legend(x: number, y: number): string {
  const kinds = [
    ['us', 'us'],
    ['peer', 'other databases'],
    ['limit', 'limits of the machine'],
  ] as const
  return kinds
    .map(
      ([kind, text], index) =>
        `<rect x="${x + index * 140}" y="${y - 10}" width="12" height="12" fill="${colours[kind]}"/><text x="${x + index * 140 + 18}" y="${y}" fill="#334155">${text}</text>`,
    )
    .join('')
}

function panelHeight({ entries }: Result): number {
  return headHeight + entries.length * rowHeight
}
