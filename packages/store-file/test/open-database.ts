import { Database } from '@cmz/store-core'
import { onTestFinished } from 'vitest'
import { fileDriver, type FileDriverOptions } from '../src/index.ts'

/** A database on a folder that is closed with the test; what nobody waits for is said in `warnings`. */
export function openDatabase(
  dir: string,
  options: Omit<FileDriverOptions, 'dir'> = {},
): Database & { readonly warnings: readonly string[] } {
  const warnings: string[] = []
  const warn = (message: string): void => void warnings.push(message)
  const database = new Database(async () => fileDriver({ dir, warn, ...options }))
  onTestFinished(() => database.close().catch(() => undefined)) // a test about closing closes it itself
  return Object.assign(database, { warnings })
}
