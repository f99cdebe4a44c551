import type { Session } from './contender.ts'
import { userOf } from './items.ts'
import { openServer } from './peers/dynamo.ts'
import type { Entry, Result } from './result.ts'
import type { RoundOptions } from './session-bench.ts'
import { usersTable } from './us/users-table.ts'

/** What one call costs on top of the SDK's, which is little beside what a machine varies by from second to second. */
export interface PairedBench {
  readonly name: 'dynamo-get' | 'dynamo-put'
  readonly call: 'get' | 'put'
}

export const pairedBenches: readonly PairedBench[] = [
  { name: 'dynamo-get', call: 'get' },
  { name: 'dynamo-put', call: 'put' },
]

/** With more items it is left out: their number makes no difference to what it measures. */
export const mostPairedItems = 1_000

/** So few that both meet the same machine. */
const callsInTurn = 50
/** Pairs of turns for each round of other benches. */
const pairsInRound = 24
/** Turns before that: until then code is still being compiled. */
const warmUpTurns = 30

type Call = (turn: number) => unknown

/**
 * The store and the bare SDK in one process, on one server, turn by turn: values with the same position are of the same
 * moment.
 */
export async function runPairedBench(
  { name, call }: PairedBench,
  items: number,
  { rounds, warmUpMs }: Pick<RoundOptions, 'rounds' | 'warmUpMs'>,
): Promise<Result> {
  const { dynoxideAvailable, startDynoxide } = await import('@cmz/dynamo-servers')
  const result = { bench: name, items, unit: 'ops/s', paired: true } as const
  if (!dynoxideAvailable()) {
    return { ...result, entries: [], missing: new Map([['us', 'dynoxide has no binary for this machine']]) }
  }
  const server = await startDynoxide()
  const sdk = await openServer(server, items)
  const store = await openStore(server.endpoint)
  try {
    const [ours, theirs] = [callOf(store, call, items), callOf(sdk, call, items)]
    const isReal = warmUpMs > 1
    for (let turn = 0; turn < (isReal ? warmUpTurns : 1); turn++) await Promise.all([rate(ours), rate(theirs)])
    const values: { readonly us: number[]; readonly sdk: number[] } = { us: [], sdk: [] }
    for (let pair = 0; pair < rounds * (isReal ? pairsInRound : 1); pair++) {
      const us = async (): Promise<number> => values.us.push(await rate(ours))
      const bare = async (): Promise<number> => values.sdk.push(await rate(theirs))
      for (const turn of pair % 2 === 0 ? [us, bare] : [bare, us]) await turn()
    }
    return { ...result, entries: entriesOf(values), missing: new Map() }
  } finally {
    await store.close()
    await sdk.close()
  }
}

function entriesOf({ us, sdk }: { readonly us: readonly number[]; readonly sdk: readonly number[] }): readonly Entry[] {
  const where = 'on dynoxide, which is a process of its own; both take turns in one process'
  return [
    {
      name: 'us',
      kind: 'us',
      about: `in \`dynamo-get\` and \`dynamo-put\`, dynamo mode ${where}`,
      values: us,
      settleMs: [],
    },
    { name: 'aws-sdk', kind: 'peer', about: `the document client ${where}`, values: sdk, settleMs: [] },
  ]
}

async function openStore(endpoint: string): Promise<Session> {
  const { openDatabase } = await import('@cmz/store')
  const { localCredentials, localRegion } = await import('@cmz/dynamo-servers')
  const database = await openDatabase({
    mode: 'dynamo',
    environment: {
      DYNAMODB_ENDPOINT_URL: endpoint,
      AWS_REGION: localRegion,
      AWS_ACCESS_KEY_ID: localCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: localCredentials.secretAccessKey,
    },
  })
  const users = database.store(usersTable)
  return {
    get: (key) => users.get(key),
    put: (user) => users.put(user),
    close: () => database.close(),
  }
}

function callOf(session: Session, call: PairedBench['call'], items: number): Call {
  const users = Array.from({ length: items }, (_each, index) => userOf(index))
  return call === 'get'
    ? (turn) => session.get!(users[turn % users.length]!.userId)
    : (turn) => session.put!(users[turn % users.length]!)
}

/** Calls a second. */
async function rate(call: Call): Promise<number> {
  const began = performance.now()
  for (let turn = 0; turn < callsInTurn; turn++) await call(turn)
  return (callsInTurn / (performance.now() - began)) * 1000
}
