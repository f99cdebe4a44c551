import type { Contender } from './contender.ts'
import { append, groupSynced, groupSyncedLater, writeSynced, writeSyncedLater } from './limits/disk.ts'
import { jsonParse, mapClone, mapCopy } from './limits/memory.ts'
import { sqliteFull, sqliteFullGrouped, sqliteNormal, sqliteReset } from './peers/better-sqlite3.ts'
import { dynalite, dynoxide } from './peers/dynamo.ts'
import { lmdb, lmdbDurable, lmdbDurableSync, lmdbFlushed, lmdbReset, lmdbStructures } from './peers/lmdb.ts'
import { whole } from './peers/whole-file.ts'
import { us, usFromDataset, usOnDisk } from './us/us.ts'

/** Everybody that is measured while it is open. Several may be the same product, opened in other ways. */
export const contenders = {
  us,
  usOnDisk,
  usFromDataset,
  sqliteNormal,
  sqliteFull,
  sqliteFullGrouped,
  sqliteReset,
  lmdb,
  lmdbStructures,
  lmdbDurable,
  lmdbDurableSync,
  lmdbFlushed,
  lmdbReset,
  dynalite,
  dynoxide,
  whole,
  mapClone,
  mapCopy,
  jsonParse,
  append,
  writeSynced,
  writeSyncedLater,
  groupSynced,
  groupSyncedLater,
} satisfies Record<string, Contender>

export type ContenderId = keyof typeof contenders
