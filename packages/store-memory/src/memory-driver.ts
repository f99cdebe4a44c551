import type { Driver } from '@cmz/store-core'
import { Engine } from './engine.ts'
import { EngineDriver } from './engine-driver.ts'

/** A database that lives as long as this object, with nothing on disk. */
export function memoryDriver(): Driver {
  return new EngineDriver(new Engine(), { transactions: true })
}
