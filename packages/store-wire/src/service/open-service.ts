import type { TableDefinition } from '@cmz/store-core'
import { type FileEngineOptions, openFileEngine } from '@cmz/store-file'
import { checkedDelay, Engine, InMemory, Tables } from '@cmz/store-memory'
import type { FaultHook } from '../faults/fault.ts'
import { keepSweeping } from '../tables/sweep-expired.ts'
import type { Service } from './service.ts'

/** Where the data are: in a folder of JSON files, or in memory only. */
export type ServiceData =
  | Pick<FileEngineOptions, 'dir' | 'dataset' | 'durability' | 'sharing' | 'indexDelay' | 'warn'>
  | { readonly memory: true; readonly indexDelay?: number | undefined }

export interface ServiceSettings {
  /** Tables that exist from the start; further ones are made by clients. */
  readonly tables?: readonly TableDefinition[] | undefined
  /** As ARNs name it. Default: `us-east-1`. */
  readonly region?: string | undefined
  /** Milliseconds since 1970. Default: the clock. */
  readonly now?: (() => number) | undefined
  /**
   * What goes wrong, for tests: `true` lets a request ask for it in its header `x-store-fault`, a function decides for
   * each call that asks for nothing. Default: nothing, whatever a request asks for.
   */
  readonly faults?: boolean | FaultHook | undefined
  /** How often items that have expired are removed, in ms; `false` never does it. Default: every minute (rule 11.5). */
  readonly sweepEvery?: number | false | undefined
  /** For how many ms a table's time to live stays as it was changed. Default: 0; DynamoDB has an hour (rule 11.2). */
  readonly timeToLiveInterval?: number | undefined
}

export type ServiceOptions = ServiceData & ServiceSettings

/** A service whose data somebody has to let go of. */
export interface OpenService extends Service {
  close(): Promise<void>
}

/**
 * Opens the data that requests work on. A folder may be in use by the store API and by other processes at the same
 * time. DirectoryLockedException, CorruptFileException or DiskException if the folder cannot be used, ValidationException
 * if a table in it has other keys than the one in code, TypeError if neither a folder nor memory is named.
 */
export async function openService(options: ServiceOptions): Promise<OpenService> {
  const { tables = [], region = 'us-east-1', now = Date.now, faults = false, sweepEvery = 60_000 } = options
  const { engine, close } = await openEngine(options)
  try {
    if (tables.length > 0) await engine.ensureTable(...tables)
  } catch (error) {
    await close()
    throw error
  }
  const hook = faults === true ? (): undefined => undefined : faults
  const { timeToLiveInterval } = options
  const service: Service = { engine, now, region, timeToLiveInterval, ...(hook !== false && { faults: hook }) }
  const stopSweeping = sweepEvery === false ? undefined : keepSweeping(service, sweepEvery)
  return {
    ...service,
    close: () => {
      stopSweeping?.()
      return close()
    },
  }
}

async function openEngine(
  data: ServiceData,
): Promise<{ readonly engine: Engine; readonly close: () => Promise<void> }> {
  if ('dir' in data) {
    if (typeof data.dir !== 'string' || data.dir === '') throw new TypeError('dir is the path of a folder')
    const opened = await openFileEngine(data)
    return { engine: opened.engine, close: once(() => opened.close()) }
  }
  // a misspelt `dir` from JavaScript must not lose what is written
  if (!data.memory) throw new TypeError('A service needs { dir }, or { memory: true }')
  const engine = new Engine(new InMemory(), new Tables(checkedDelay(data.indexDelay)))
  return { engine, close: () => engine.close() }
}

/** A second call waits for the first: each user of a folder leaves it once. */
function once(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined
  return () => (closing ??= close())
}
