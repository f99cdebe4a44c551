import type { TableSchema } from './generate/schemas.ts'
import type { NormalAnswer } from './normalise.ts'
import { stateText, type TableState } from './table-state.ts'
import type { WireRequest } from './wire-request.ts'

/** One request that both sides were sent. */
export interface Meeting {
  readonly request: WireRequest
  readonly ours: NormalAnswer
  readonly theirs: NormalAnswer
  readonly tables: readonly TableSchema[]
  /** What the tables held before, by name; the same on both sides. */
  readonly before: ReadonlyMap<string, TableState>
  /** What the tables hold that the request may have changed. */
  readonly after: readonly { readonly table: string; readonly ours: TableState; readonly theirs: TableState }[]
}

/** How dynoxide differs from DynamoDB in one point. */
export interface KnownDifference {
  /** Of the reference; where it is silent, a name that begins with `dynoxide: `. */
  readonly rule: string
  /** What dynoxide does, and where the reference is silent, how we know that AWS does otherwise. */
  readonly instead: string
  /** True for a request whose answers may differ for this reason; as narrow as it can be told. */
  readonly isMetBy: (meeting: Meeting) => boolean
}

/** Whether the two sides did the same. */
export function agree({ ours, theirs, after }: Meeting): boolean {
  return (
    JSON.stringify(ours) === JSON.stringify(theirs) &&
    after.every((each) => stateText(each.ours) === stateText(each.theirs))
  )
}

/** What a difference is about, without the values at hand: so that the same one is told once. */
export function signatureOf({ request, ours, theirs, after }: Meeting): string {
  const kind = (answer: NormalAnswer): string => `${answer.error ?? answer.status} ${shortened(answer.message ?? '')}`
  const same = JSON.stringify(ours) === JSON.stringify(theirs)
  const what = same
    ? 'the tables differ'
    : ours.error === undefined && theirs.error === undefined
      ? 'the bodies differ'
      : ''
  const changed = after.some((each) => stateText(each.ours) !== stateText(each.theirs)) ? ' (state)' : ''
  return `${request.operation}: ${what || `${kind(ours)} | ${kind(theirs)}`}${changed}`
}

function shortened(message: string): string {
  return message
    .replaceAll(/"[^"]*"|'[^']*'|\[[^\]]*\]|\{[^}]*\}/g, '_')
    .replaceAll(/(?<=: )(?:[#:]?[\w.-]+)(?=,|;|$)/g, '_')
}
