import { answerQuestions } from './ask.ts'
import { bytesOf, RawClient } from './raw-client.ts'
import { createTable, load, requestsOf, type WireRequest } from './requests.ts'
import type { HttpBenchName } from './wire-benches.ts'

/** What the process of the clients is asked. */
export type ClientQuestion =
  | { readonly ask: 'load'; readonly url: string; readonly items: number; readonly isTableThere: boolean }
  | {
      readonly ask: 'round'
      readonly url: string
      readonly bench: HttpBenchName
      readonly items: number
      readonly round: number
      readonly ms: number
    }

/** So many requests, after which a round begins again with the first. */
const most = 20_000

answerQuestions(async (question: ClientQuestion) => {
  const { url } = question
  const requests = bytesOf(url, requestsFor(question))
  // new connections each time: a server closes those that were idle while others had their turn
  const client = await RawClient.open(url)
  try {
    if (question.ask === 'round') return await client.throughput(requests, question.ms)
    if (!question.isTableThere) await client.all(bytesOf(url, [createTable()]))
    return await client.all(requests)
  } finally {
    client.close()
  }
})

function requestsFor(question: ClientQuestion): readonly WireRequest[] {
  if (question.ask === 'round') return requestsOf(question.bench, question.items, question.round, most)
  return Array.from({ length: question.items }, (_each, position) => load(position))
}
