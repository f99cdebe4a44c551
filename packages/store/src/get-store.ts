import type { Database, OpenShape, Store, Table, TableShape } from '@cmz/store-core'
import { lazyDatabase } from './open-database.ts'

let database: Database | undefined

/**
 * The database of this process that the environment names; it opens on first use. Close it to let go of its folder:
 * the next call then makes another one.
 */
export function defaultDatabase(): Database {
  if (database === undefined || database.closed) database = lazyDatabase()
  return database
}

/** The store of a table in the database that the environment names. */
export function getStore<S extends TableShape>(table: Table<S>): Store<S>
/** The store of a table without a definition, by its name and the name of its string key. */
export function getStore<K extends string>(name: string, keyName: K): Store<OpenShape<K>>
export function getStore(table: Table | string, keyName?: string): object {
  if (typeof table !== 'string') return defaultDatabase().store(table)
  if (keyName === undefined) throw new TypeError(`Table ${table}: name its key, or give its definition`)
  return defaultDatabase().store(table, keyName)
}
