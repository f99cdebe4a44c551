import { createHash } from 'node:crypto'
import {
  compareText,
  type IndexDefinition,
  type KeyAttribute,
  keyAttributes,
  type TableDefinition,
} from '@cmz/store-core'
import type { Service } from '../service/service.ts'
import { accountId, tableArn } from './arn.ts'
import { describeProjection } from './projection.ts'
import type { Capacity, Known, Provisioned, TableSettings } from './settings.ts'
import type { Size, Sizes } from './sizes.ts'
import type { AttributeDefinition, KeySchemaElement } from './table-input.ts'
import { leastWarm, warmest } from './throughput.ts'

type Description = Readonly<Record<string, unknown>>

/** Rule 12.8: a table is there at once, and gone at once. */
export type TableStatus = 'ACTIVE' | 'DELETING'

/** A table as DynamoDB describes it (section 12 of the rules); members that are `undefined` are not sent. */
export function describeTable(
  service: Service,
  { definition, settings }: Known,
  sizes: Sizes,
  status: TableStatus = 'ACTIVE',
): Description {
  const { name, indexes } = definition
  const arn = tableArn(service, name)
  const of = (kind: IndexDefinition['kind']): readonly Description[] | undefined => {
    const described = Object.entries(indexes)
      .filter(([, index]) => index.kind === kind)
      .map(([index, keys]) => ({
        ...describeIndex(arn, index, keys, sizes.indexes.get(index)),
        ...(kind === 'global' && {
          IndexStatus: 'ACTIVE',
          ...describeCapacity(service, settings, settings.Indexes?.[index] ?? {}),
        }),
      }))
    return described.length === 0 ? undefined : described
  }
  return {
    AttributeDefinitions: definedAttributes(definition),
    TableName: name,
    KeySchema: describeKeys(definition),
    TableStatus: status,
    CreationDateTime: settings.CreationDateTime ?? 0,
    ...describeCapacity(service, settings, settings),
    TableSizeBytes: sizes.table.bytes,
    ItemCount: sizes.table.count,
    TableArn: arn,
    TableId: settings.TableId ?? idOf(name),
    ...describeBilling(settings),
    LocalSecondaryIndexes: of('local'),
    GlobalSecondaryIndexes: of('global'),
    ...describeStream(arn, settings),
    SSEDescription: describeEncryption(service, settings),
    TableClassSummary: settings.TableClass === undefined ? undefined : describeClass(settings),
    DeletionProtectionEnabled: settings.DeletionProtectionEnabled ?? false,
  }
}

/** The types of all attributes that are keys, by name. */
export function definedAttributes(table: TableDefinition): readonly AttributeDefinition[] {
  const keys = [table, ...Object.values(table.indexes)].flatMap(keyAttributes)
  const types = new Map(keys.map(({ name, type }) => [name, type]))
  return [...types]
    .toSorted(([left], [right]) => compareText(left, right))
    .map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }))
}

function describeKeys(keys: Parameters<typeof keyAttributes>[0]): readonly KeySchemaElement[] {
  return keyAttributes(keys).map(({ name }: KeyAttribute, position) => ({
    AttributeName: name,
    KeyType: position === 0 ? 'HASH' : 'RANGE',
  }))
}

function describeIndex(arn: string, name: string, index: IndexDefinition, size: Size | undefined): Description {
  return {
    IndexName: name,
    KeySchema: describeKeys(index),
    Projection: describeProjection(index.projection),
    IndexSizeBytes: size?.bytes ?? 0,
    ItemCount: size?.count ?? 0,
    IndexArn: `${arn}/index/${name}`,
  }
}

function describeCapacity(
  service: Service,
  { BillingMode: mode = 'PAY_PER_REQUEST' }: TableSettings,
  of: Capacity,
): Description {
  const provisioned = of.ProvisionedThroughput
  return {
    ProvisionedThroughput: {
      ...provisioned,
      NumberOfDecreasesToday: decreasesToday(provisioned, service.now()),
      ReadCapacityUnits: provisioned?.ReadCapacityUnits ?? 0,
      WriteCapacityUnits: provisioned?.WriteCapacityUnits ?? 0,
    },
    OnDemandThroughput: of.OnDemandThroughput,
    WarmThroughput: { ...warmest(of.WarmThroughput, leastWarm(mode, provisioned)), Status: 'ACTIVE' },
  }
}

/** How often something was made less on the UTC day that is now. */
export function decreasesToday(provisioned: Provisioned | undefined, now: number): number {
  const { LastDecreaseDateTime: last, NumberOfDecreasesToday: count = 0 } = provisioned ?? {}
  const dayMs = 86_400_000
  return last !== undefined && Math.floor((last * 1000) / dayMs) === Math.floor(now / dayMs) ? count : 0
}

/** Only a table that is or was billed on demand has a summary. */
function describeBilling(settings: TableSettings): Description {
  const { BillingMode: mode = 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: last } = settings
  if (mode === 'PROVISIONED' && last === undefined) return {}
  const since = { LastUpdateToPayPerRequestDateTime: last ?? settings.CreationDateTime ?? 0 }
  return {
    BillingModeSummary: { BillingMode: mode, ...since },
    TableThroughputModeSummary: { TableThroughputMode: mode, ...since },
  }
}

function describeStream(arn: string, { StreamSpecification, LatestStreamLabel: label }: TableSettings): Description {
  if (label === undefined) return {}
  return { StreamSpecification, LatestStreamLabel: label, LatestStreamArn: `${arn}/stream/${label}` }
}

function describeEncryption({ region }: Service, { SSESpecification: given }: TableSettings): Description | undefined {
  if (given === undefined) return undefined
  const key = given.KMSMasterKeyId ?? 'alias/aws/dynamodb'
  const separator = key.startsWith('alias/') ? '' : 'key/'
  return {
    Status: 'ENABLED',
    SSEType: 'KMS',
    KMSMasterKeyArn: key.startsWith('arn:') ? key : `arn:aws:kms:${region}:${accountId}:${separator}${key}`,
  }
}

function describeClass({ TableClass, TableClassUpdateDateTime: changed }: TableSettings): Description {
  return { TableClass, LastUpdateDateTime: changed }
}

/** An id for a table that only the store API defined: always the same for a name (rule 12.14). */
function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}
