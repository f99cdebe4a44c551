import type { TableDefinition } from '@cmz/store-core'
import type { TableSettings as Kept, TableState } from '@cmz/store-memory'
import type {
  BillingMode,
  CapacityInput,
  EncryptionInput,
  OnDemandInput,
  ProvisionedInput,
  StreamInput,
  WarmInput,
} from './table-input.ts'

/** Provisioned throughput and what became of it; times in seconds since 1970, as in all settings. */
export interface Provisioned extends ProvisionedInput {
  readonly LastIncreaseDateTime?: number
  readonly LastDecreaseDateTime?: number
  /** Of the UTC day of the last decrease. */
  readonly NumberOfDecreasesToday?: number
}

/** How much a table or an index can do. */
export interface Capacity extends CapacityInput {
  /** Where the billing mode is PROVISIONED. */
  readonly ProvisionedThroughput?: Provisioned
  readonly OnDemandThroughput?: OnDemandInput
  /** The most that was ever provisioned or asked for. */
  readonly WarmThroughput?: Required<WarmInput>
}

export interface Tag {
  readonly Key: string
  readonly Value: string
}

export interface TimeToLive {
  readonly Enabled: boolean
  readonly AttributeName: string
  readonly ChangedDateTime: number
}

/**
 * What the engine keeps of a table for this package, beyond keys and indexes: everything that only DynamoDB's clients
 * ask for. Members are named as DynamoDB names them, since people read them in `.store/tables.json`. A table that only
 * the store API defined has none of them, so each has a default: see `describe.ts`.
 */
export interface TableSettings extends Capacity {
  readonly TableId?: string
  readonly CreationDateTime?: number
  /** Default: PAY_PER_REQUEST. */
  readonly BillingMode?: BillingMode
  readonly LastUpdateToPayPerRequestDateTime?: number
  /** Of global indexes, by name. */
  readonly Indexes?: Readonly<Record<string, Capacity>>
  readonly DeletionProtectionEnabled?: boolean
  readonly TableClass?: string
  readonly TableClassUpdateDateTime?: number
  readonly SSESpecification?: EncryptionInput
  /** Kept and told; no stream is written. */
  readonly StreamSpecification?: StreamInput
  /** Outlives the stream. */
  readonly LatestStreamLabel?: string
  readonly Tags?: readonly Tag[]
  /** Default: the attribute that the table's definition in code names. */
  readonly TimeToLive?: TimeToLive
}

/** A table as this package knows it. */
export interface Known {
  readonly definition: TableDefinition
  readonly settings: TableSettings
}

/** What the engine knows of a table, with settings as this package wrote them. */
export function knownOf({ definition, settings }: TableState): Known {
  return { definition, settings }
}

/** What the engine shall know of a table. */
export function stateOf({ definition, settings }: Known): TableState {
  const kept: object = settings // an interface has no index signature
  return { definition, settings: kept as Kept }
}
