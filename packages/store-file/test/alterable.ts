import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { defineTable, type Item, type TableDefinition } from '@cmz/store-core'
import type { Engine, TableSettings } from '@cmz/store-memory'
import { onTestFinished } from 'vitest'
import { openFileEngine } from '../src/index.ts'
import { FaultyDisk } from './faulty-disk.ts'
import { temporaryFolder } from './temporary-folder.ts'

const plain = { name: 'users', softDelete: false, stamps: false } as const
export const users: TableDefinition = defineTable({ ...plain, partitionKey: 'id' })
/** Another table of that name. */
export const otherKey: TableDefinition = defineTable({ ...plain, partitionKey: 'email' })

interface Options {
  readonly dataset?: string
  readonly durability?: 'process' | 'disk'
}

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
export async function openAlterable(dir: string, options: Options = {}): Promise<Alterable> {
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

/** A folder with the table, which has `a` in its file and `b` in the journal, and who made it. */
export async function filled(
  options: Options = {},
): Promise<{ readonly dir: string; readonly first: Alterable; readonly path: string }> {
  const dir = await temporaryFolder()
  const first = await openAlterable(dir, options)
  await first.alter('users', users, { at: 1 })
  await first.put('users', { id: 'a', n: 1 })
  await first.engine.fold()
  await first.put('users', { id: 'b', n: 2 })
  return { dir, first, path: join(dir, 'users.json') }
}

/** A folder as it is when every process that uses it is killed. */
export async function killed(dir: string): Promise<string> {
  const copy = await temporaryFolder()
  await cp(dir, copy, { recursive: true, preserveTimestamps: true })
  return copy
}
