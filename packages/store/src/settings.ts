import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigurationException } from '@cmz/store-core'
import type { DurabilityLevel, Sharing } from '@cmz/store-file'

export type Mode = 'dynamo' | 'file' | 'memory'

/** The environment variables the store reads; the AWS SDK reads its own beside them. An empty one counts as unset. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What `openDatabase` takes in place of an environment variable. */
export interface Choices {
  /** `PERSISTENCE_MODE`; default `dynamo`. */
  readonly mode?: Mode | undefined
  /** `FILE_PERSISTENCE_DIR`; default `cmz_test_data` in the system's temporary folder. */
  readonly dir?: string | undefined
  /** `FILE_PERSISTENCE_DATASET`: a folder of `<table>.json` files that new tables start with. */
  readonly dataset?: string | undefined
  /**
   * `FILE_PERSISTENCE_DURABILITY`: what an acknowledged write survives in file mode. `process` (the default): the
   * death of the process, however sudden. `disk`: a power cut too; each write waits for the disk.
   */
  readonly durability?: DurabilityLevel | undefined
  /** In file mode, `exclusive` refuses other processes; default `shared`. */
  readonly sharing?: Sharing | undefined
  /** In file and memory mode: how many ms the global indexes are behind their tables, as DynamoDB's are now and then. */
  readonly indexDelay?: number | undefined
  /** `DYNAMODB_CREATE_TABLES`; default true. False: tables are taken as they are, and nothing is asked about them. */
  readonly createTables?: boolean | undefined
  /** Default: `process.env`. */
  readonly environment?: Environment
}

/** Which driver to open, and how. */
export type Settings =
  | { readonly mode: 'memory'; readonly dataset?: string; readonly indexDelay?: number }
  | {
      readonly mode: 'file'
      readonly dir: string
      readonly dataset?: string
      readonly durability?: DurabilityLevel
      readonly sharing?: Sharing
      readonly indexDelay?: number
    }
  | { readonly mode: 'dynamo'; readonly createTables: boolean; readonly environment: Environment }

const modes: readonly string[] = ['dynamo', 'file', 'memory'] satisfies readonly Mode[]

/** Settles what options and environment say. ConfigurationException that names the variable and its values. */
export function readSettings({ environment = process.env, ...choices }: Choices): Settings {
  for (const name of ['dir', 'dataset'] as const) {
    const path: unknown = choices[name]
    if (path !== undefined && typeof path !== 'string')
      throw new TypeError(`${name} is the path of a folder, not a ${typeof path}`)
  }
  const mode = choices.mode ?? environment['PERSISTENCE_MODE'] ?? ''
  switch (mode === '' ? 'dynamo' : mode) {
    case 'memory':
      return { mode: 'memory', ...datasetOf(choices, environment), ...delayOf(choices) }
    case 'file':
      return fileSettings(choices, environment)
    case 'dynamo':
      return {
        mode: 'dynamo',
        createTables: choices.createTables ?? flag('DYNAMODB_CREATE_TABLES', environment, true),
        environment,
      }
    default:
      throw new ConfigurationException(
        `PERSISTENCE_MODE is ${JSON.stringify(mode)}: set it to one of ${modes.join(', ')}`,
      )
  }
}

function fileSettings(choices: Choices, environment: Environment): Settings {
  if (environment['NODE_ENV'] === 'production' && !flag('ALLOW_FILE_PERSISTENCE_IN_PRODUCTION', environment, false)) {
    throw new ConfigurationException(
      'PERSISTENCE_MODE is "file" and NODE_ENV is "production": set PERSISTENCE_MODE to dynamo, ' +
        'or ALLOW_FILE_PERSISTENCE_IN_PRODUCTION to true if the files are meant to be the database',
    )
  }
  const dir = choices.dir || environment['FILE_PERSISTENCE_DIR'] || join(tmpdir(), 'cmz_test_data')
  const durability = choices.durability ?? durabilityOf(environment)
  return {
    mode: 'file',
    dir,
    ...datasetOf(choices, environment),
    ...(durability && { durability }),
    ...(choices.sharing && { sharing: choices.sharing }),
    ...delayOf(choices),
  }
}

function datasetOf({ dataset }: Choices, environment: Environment): { readonly dataset?: string } {
  const path = dataset || environment['FILE_PERSISTENCE_DATASET']
  return path ? { dataset: path } : {}
}

function delayOf({ indexDelay }: Choices): { readonly indexDelay?: number } {
  return indexDelay === undefined ? {} : { indexDelay }
}

function durabilityOf(environment: Environment): DurabilityLevel | undefined {
  const durability = environment['FILE_PERSISTENCE_DURABILITY'] || undefined
  if (durability === undefined || durability === 'process' || durability === 'disk') return durability
  throw new ConfigurationException(
    `FILE_PERSISTENCE_DURABILITY is ${JSON.stringify(durability)}: set it to process or disk`,
  )
}

function flag(name: string, environment: Environment, otherwise: boolean): boolean {
  switch (environment[name] ?? '') {
    case '':
      return otherwise
    case 'true':
      return true
    case 'false':
      return false
    default:
      throw new ConfigurationException(`${name} is ${JSON.stringify(environment[name])}: set it to true or false`)
  }
}
