import type { Database, DatabaseOptions, Table } from '@cmz/store-core'
import { type TestAPI, test } from 'vitest'
import { openDatabase } from './open-database.ts'

export interface DatabaseTestOptions extends DatabaseOptions {
  /** A folder of `<table>.json` files that every test starts with; it is read once. Default: nothing. */
  readonly dataset?: string
  /** The tables of the dataset; their starting data is read and checked before the first test. */
  readonly tables?: readonly Table[]
}

/**
 * Vitest's `test` with a `database` of its own for every test: in memory, holding the dataset, at no cost whatever its
 * size. What a test writes nobody else sees.
 */
export function databaseTest({ dataset, tables = [], ...options }: DatabaseTestOptions = {}): TestAPI<{
  database: Database
}> {
  let opened: Promise<Database> | undefined
  const open = async (): Promise<Database> => {
    const database = await openDatabase({ ...options, mode: 'memory', dataset })
    return database.open(...tables)
  }
  return test.extend('database', async ({ onTestFinished }) => {
    opened ??= open()
    const database = await (await opened).fork()
    onTestFinished(() => database.close())
    return database
  }) as TestAPI<{ database: Database }>
}
