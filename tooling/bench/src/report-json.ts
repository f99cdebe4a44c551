import { type Entry, type Result, valueOf } from './result.ts'

/** One line of JSON: the medians. */
export function jsonLine({ bench, items, unit, entries, memory }: Result<string>): string {
  const ofKind = (kind: Entry['kind']): Readonly<Record<string, number>> =>
    Object.fromEntries(
      entries.filter((entry) => entry.kind === kind).map((entry) => [entry.name, rounded(valueOf(entry))]),
    )
  return JSON.stringify({
    bench,
    items,
    unit,
    us: ofKind('us')['us'] ?? null,
    peers: ofKind('peer'),
    limits: ofKind('limit'),
    ...(memory && { memory }),
  })
}

/** Four digits say all that there is to know. */
function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
