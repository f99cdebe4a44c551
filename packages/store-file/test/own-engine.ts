import type { Item } from '@cmz/store-core'
import type { Engine } from '@cmz/store-memory'
import { onTestFinished } from 'vitest'
import { openFileEngine } from '../src/index.ts'
import { plainTable } from './programs/tasks.ts'

const items = plainTable()

/** An engine of this process on a folder that others use too. */
export interface OwnEngine {
  readonly engine: Engine
  read(this: void, id: string): Promise<Item | undefined>
  write(this: void, item: Item): Promise<void>
  close(this: void): Promise<void>
}

/** Opens one that is closed with the test; it has the table that the tasks of other processes use. */
export async function openOwn(dir: string): Promise<OwnEngine> {
  const own = await openFileEngine({ dir })
  const { engine } = own
  const close = (): Promise<void> => own.close()
  onTestFinished(() => close().catch(() => undefined))
  await engine.ensureTable(items)
  const read = async (id: string): Promise<Item | undefined> => {
    await engine.catchUp()
    return engine.table(items.name).get(engine.table(items.name).textOf({ id }))
  }
  const write = async (item: Item): Promise<void> =>
    engine.transact(() => ({
      changes: [{ table: items.name, key: { id: item['id']! }, item }],
      result: undefined,
    }))
  return { engine, read, write, close }
}
