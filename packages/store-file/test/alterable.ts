import type { Item, TableDefinition } from '@cmz/store-core'
import type { Engine, TableSettings } from '@cmz/store-memory'
import { onTestFinished } from 'vitest'
import { openFileEngine } from '../src/index.ts'
import { FaultyDisk } from './faulty-disk.ts'

/** An engine on a folder, as of a process of its own, whose tables a test alters. */
export interface Alterable {
  readonly engine: Engine
  readonly disk: FaultyDisk
  readonly warnings: readonly string[]
  alter(this: void, name: string, definition: TableDefinition, settings: TableSettings): Promise<void>
  drop(this: void, name: string): Promise<void>
  put(this: void, table: string, item: Item): Promise<void>
  /** The first key of every item, in order. */
  ids(this: void, table: string, index?: string, key?: string): Promise<readonly unknown[]>
  settings(this: void, table: string): Promise<TableSettings>
  close(this: void): Promise<void>
}

/** Opens one that is closed with the test. */
export async function openAlterable(
  dir: string,
  options: { readonly dataset?: string; readonly durability?: 'process' | 'disk' } = {},
): Promise<Alterable> {
  const disk = new FaultyDisk()
  const warnings: string[] = []
  const opened = await openFileEngine({ dir, disk, warn: (message) => warnings.push(message), ...options })
  const { engine } = opened
  const close = (): Promise<void> => opened.close()
  onTestFinished(() => close().catch(() => undefined))
  return {
    engine,
    disk,
    warnings,
    alter: (name, definition, settings) =>
      engine.alterTable(name, () => ({ table: { definition, settings }, result: undefined })),
    drop: (name) => engine.alterTable(name, () => ({ table: null, result: undefined })),
    put: (table, item) =>
      engine.transact((view) => {
        const { name } = view.definition(table).partitionKey
        return { changes: [{ table, key: { [name]: item[name]! }, item }], result: undefined }
      }),
    ids: async (name, index, key = 'id') => {
      await engine.catchUp()
      const table = engine.table(name)
      const { items } = table.scan({ table: table.definition, ...(index !== undefined && { index }) })
      return items.map((item) => item[key] as string).toSorted()
    },
    settings: async (name) => {
      await engine.catchUp()
      return engine.table(name).settings
    },
    close,
  }
}
