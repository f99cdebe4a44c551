import type { Driver } from '@cmz/store-core'
import { Engine, EngineDriver } from '@cmz/store-memory'
import { Directory } from './directory.ts'
import { type Disk, nodeDisk } from './disk.ts'

export interface FileDriverOptions {
  /** The folder of the data; it is created where it is missing. */
  readonly dir: string
  /** A folder of `<table>.json` files that new tables start with. */
  readonly dataset?: string | undefined
  /** Default: the real disk. */
  readonly disk?: Disk
}

interface SharedEngine {
  readonly engine: Promise<Engine>
  users: number
  closing?: Promise<void>
}

/** The engines of this process, one for each folder: the lock would refuse a second one. */
const engines = new WeakMap<Disk, Map<string, SharedEngine>>()

/**
 * A driver on a folder of JSON files. DirectoryLockedException if another process has the folder open,
 * CorruptFileException if a file cannot be read as what it should be, DiskException if the folder cannot be used; then
 * no file was changed.
 */
export async function fileDriver({ dir, dataset, disk = nodeDisk }: FileDriverOptions): Promise<Driver> {
  // an absolute path, found before anything is made: the working directory may change, and the folder may be missing
  const start = dataset === undefined ? undefined : await disk.realPath(dataset)
  if (start !== undefined) await disk.list(start)
  await disk.makeDirectory(dir)
  const path = await disk.realPath(dir)
  const shared = await share(path, start, disk)
  const leave = async (): Promise<void> => {
    shared.users--
    if (shared.users > 0) return
    shared.closing = shared.engine.then((engine) => engine.close()).finally(() => forget(path, shared, disk))
    await shared.closing
  }
  try {
    return new EngineDriver(await shared.engine, { transactions: false }, leave)
  } catch (error) {
    forget(path, shared, disk)
    throw error
  }
}

async function share(path: string, dataset: string | undefined, disk: Disk): Promise<SharedEngine> {
  const open = engines.get(disk) ?? new Map<string, SharedEngine>()
  engines.set(disk, open)
  while (open.get(path)?.closing) await open.get(path)?.closing?.catch(() => undefined)
  const shared = open.get(path) ?? { engine: openEngine(path, dataset, disk), users: 0 }
  open.set(path, shared)
  shared.users++
  return shared
}

function forget(path: string, shared: SharedEngine, disk: Disk): void {
  if (engines.get(disk)?.get(path) === shared) engines.get(disk)!.delete(path)
}

/** Loads every table the folder was used with, so that damage is found before anything is written. */
async function openEngine(path: string, dataset: string | undefined, disk: Disk): Promise<Engine> {
  const directory = await Directory.open(path, dataset, disk)
  try {
    const engine = new Engine(directory)
    await engine.ensureTable(...(await directory.knownTables()))
    return engine
  } catch (error) {
    await directory.close()
    throw error
  }
}
