import { formatRatio } from '../format.ts'
import { type Result, speedupIn } from '../result.ts'
import type { Verdict } from '../targets.ts'
import type { WireBenchName } from './wire-benches.ts'

/** At least so many times as fast as somebody else. */
const ratios: readonly (readonly [bench: WireBenchName, than: string, atLeast: number])[] = [
  ['wire-get', 'dynalite', 1.4],
  ['wire-get', 'bare', 0.5],
  ['wire-put', 'dynalite', 1.4],
  ['wire-update', 'dynalite', 1.4],
  ['wire-query', 'dynalite', 2],
  ['wire-get', 'dynoxide', 2.5],
  ['wire-put', 'dynoxide', 2.5],
  ['wire-update', 'dynoxide', 2.5],
  ['wire-query', 'dynoxide', 2.5],
  ['document-get', 'constant-handler', 0.75],
  ['document-get', 'dynoxide', 2.5],
]

/** What we promise, and what came of it in this run. */
export function judgeWire(results: readonly Result<WireBenchName>[]): readonly Verdict[] {
  return ratios.flatMap(([bench, than, atLeast]) => {
    const result = results.find((each) => each.bench === bench)
    const ours = result?.entries.find(({ kind }) => kind === 'us')
    const other = result?.entries.find(({ name }) => name === than)
    if (result === undefined || ours === undefined || other === undefined) return []
    const ratio = speedupIn(result, ours, other)
    return [{ target: `${bench}: at least ${atLeast}x ${than}`, measured: formatRatio(ratio), met: ratio >= atLeast }]
  })
}
