import type { Driver } from '@cmz/store-core'
import { EngineDriver } from '@cmz/store-memory'
import { type FileEngineOptions, openFileEngine } from './file-engine.ts'

export type FileDriverOptions = FileEngineOptions

/**
 * A driver on a folder of JSON files. DirectoryLockedException if it cannot be shared, CorruptFileException if a file
 * cannot be read as what it should be, DiskException if the folder cannot be used; then no file was changed.
 */
export async function fileDriver(options: FileDriverOptions): Promise<Driver> {
  const opened = await openFileEngine(options)
  return new EngineDriver(opened.engine, { transactions: true }, () => opened.close())
}
