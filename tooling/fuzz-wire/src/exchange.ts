import { isObject, type Json, type JsonObject } from './json.ts'
import { normalAnswer, type NormalAnswer, sortedBy } from './normalise.ts'
import { normalResult } from './normal-result.ts'
import type { Plan } from './plan.ts'
import type { Party, WireAnswer, WireRequest } from './wire-request.ts'

/** What one side answered to one request. */
export interface Exchange {
  /** As it came; the first one, where several were sent. */
  readonly raw: WireAnswer
  readonly normal: NormalAnswer
}

const mostPages = 500

/** Sends a request by its plan. */
export async function exchange(party: Party, request: WireRequest, plan: Plan): Promise<Exchange> {
  if (plan.kind === 'pages') return allPages(party, request, [request.input])
  if (plan.kind === 'segments') {
    const starts = Array.from({ length: plan.count }, (_, Segment) => ({ ...request.input, Segment }))
    return allPages(party, request, starts)
  }
  const raw = await party.answer(request.operation, JSON.stringify(request.input))
  const normal = normalAnswer(raw)
  if (normal.error !== undefined) return { raw, normal }
  if (plan.kind === 'outcome') return { raw, normal: { status: normal.status, body: 'not compared' } }
  return { raw, normal: plan.ordered && request.operation === 'Query' ? normal : normalResult(request, normal) }
}

/** All pages from each of the starts on, as one answer; or the first error. */
async function allPages(party: Party, { operation }: WireRequest, starts: readonly JsonObject[]): Promise<Exchange> {
  let raw: WireAnswer | undefined
  let [pages, count, scanned] = [0, 0, 0]
  const items: Json[] = []
  for (const start of starts) {
    for (let input: JsonObject | undefined = start; input !== undefined;) {
      const answer = await party.answer(operation, JSON.stringify(input))
      raw ??= answer
      const normal = normalAnswer(answer)
      if (!isObject(normal.body) || normal.error !== undefined) return { raw: answer, normal }
      const page = normal.body
      if (Array.isArray(page['Items'])) items.push(...page['Items'])
      count += page['Count'] as number
      scanned += page['ScannedCount'] as number
      if (pages++ > mostPages) throw new Error(`${operation} comes to no last page: ${JSON.stringify(start)}`)
      const next: Json | undefined = page['LastEvaluatedKey']
      input = next === undefined ? undefined : { ...start, ExclusiveStartKey: next }
    }
  }
  const body: JsonObject = {
    Items: sortedBy(items, JSON.stringify),
    Count: count,
    ScannedCount: scanned,
    ...(starts.length === 1 && { pages }),
  }
  return { raw: raw!, normal: { status: 200, body } }
}
