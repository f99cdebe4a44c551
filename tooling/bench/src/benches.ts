import type { ContenderId } from './contenders.ts'
import type { Measurement } from './measure.ts'

/** The names of the benches, in the order in which they run: those that change data come late. */
export const benchNames = [
  'get',
  'query',
  'list',
  'open',
  'update',
  'put',
  'put-disk',
  'put-disk-64',
  'reset',
  'fork',
  'dynamo-get',
  'dynamo-put',
] as const

export type BenchName = (typeof benchNames)[number]

export type Unit = 'ops/s' | 'items/s' | 'ms'

/** A bench of contenders that stay open; the first is ourselves. `open` is not one of them. */
export interface SessionBench {
  readonly name: BenchName
  readonly measurement: Measurement
  readonly unit: Unit
  readonly contenders: readonly ContenderId[]
  /** Who takes part only up to so many items, as a single call would take long with more. */
  readonly mostItems?: Partial<Record<ContenderId, number>>
}

const inMemory = ['dynalite', 'dynoxide'] as const

export const sessionBenches: readonly SessionBench[] = [
  {
    name: 'get',
    measurement: 'get',
    unit: 'ops/s',
    contenders: ['us', 'sqliteNormal', 'lmdb', 'lmdbStructures', ...inMemory, 'whole', 'mapClone'],
  },
  {
    name: 'query',
    measurement: 'query',
    unit: 'ops/s',
    contenders: ['us', 'sqliteNormal', 'lmdb', 'lmdbStructures', ...inMemory, 'whole', 'mapClone'],
  },
  {
    name: 'list',
    measurement: 'list',
    unit: 'items/s',
    contenders: ['us', 'sqliteNormal', 'lmdb', 'lmdbStructures', ...inMemory, 'whole', 'mapClone', 'jsonParse'],
  },
  {
    name: 'update',
    measurement: 'update',
    unit: 'ops/s',
    contenders: ['us', 'sqliteNormal', 'lmdb', 'lmdbStructures', ...inMemory, 'whole', 'append'],
  },
  {
    name: 'put',
    measurement: 'put',
    unit: 'ops/s',
    contenders: [
      'us',
      'sqliteNormal',
      'sqliteFull',
      'lmdb',
      'lmdbStructures',
      'lmdbDurable',
      ...inMemory,
      'whole',
      'append',
    ],
  },
  {
    name: 'put-disk',
    measurement: 'put',
    unit: 'ops/s',
    contenders: [
      'usOnDisk',
      'sqliteFull',
      'lmdbDurable',
      'lmdbDurableSync',
      'lmdbFlushed',
      'writeSynced',
      'writeSyncedLater',
    ],
  },
  {
    name: 'put-disk-64',
    measurement: 'put-64',
    unit: 'ops/s',
    contenders: [
      'usOnDisk',
      'sqliteFull',
      'sqliteFullGrouped',
      'lmdbDurable',
      'lmdbFlushed',
      'groupSynced',
      'groupSyncedLater',
    ],
  },
  {
    name: 'reset',
    measurement: 'reset',
    unit: 'ms',
    contenders: ['usFromDataset', 'sqliteReset', 'lmdbReset', ...inMemory, 'whole', 'mapCopy'],
    mostItems: { sqliteReset: 100_000, lmdbReset: 100_000, dynalite: 1_000, dynoxide: 1_000 },
  },
  {
    name: 'fork',
    measurement: 'fork',
    unit: 'ms',
    contenders: ['usFromDataset', 'sqliteReset', 'whole', 'mapCopy'],
  },
]
