import type { Engine } from '@cmz/store-memory'
import type { FaultHook } from '../faults/fault.ts'

/** What the operations work on. */
export interface Service {
  readonly engine: Engine
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** As in an ARN. */
  readonly region: string
  /**
   * For how many ms a table's time to live stays as it was changed. Default: 0, as who works offline wants to try things;
   * DynamoDB has an hour (rule 11.2).
   */
  readonly timeToLiveInterval?: number | undefined
  /** Host and port where requests go, where they go over a network. */
  readonly address?: () => string
  /** Asked before each call for the fault it is to have; absent where faults are off. */
  readonly faults?: FaultHook
  /** How many keys or writes of this batch stay unprocessed: a fault of this one call, always fewer than it has. */
  readonly unprocessed?: number
}

/** Does work on the newest state; without a turn where there is nothing to wait for. */
export function onNewest<T>({ engine }: Service, work: () => T | Promise<T>): T | Promise<T> {
  const stale = engine.catchUp()
  return stale === undefined ? work() : stale.then(work)
}
