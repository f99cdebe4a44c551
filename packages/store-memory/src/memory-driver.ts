import type { Driver } from '@cmz/store-core'
import { Engine } from './engine.ts'
import { EngineDriver } from './engine-driver.ts'
import { InMemory, type StartingItems } from './in-memory.ts'

export interface MemoryDriverOptions {
  /** What each table starts with; nothing, if this is left out. */
  readonly startingItems?: StartingItems
}

/** A database that lives as long as this object, with nothing on disk. */
export function memoryDriver({ startingItems }: MemoryDriverOptions = {}): Driver {
  return new EngineDriver(new Engine(new InMemory(startingItems)), { transactions: true })
}
