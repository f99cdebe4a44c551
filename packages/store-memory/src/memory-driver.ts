import type { Driver } from '@cmz/store-core'
import { Engine } from './engine.ts'
import { EngineDriver } from './engine-driver.ts'
import { InMemory, type StartingItems } from './in-memory.ts'
import { checkedDelay } from './lagging-copy.ts'
import { Tables } from './tables.ts'

export interface MemoryDriverOptions {
  /** What each table starts with; nothing, if this is left out. */
  readonly startingItems?: StartingItems
  /** How many ms the global indexes are behind their tables, as DynamoDB's are now and then. Default: 0. */
  readonly indexDelay?: number | undefined
}

/** A database that lives as long as this object, with nothing on disk. */
export function memoryDriver({ startingItems, indexDelay }: MemoryDriverOptions = {}): Driver {
  return new EngineDriver(new Engine(new InMemory(startingItems), new Tables(checkedDelay(indexDelay))), {
    transactions: true,
  })
}
