import { cp } from 'node:fs/promises'
import type { Database } from '@cmz/store-core'
import type { FileDriverOptions } from '../src/index.ts'
import { openDatabase } from './open-database.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A folder as a process leaves it that is killed after some work. */
export async function killedFolder(
  work: (database: Database, dir: string) => Promise<void>,
  options: Omit<FileDriverOptions, 'dir'> = {},
): Promise<string> {
  const dir = await temporaryFolder()
  const database = openDatabase(dir, options)
  await work(database, dir)
  const copy = await temporaryFolder()
  await cp(dir, copy, { recursive: true, preserveTimestamps: true })
  await database.close()
  return copy
}
