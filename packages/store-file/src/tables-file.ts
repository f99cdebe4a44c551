import { CorruptFileException, Decimal, defineTable, type TableInput } from '@cmz/store-core'
import type { Json, TableSettings, TableState } from '@cmz/store-memory'
import { parseFile } from './snapshot.ts'

/** The version of a list in which no table has settings, and of one in which some do, which older programs would lose. */
const versions = { plain: 1, withSettings: 2 } as const

/** The text of `.store/tables.json`: keys, indexes and settings of every table, one table a line. */
export function formatTables(tables: readonly TableState[]): string {
  const written = tables.map(writeTable).toSorted((left, right) => (left.name < right.name ? -1 : 1))
  const version = written.some(({ settings }) => settings !== undefined) ? versions.withSettings : versions.plain
  return `{"version":${version},"tables":[\n${written.map((each) => JSON.stringify(each)).join(',\n')}\n]}\n`
}

/** The tables that a folder was used with. CorruptFileException if the file is not one of ours. */
export function parseTables(bytes: Uint8Array, file: string): readonly TableState[] {
  const json = parseFile(bytes, file) as { readonly version?: unknown; readonly tables?: unknown } | null
  try {
    if (json?.version !== versions.plain && json?.version !== versions.withSettings) {
      throw new TypeError(
        `version ${JSON.stringify(json?.version)} is neither ${versions.plain} nor ${versions.withSettings}, which this program writes`,
      )
    }
    if (!Array.isArray(json.tables)) throw new TypeError('"tables" is an array')
    return (json.tables as WrittenTable[]).map(readTable)
  } catch (cause) {
    throw new CorruptFileException(
      `this is not the list of tables: ${cause instanceof Error ? cause.message : String(cause)}`,
      { file, line: 1, column: 1 },
      { cause },
    )
  }
}

/** A table as files have it. */
export interface WrittenTable extends TableInput {
  /** Left out where there are none. */
  readonly settings?: TableSettings
}

/** What of a table is kept in files besides its items: all that these depend on, and its settings. */
export function writeTable({ definition, settings }: TableState): WrittenTable {
  const { name, partitionKey, sortKey, indexes } = definition
  const hasSettings = Object.keys(settings).length > 0
  return { name, partitionKey, ...(sortKey && { sortKey }), indexes, ...(hasSettings && { settings }) }
}

/** What stands in a file is complete: nothing is to be added to a projection. */
export function readTable({ settings = {}, ...written }: WrittenTable): TableState {
  const { indexes = {} } = written
  const foreign = Object.entries(indexes).map(([name, index]) => [name, { ...index, foreign: true }] as const)
  return {
    definition: defineTable({ ...written, indexes: Object.fromEntries(foreign), softDelete: false, stamps: false }),
    settings: plain(settings) as TableSettings,
  }
}

/** The JSON that was written: its numbers were JavaScript's, which items are not limited to. */
function plain(json: unknown): Json {
  if (typeof json === 'bigint' || json instanceof Decimal) return Number(json.toString())
  if (Array.isArray(json)) return Object.freeze(json.map(plain))
  if (typeof json !== 'object' || json === null) return json as Json
  return Object.freeze(Object.fromEntries(Object.entries(json).map(([name, value]) => [name, plain(value)])))
}
