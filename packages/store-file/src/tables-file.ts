import { CorruptFileException, defineTable, type TableDefinition, type TableInput } from '@cmz/store-core'
import { parseFile } from './snapshot.ts'

const version = 1

/** The text of `.store/tables.json`: keys and indexes of every table, one table a line. */
export function formatTables(definitions: readonly TableDefinition[]): string {
  const lines = definitions
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
    .map((definition) => JSON.stringify(writeDefinition(definition)))
  return `{"version":${version},"tables":[\n${lines.join(',\n')}\n]}\n`
}

/** The tables that a folder was used with. CorruptFileException if the file is not one of ours. */
export function parseTables(bytes: Uint8Array, file: string): readonly TableDefinition[] {
  const json = parseFile(bytes, file) as { readonly version?: unknown; readonly tables?: unknown } | null
  try {
    if (json?.version !== version)
      throw new TypeError(`version ${JSON.stringify(json?.version)} is not ${version}, which this program writes`)
    if (!Array.isArray(json.tables)) throw new TypeError('"tables" is an array')
    return (json.tables as TableInput[]).map(readDefinition)
  } catch (cause) {
    throw new CorruptFileException(
      `this is not the list of tables: ${cause instanceof Error ? cause.message : String(cause)}`,
      { file, line: 1, column: 1 },
      { cause },
    )
  }
}

/** What of a definition is kept in files: all that the data depend on. */
export function writeDefinition({ name, partitionKey, sortKey, indexes }: TableDefinition): TableInput {
  return { name, partitionKey, ...(sortKey && { sortKey }), indexes }
}

/** What stands in a file is complete: nothing is to be added to a projection. */
export function readDefinition(written: TableInput): TableDefinition {
  const { indexes = {} } = written
  const foreign = Object.entries(indexes).map(([name, index]) => [name, { ...index, foreign: true }] as const)
  return defineTable({ ...written, indexes: Object.fromEntries(foreign), softDelete: false, stamps: false })
}
