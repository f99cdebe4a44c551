import { DirectoryLockedException } from '@cmz/store-core'
import { checkedDelay, Engine, Tables, type TableState } from '@cmz/store-memory'
import { Directory, type DurabilityLevel } from './directory.ts'
import type { Disk } from './disk.ts'
import type { Sharing } from './locks.ts'
import type { Warn } from './keepsakes.ts'
import { nodeDisk } from './node-disk.ts'

export interface FileEngineOptions {
  /** The folder of the data; it is created where it is missing. */
  readonly dir: string
  /** A folder of `<table>.json` files that new tables start with, and `reset` goes back to. */
  readonly dataset?: string | undefined
  /**
   * What an acknowledged write survives. `process` (the default): the death of the process, however sudden. `disk`: a
   * power cut too; each write waits for the disk.
   */
  readonly durability?: DurabilityLevel | undefined
  /** `shared` (the default): other processes may use the folder too. `exclusive`: they get DirectoryLockedException. */
  readonly sharing?: Sharing | undefined
  /** The journal is folded into the files when it has more bytes than this. Default: than the largest file, and at least 4 MB. */
  readonly foldBytes?: number | undefined
  /** How many ms the global indexes are behind their tables, as DynamoDB's are now and then. Default: 0. */
  readonly indexDelay?: number | undefined
  /** Hears what nobody waits for, such as an edit that conflicts with a write. Default: `process.emitWarning`. */
  readonly warn?: Warn | undefined
  /** Default: the real disk. */
  readonly disk?: Disk | undefined
}

/** An engine on a folder, which the callers of one thread share. */
export interface FileEngine {
  readonly engine: Engine
  /** Lets go of it; the last one closes it. */
  close(): Promise<void>
}

interface Shared {
  readonly opening: Promise<{ readonly engine: Engine; readonly directory: Directory }>
  readonly sharing: Sharing
  users: number
  closing?: Promise<void>
}

/** The engines of this thread, one for each folder: so that its callers see each other's writes without a look at the disk. */
const engines = new WeakMap<Disk, Map<string, Shared>>()

/**
 * Opens a folder of JSON files. DirectoryLockedException if it cannot be shared, CorruptFileException if a file cannot
 * be read as what it should be, DiskException if the folder cannot be used; then no file was changed.
 */
export async function openFileEngine(options: FileEngineOptions): Promise<FileEngine> {
  const { dir, dataset, disk = nodeDisk, durability = 'process' } = options
  // an absolute path, found before anything is made: the working directory may change, and the folder may be missing
  const start = dataset === undefined ? undefined : disk.realPath(dataset)
  if (start !== undefined) disk.list(start)
  disk.makeDirectory(dir)
  const path = disk.realPath(dir)
  const shared = await share(path, { ...options, dataset: start }, disk)
  try {
    const { engine, directory } = await shared.opening
    if (durability === 'disk') directory.survivePowerCuts()
    return { engine, close: () => leave(path, shared, disk) }
  } catch (error) {
    forget(path, shared, disk)
    throw error
  }
}

async function share(path: string, options: FileEngineOptions, disk: Disk): Promise<Shared> {
  const open = engines.get(disk) ?? new Map<string, Shared>()
  engines.set(disk, open)
  while (open.get(path)?.closing) await open.get(path)?.closing?.catch(() => undefined) // who closes it is told
  const { sharing = 'shared' } = options
  const shared = open.get(path) ?? { opening: openEngine(path, options, disk), sharing, users: 0 }
  if (sharing === 'exclusive' && shared.users > 0 && shared.sharing !== 'exclusive') {
    throw new DirectoryLockedException(path, process.pid)
  }
  open.set(path, shared)
  shared.users++
  return shared
}

async function leave(path: string, shared: Shared, disk: Disk): Promise<void> {
  shared.users--
  if (shared.users > 0) return
  shared.closing = shared.opening.then(({ engine }) => engine.close()).finally(() => forget(path, shared, disk))
  await shared.closing
}

function forget(path: string, shared: Shared, disk: Disk): void {
  if (engines.get(disk)?.get(path) === shared) engines.get(disk)!.delete(path)
}

async function openEngine(
  path: string,
  { dataset, durability = 'process', sharing = 'shared', foldBytes, indexDelay, warn = emitWarning }: FileEngineOptions,
  disk: Disk,
): Promise<{ readonly engine: Engine; readonly directory: Directory }> {
  const directory = await Directory.open(path, disk, { dataset, durability, sharing, foldBytes, warn })
  try {
    const engine = new Engine(directory, new Tables(checkedDelay(indexDelay)))
    const anew = await directory.load()
    const hasSettings = ({ settings }: TableState): boolean => Object.keys(settings).length > 0
    const plain = anew.filter((state) => !hasSettings(state)).map(({ definition }) => definition)
    if (plain.length > 0) await engine.ensureTable(...plain)
    for (const table of anew.filter(hasSettings)) {
      const start = (known?: TableState) => ({ ...(known === undefined && { table }), result: undefined })
      await engine.alterTable(table.definition.name, start)
    }
    return { engine, directory }
  } catch (error) {
    directory.letGo()
    throw error
  }
}

function emitWarning(message: string): void {
  process.emitWarning(message, 'StoreWarning')
}
