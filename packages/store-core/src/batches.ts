import { firstTwice } from './check-distinct.ts'
import type { Connection } from './connection.ts'
import { copyItem } from './copy.ts'
import type { BatchWriteRequest, Driver, GetRequest } from './driver.ts'
import { ThrottlingException, ValidationException } from './errors.ts'
import { type Key, keyOfRequest } from './key.ts'
import { keyText } from './key-text.ts'
import type { TableDefinition } from './table.ts'
import type { Item } from './value.ts'

export interface BatchCallOptions {
  /** Ends the call between two requests; what was written by then stays. */
  readonly signal?: AbortSignal | undefined
  /** Hears how many of all are done, after each request that did some. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

export interface Progress {
  readonly done: number
  readonly total: number
}

/** Rules 9.1 and 9.2. */
const mostReads = 100
const mostWrites = 25

/** How many requests are under way at a time. */
const parallel = 4

/** In ms; the pause after the first request that did not do all, and the longest one. Each is twice the one before. */
const firstPause = 50
const longestPause = 5_000
/** So many requests one after the other that do nothing at all, and the call is given up. */
const mostInVain = 10

type Clock = Pick<Connection, 'pause' | 'random'>

/** The items of the keys, in their order. A key may be named twice. */
export async function batchGet(
  driver: Driver,
  table: TableDefinition,
  keys: readonly Key[],
  clock: Clock,
  options: BatchCallOptions,
): Promise<(Item | undefined)[]> {
  const distinct = new Map(keys.map((key) => [keyText(table, key), { table, key }] as const))
  const found = new Map<string, Item>()
  const { signal } = options
  await inChunks([...distinct.values()], mostReads, table, clock, options, async (requests: readonly GetRequest[]) => {
    const { items, unprocessed } = await driver.batchGet(requests, signal && { signal })
    for (const item of items) found.set(keyText(table, item), item)
    return unprocessed
  })
  const given = new Set<string>()
  return keys.map((key) => {
    const text = keyText(table, key)
    const item = found.get(text)
    if (item === undefined || !given.has(text)) {
      given.add(text)
      return item
    }
    return copyItem(item) // so that each is the caller's own
  })
}

/** Does all of the requests. ValidationException if two of them are about one item. */
export async function batchWrite(
  driver: Driver,
  table: TableDefinition,
  requests: readonly BatchWriteRequest[],
  clock: Clock,
  options: BatchCallOptions,
): Promise<void> {
  const twice = firstTwice(requests.map((request) => ({ table, key: keyOfRequest(request) })))
  if (twice !== undefined) {
    throw new ValidationException('Provided list of item keys contains duplicates', {
      table: table.name,
      key: twice.key,
    })
  }
  const { signal } = options
  await inChunks(requests, mostWrites, table, clock, options, (chunk: readonly BatchWriteRequest[]) =>
    driver.batchWrite(chunk, signal && { signal }),
  )
}

/** Sends everything in requests of a size, and what was left over again, until nothing is (rule 9.7). */
async function inChunks<R>(
  all: readonly R[],
  size: number,
  table: TableDefinition,
  clock: Clock,
  { signal, onProgress }: BatchCallOptions,
  send: (chunk: readonly R[]) => Promise<readonly R[]>,
): Promise<void> {
  const waiting = [...all]
  let done = 0
  let inVain = 0
  const state = { failed: false }
  const lane = async (): Promise<void> => {
    for (let chunk = waiting.splice(0, size); chunk.length > 0 && !state.failed; chunk = waiting.splice(0, size)) {
      signal?.throwIfAborted()
      const left = await send(chunk)
      waiting.push(...left)
      if (left.length < chunk.length) {
        done += chunk.length - left.length
        onProgress?.({ done, total: all.length })
      }
      inVain = left.length === chunk.length ? inVain + 1 : 0
      if (inVain >= mostInVain) {
        throw new ThrottlingException(
          `DynamoDB left ${all.length - done} of ${all.length} unprocessed, and ${mostInVain} requests in a row did nothing`,
          { table: table.name },
        )
      }
      if (left.length > 0) await clock.pause(clock.random() * Math.min(firstPause * 2 ** inVain, longestPause), signal)
    }
  }
  const lanes = Array.from({ length: parallel }, () =>
    lane().catch((error: unknown) => {
      state.failed = true
      throw error
    }),
  )
  await Promise.allSettled(lanes) // so that nothing is still being written when one has failed
  await Promise.all(lanes)
}
