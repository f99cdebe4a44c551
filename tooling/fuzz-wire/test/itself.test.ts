import { dynoxideAvailable, startDynoxide } from '@cmz/dynamo-servers'
import { expect, it } from 'vitest'
import { fuzz } from '../src/fuzz.ts'
import { operationNames } from '../src/generate/valid-request.ts'
import type { Ours } from '../src/ours.ts'
import { overHttp } from '../src/over-http.ts'
import { tell } from '../src/tell.ts'

const seed = 1

it.runIf(dynoxideAvailable())(
  'a server does the same as itself, and does what it is asked most of the time',
  async () => {
    const { findings, tally } = await fuzz({
      requests: 800,
      seed,
      differences: [],
      operations: operationNames,
      open: another,
    })
    expect(findings.map((each) => tell(each, seed))).toEqual([])
    expect(tally.share).toBeGreaterThan(0.5)
  },
)

async function another(): Promise<Ours> {
  const server = await startDynoxide()
  const party = overHttp(server.endpoint)
  return {
    answer: party.answer,
    close: async () => {
      party.close()
      await server.stop()
    },
  }
}
