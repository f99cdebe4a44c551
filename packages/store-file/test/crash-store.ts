import { defineTable, type Driver, type Item, ResourceNotFoundException, type TableDefinition } from '@cmz/store-core'
import { type Engine, EngineDriver } from '@cmz/store-memory'
import type { DurabilityLevel } from '../src/directory.ts'
import { openFileEngine } from '../src/index.ts'
import type { Dataset, State, TableState } from './crash-model.ts'
import type { Kept } from './disk-steps.ts'
import type { ForgetfulDisk } from './forgetful-disk.ts'

const datasetFolder = '/dataset'
export const folder = '/data'

const plain = { partitionKey: 'id', stamps: false, softDelete: false } as const
export const tables: readonly TableDefinition[] = ['users', 'families', 'logs'].map((name) =>
  defineTable({ ...plain, name }),
)
/** The same as one of the tables, with an index more. */
export const widerTable: TableDefinition = defineTable({
  ...plain,
  name: 'families',
  indexes: { byText: { partitionKey: 'text' } },
})

/** What the tables start with. */
export const dataset: Dataset = new Map([
  ['users', new Map(['k0', 'k9'].map((id) => [id, { id, n: 'of the dataset' }]))],
  ['logs', new Map([['k1', { id: 'k1', n: 'of the dataset' }]])],
])

/** A disk with a dataset, and no folder yet. */
export const newDisk: Kept = {
  directories: new Set(['/', datasetFolder]),
  files: new Map(
    [...dataset].map(([name, items], index) => [
      `${datasetFolder}/${name}.json`,
      { inode: index + 1, bytes: Buffer.from(JSON.stringify([...items.values()])), modified: 1n },
    ]),
  ),
}

interface OpenStore {
  readonly disk: ForgetfulDisk
  readonly durability: DurabilityLevel
  readonly foldBytes?: number | undefined
  readonly sharing?: 'shared' | 'exclusive'
  readonly warn: (message: string) => void
}

export interface OpenedStore {
  readonly driver: Driver
  readonly engine: Engine
}

export async function openStore(options: OpenStore): Promise<OpenedStore> {
  const { engine, ...opened } = await openFileEngine({ dir: folder, dataset: datasetFolder, ...options })
  return { engine, driver: new EngineDriver(engine, { transactions: true }, () => opened.close()) }
}

/** Everything that a store holds. */
export async function readStore({ driver, engine }: OpenedStore): Promise<State> {
  const state = new Map<string, TableState>()
  for (const table of tables) {
    try {
      const { indexes } = await driver.describeTable(table.name)
      const { items } = await driver.scan({ table })
      const byId = new Map(items.map((item: Item) => [item['id'] as string, item]))
      const { settings } = engine.table(table.name)
      state.set(table.name, { indexes: Object.keys(indexes), settings, items: byId })
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error
    }
  }
  return state
}
