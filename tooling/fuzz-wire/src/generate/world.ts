import type { JsonObject } from '../json.ts'
import type { Random } from '../random.ts'
import type { TableSchema } from './schemas.ts'

/** What a generator knows of the tables that its requests go to. */
export interface World {
  readonly random: Random
  readonly tables: readonly TableSchema[]
  /** LastEvaluatedKeys that were answered, by `<table>` or `<table>/<index>`. */
  readonly startKeys: Map<string, JsonObject[]>
  /** Inputs of transactions that had a token. */
  readonly withTokens: JsonObject[]
  /** Tables that requests create and delete. */
  readonly extraTables: readonly string[]
  /** Keys of items that are there, by table. */
  readonly keysThere: (table: string) => readonly JsonObject[]
}

export type Generator = (world: World) => JsonObject
