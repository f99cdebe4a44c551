import { Database, type DatabaseOptions, type Driver } from '@cmz/store-core'
import { type Choices, readSettings, type Settings } from './settings.ts'

/** Everything `openDatabase` takes. What is left out comes from the environment. */
export interface OpenOptions extends DatabaseOptions, Choices {}

/**
 * Opens the database that options and environment name: DynamoDB, a folder of JSON files, or memory. Fails with the
 * driver's error: ConfigurationException (what to set), DirectoryLockedException, CorruptFileException, DiskException.
 */
export async function openDatabase(options: OpenOptions = {}): Promise<Database> {
  return lazyDatabase(options).open()
}

/** The same, opened by the first call that needs it. */
export function lazyDatabase(options: OpenOptions = {}): Database {
  return new Database(async () => openDriver(readSettings(options)), options)
}

/** A driver is imported only when it is used, so that file mode never loads the AWS SDK. */
async function openDriver(settings: Settings): Promise<Driver> {
  switch (settings.mode) {
    case 'memory': {
      const { memoryDriver } = await import('@cmz/store-memory')
      const { dataset, indexDelay } = settings
      if (dataset === undefined) return memoryDriver({ indexDelay })
      const { datasetItems } = await import('@cmz/store-file')
      return memoryDriver({ startingItems: datasetItems(dataset), indexDelay })
    }
    case 'file': {
      const { fileDriver } = await import('@cmz/store-file')
      return fileDriver(settings)
    }
    case 'dynamo': {
      const { dynamoDriver } = await import('@cmz/store-dynamo')
      return dynamoDriver(settings)
    }
  }
}
