import { stateText } from './table-state.ts'
import type { Told } from './fuzz.ts'
import type { Met } from './meet.ts'
import { isObject, type Json } from './json.ts'

const longest = 4000

/** What was found, with all that is needed to see it again. */
export function tell(found: Told, seed: number): string {
  const { signature, round, times, small, earlier } = found
  const again = `Again: pnpm fuzz:wire --seed ${seed} --round ${round}`
  const lines = [`${signature}${times > 1 ? ` (${times} times)` : ''}`, ...meetingLines(small ?? found), again]
  if (small === undefined && earlier.length > 0) {
    lines.push('It needs what went before:', ...earlier.map(({ operation, input }) => `  ${operation} ${shown(input)}`))
  }
  return lines.join('\n')
}

function meetingLines({ meeting, raw }: Met): readonly string[] {
  const { request, before, after, tables } = meeting
  const text = JSON.stringify(request.input)
  const items = tables
    .filter(({ name }) => text.includes(`"${name}"`) && (before.get(name)?.size ?? 0) > 0)
    .map(({ name }) => `  ${name} holds ${shown([...before.get(name)!.values()])}`)
  const states = after
    .filter(({ ours, theirs }) => stateText(ours) !== stateText(theirs))
    .flatMap(({ table, ours, theirs }) => [
      `  ${table} on ours   ${shown([...ours.values()])}`,
      `  ${table} on theirs ${shown([...theirs.values()])}`,
    ])
  return [
    ...items,
    `  ${request.operation} ${shown(request.input)}`,
    `  ours   ${raw.ours.status} ${cut(raw.ours.body)}`,
    `  theirs ${raw.theirs.status} ${cut(raw.theirs.body)}`,
    ...normalLines(meeting.ours.body, meeting.theirs.body),
    ...states,
  ]
}

/** Where the bodies differ at the first place. */
function normalLines(ours: Json, theirs: Json): readonly string[] {
  const at = firstDifference(ours, theirs, '')
  return at === undefined ? [] : [`  at ${at}`]
}

function firstDifference(ours: Json | undefined, theirs: Json | undefined, path: string): string | undefined {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return undefined
  const bothLists = Array.isArray(ours) && Array.isArray(theirs)
  if (bothLists || (isObject(ours) && isObject(theirs))) {
    const names = new Set([...Object.keys(ours), ...Object.keys(theirs)])
    for (const name of names) {
      const found = firstDifference(
        (ours as Record<string, Json>)[name],
        (theirs as Record<string, Json>)[name],
        `${path}.${name}`,
      )
      if (found !== undefined) return found
    }
  }
  return `${path || 'the body'}: ${cut(JSON.stringify(ours) ?? 'nothing')} | ${cut(JSON.stringify(theirs) ?? 'nothing')}`
}

function shown(json: Json): string {
  return cut(JSON.stringify(json))
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}… (${text.length})` : text
}
