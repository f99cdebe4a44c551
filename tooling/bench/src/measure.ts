import { groupSize, type Session } from './contender.ts'
import { inputsOf, keysAt } from './inputs.ts'
import { median } from './median.ts'
import { durations, throughput } from './throughput.ts'

/** What can be measured of an open session. */
export type Measurement = 'get' | 'put' | 'put-64' | 'update' | 'query' | 'list' | 'reset' | 'fork'

export interface RoundWanted {
  readonly measurement: Measurement
  readonly items: number
  /** Everybody's calls of the same round are the same. */
  readonly round: number
  /** How long it should take, in milliseconds; a call that has begun is waited for. */
  readonly ms: number
  /** Before reads and updates are measured, every item is got once, so that caches are as warm as they get. */
  readonly getsAllFirst: boolean
}

export interface Measured {
  /** Calls or items a second; milliseconds for a reset and a fork. */
  readonly value: number
  /** Gets a second while every item was got for the first time. */
  readonly firstGets?: number
}

/** So many inputs, after which a round begins again with the first: several for each item, up to a limit. */
const manyKeys = 100_000
const manyUsers = 16_384
const timesItems = 4
/** A prime. */
const scatter = 611_953
/** How many items are changed before each reset. */
const dirtied = 100

/** What reads items: whoever keeps them in memory shall have them there. */
const reading: ReadonlySet<Measurement> = new Set(['get', 'query', 'update'])

/** One round of one contender. */
export async function measure(session: Session, wanted: RoundWanted): Promise<Measured> {
  const isFirst = wanted.getsAllFirst && reading.has(wanted.measurement) && session.get !== undefined
  const firstGets = isFirst ? await getAll(session, wanted.items) : undefined
  const isTold = firstGets !== undefined && wanted.measurement === 'get'
  return { value: await measureRound(session, wanted), ...(isTold && { firstGets }) }
}

/** In an order that is nobody's, block by block so that keys take no memory. */
async function getAll(session: Session, items: number): Promise<number> {
  let ms = 0
  for (let from = 0; from < items; from += manyKeys) {
    const count = Math.min(manyKeys, items - from)
    const keys = keysAt(Array.from({ length: count }, (_each, index) => ((from + index) * stride(items)) % items))
    const began = performance.now()
    for (const key of keys) {
      const answer = session.get!(key)
      if (answer instanceof Promise) await answer
    }
    ms += performance.now() - began
  }
  return (items / ms) * 1000
}

/** Steps of this length come to every item once. */
function stride(items: number): number {
  return items % scatter === 0 ? 1 : scatter
}

async function measureRound(session: Session, wanted: RoundWanted): Promise<number> {
  const { measurement, items, round, ms } = wanted
  switch (measurement) {
    case 'get': {
      const { keys } = inputsOf({ items, round, keys: some(manyKeys, items) })
      return throughput((turn) => session.get!(keys[turn % keys.length]!), 1, ms)
    }
    case 'query': {
      const { families } = inputsOf({ items, round, families: some(manyKeys, items) })
      return throughput((turn) => session.query!(families[turn % families.length]!), 1, ms)
    }
    case 'update': {
      const { keys, fields } = inputsOf({ items, round, keys: some(manyUsers, items), fields: some(manyUsers, items) })
      return throughput((turn) => session.update!(keys[turn % keys.length]!, fields[turn % fields.length]!), 1, ms)
    }
    case 'put': {
      const { users } = inputsOf({ items, round, users: some(manyUsers, items) })
      return throughput((turn) => session.put!(users[turn % users.length]!), 1, ms)
    }
    case 'put-64': {
      const { users } = inputsOf({ items, round, users: some(manyUsers, items) })
      if (session.putGroup === undefined) {
        return throughput((turn) => session.put!(users[turn % users.length]!), groupSize, ms)
      }
      const groups = users.length / groupSize
      const group = (turn: number): number => (turn % groups) * groupSize
      return (
        groupSize *
        (await throughput((turn) => session.putGroup!(users.slice(group(turn), group(turn) + groupSize)), 1, ms))
      )
    }
    case 'list':
      return items * (await throughput(() => session.list!(), 1, ms))
    case 'reset': {
      const { users } = inputsOf({ items, round, users: dirtied })
      const dirty = async (): Promise<void> => {
        for (const user of users) await session.put?.(user)
      }
      return median(await durations(() => session.reset!(), ms, dirty))
    }
    case 'fork':
      return median(
        await durations(
          () => session.fork!(),
          ms,
          undefined,
          (end) => (end as () => unknown)(),
        ),
      )
  }
}

function some(most: number, items: number): number {
  return Math.max(groupSize, Math.min(most, Math.floor((items * timesItems) / groupSize) * groupSize))
}
