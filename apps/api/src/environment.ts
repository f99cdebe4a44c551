import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { ConfigurationException, type Environment } from '@cmz/store'

const paths = new Set(['FILE_PERSISTENCE_DIR', 'FILE_PERSISTENCE_DATASET'])

/**
 * The environment, with defaults from a file beneath it where one is named; an empty variable counts as unset.
 * Paths in that file are relative to the file. Those that the caller gave are relative to where the caller stood:
 * `INIT_CWD` under a script of a package manager, which itself runs elsewhere.
 */
export function readEnvironment(given: Environment, defaultsFile?: string): Environment {
  if (defaultsFile === undefined) return given
  const file = resolve(defaultsFile)
  return {
    ...absolute(parseEnv(readFileSync(file, 'utf8')), dirname(file)),
    ...absolute(given, given['INIT_CWD'] ?? process.cwd()),
  }
}

/** The port to listen on; 0 takes a free one. Default: 8080. */
export function portOf({ PORT = '' }: Environment): number {
  if (PORT === '') return 8080
  if (/^\d{1,5}$/.test(PORT) && Number(PORT) <= 65_535) return Number(PORT)
  throw new ConfigurationException(`PORT is ${JSON.stringify(PORT)}: set it to a number from 0 to 65535`)
}

function absolute(variables: Environment, from: string): Environment {
  const set = Object.entries(variables).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(set.map(([name, value]) => [name, paths.has(name) ? resolve(from, value!) : value]))
}
