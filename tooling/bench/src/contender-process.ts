import type { ContenderId } from './contenders.ts'
import type { Place } from './contender.ts'
import type { RoundWanted } from './measure.ts'
import { openHere, prepareHere, type Round, type Runner } from './runner.ts'

/** What the process of a contender is asked; it answers each request with an `Answer`, in order. */
export type Request =
  | { readonly ask: 'prepare' | 'open'; readonly id: ContenderId; readonly place: Place }
  | { readonly ask: 'round'; readonly wanted: RoundWanted }
  | { readonly ask: 'close' }

export type Answer = { readonly round: Round | undefined } | { readonly error: string }

let runner: Runner | undefined

async function answer(request: Request): Promise<Round | undefined> {
  switch (request.ask) {
    case 'prepare':
      await prepareHere(request.id, request.place)
      return undefined
    case 'open':
      runner = await openHere(request.id, request.place)
      return undefined
    case 'round':
      return runner!.round(request.wanted)
    case 'close':
      await runner?.close()
      return undefined
  }
}

process.on('message', (request: Request) => {
  answer(request).then(
    (round) => send({ round }),
    (error: unknown) => send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
process.once('disconnect', () => process.exit())

function send(message: Answer): void {
  process.send!(message)
}
