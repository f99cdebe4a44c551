import { writeSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { setImmediate as turn } from 'node:timers/promises'
import {
  ConditionalCheckFailedException,
  defineTable,
  type Driver,
  type Item,
  type TableDefinition,
} from '@cmz/store-core'
import type { Engine } from '@cmz/store-memory'
import { fileDriver, type FileEngine, type FileEngineOptions, openFileEngine } from '../../src/index.ts'
import { unsyncedDisk } from '../unsynced-disk.ts'
import { laneTables, lastStep, takeStep } from '../lanes.ts'

/** The table that processes share in the tests, and others beside it. */
export function plainTable(name = 'items'): TableDefinition {
  return defineTable({ name, partitionKey: 'id', stamps: false, softDelete: false })
}

const items = plainTable()

type Options = Omit<FileEngineOptions, 'warn' | 'disk'> & { readonly isSynced?: boolean }

const hammering = { goesOn: false }
let opened: FileEngine | undefined

function engine(): Engine {
  if (opened === undefined) throw new Error('open comes first')
  return opened.engine
}

/** What other processes and threads can be asked to do. */
export const tasks = {
  /** Answers once the program is loaded; the next one is loaded more quickly. */
  async start(): Promise<void> {
    flushCompileCache()
  },

  /** Opens a folder, which the tasks below work on. */
  async open({ isSynced = true, ...options }: Options): Promise<void> {
    await opened?.close()
    opened = await openFileEngine({ ...options, ...(!isSynced && { disk: unsyncedDisk }) })
  },

  async close(): Promise<void> {
    await opened?.close()
    opened = undefined
  },

  async ensureTables(names: readonly string[] = [items.name]): Promise<void> {
    await engine().ensureTable(...names.map(plainTable))
  },

  /** Drops the table and makes it again, with settings of this number; answers that of the one that was there. */
  async makeAgain(n: number): Promise<unknown> {
    const before = await engine().alterTable(items.name, (known) => ({ table: null, result: known?.settings['n'] }))
    await turn()
    const table = { definition: items, settings: { n } }
    await engine().alterTable(items.name, () => ({ table, result: undefined }))
    return before
  },

  async fold(): Promise<void> {
    await engine().fold()
  },

  async reset(): Promise<void> {
    await engine().reset()
  },

  /** Adds 1 to an item, many times, `atOnce` of them at the same time; answers the longest wait in ms. */
  async count({ id, times, atOnce = 1 }: { id: string; times: number; atOnce?: number }): Promise<number> {
    let left = times
    let longest = 0
    const run = async (): Promise<void> => {
      while (left-- > 0) {
        const began = performance.now()
        await increment(engine(), id)
        longest = Math.max(longest, performance.now() - began)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, run))
    return longest
  },

  /** Creates items that may exist; answers the ids of those that it created. */
  async createMissing(ids: readonly string[], by: string): Promise<readonly string[]> {
    const created: string[] = []
    for (const id of ids) if (await createIfMissing(engine(), { id, by })) created.push(id)
    return created
  },

  /** Adds 1 to an item, by many calls at the same time, until it is told to stop; answers how often. */
  async hammer({ id, atOnce }: { id: string; atOnce: number }): Promise<number> {
    hammering.goesOn = true
    let times = 0
    const run = async (): Promise<void> => {
      for (; hammering.goesOn; times++) {
        await increment(engine(), id)
        await turn()
      }
    }
    await Promise.all(Array.from({ length: atOnce }, run))
    return times
  },

  async stopHammering(): Promise<void> {
    hammering.goesOn = false
  },

  /** Adds 1 to an item of each table, as a server that never rests, until it is told to stop hammering. */
  async serve(id: string, tables: readonly string[]): Promise<Readonly<Record<string, Served>>> {
    hammering.goesOn = true
    const run = async (table: string): Promise<readonly [string, Served]> => {
      let acknowledged = 0
      const refusals = new Map<string, number>()
      while (hammering.goesOn) {
        try {
          await increment(engine(), id, table)
          acknowledged++
        } catch (error) {
          const { name } = error as Error
          refusals.set(name, (refusals.get(name) ?? 0) + 1)
        }
        await turn()
      }
      return [table, { acknowledged, refusals: Object.fromEntries(refusals) }]
    }
    return Object.fromEntries(await Promise.all(tables.map(run)))
  },

  /** Opens and closes a folder, many times; adds 1 to an item each time, if it has a name. */
  async visit({ times, id, ...options }: Options & { times: number; id?: string }): Promise<void> {
    for (let visit = 0; visit < times; visit++) {
      const visited = await openFileEngine(options)
      if (id !== undefined) {
        await visited.engine.ensureTable(items)
        await increment(visited.engine, id)
      }
      await visited.close()
    }
  },

  /** Dies with the lock in its hands, before anything of its write is there. */
  async dieWriting(): Promise<void> {
    await engine().transact(() => {
      process.kill(process.pid, 'SIGKILL')
      for (;;);
    })
  },

  async read(id: string, table: string = items.name): Promise<Item | undefined> {
    await engine().catchUp()
    return engine().table(table).get(engine().table(table).textOf({ id }))
  },

  async write(item: Item, table: string = items.name): Promise<void> {
    await engine().transact(() => ({ changes: [{ table, key: { id: item['id']! }, item }], result: undefined }))
  },

  async remove(id: string, table: string = items.name): Promise<void> {
    await engine().transact(() => ({ changes: [{ table, key: { id }, item: null }], result: undefined }))
  },

  /** Takes steps in its lanes until it dies, and reports each one that was acknowledged: `<lane> <step>`. */
  async walk(options: Options, lanes: readonly string[], padding: number): Promise<void> {
    const driver = await fileDriver(options)
    await driver.ensureTable(...laneTables)
    await Promise.all(lanes.map((lane) => walkForever(driver, lane, padding)))
  },
} satisfies Record<string, (...input: never[]) => Promise<unknown>>

/** What became of the writes of a server to one table. */
export interface Served {
  readonly acknowledged: number
  /** How many writes were refused, by the name of the error. */
  readonly refusals: Readonly<Record<string, number>>
}

export type Tasks = typeof tasks

/** Read, modify, write in one transaction. */
export async function increment(on: Engine, id: string, table: string = items.name): Promise<number> {
  return on.transact((view) => {
    const n = Number(view.get(table, { id })?.['n'] ?? 0) + 1
    return { changes: [{ table, key: { id }, item: { id, n } }], result: n }
  })
}

async function createIfMissing(on: Engine, item: Item): Promise<boolean> {
  const key = { id: item['id']! }
  try {
    await on.transact((view) => {
      if (view.get(items.name, key) !== undefined) throw new ConditionalCheckFailedException({ table: items.name, key })
      return { changes: [{ table: items.name, key, item }], result: undefined }
    })
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}

async function walkForever(driver: Driver, lane: string, padding: number): Promise<never> {
  for (let step = await lastStep(driver, lane); ;) {
    await takeStep(driver, lane, ++step, padding)
    writeSync(1, `${lane} ${step}\n`) // at once: what is reported later may not be heard
    await turn()
  }
}
