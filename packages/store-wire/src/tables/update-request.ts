import { invalid, invalidParameters } from '../wire-error.ts'
import type {
  AttributeDefinition,
  BillingMode,
  CapacityInput,
  EncryptionInput,
  GlobalIndexInput,
  StreamInput,
} from './table-input.ts'
import { checkBounds, neither } from './throughput.ts'

export interface IndexUpdate extends CapacityInput {
  readonly IndexName: string
}

/** One of the three. */
export interface IndexAction {
  readonly Create?: GlobalIndexInput
  readonly Update?: IndexUpdate
  readonly Delete?: { readonly IndexName: string }
}

export interface UpdateTableInput extends CapacityInput {
  readonly TableName: string
  readonly AttributeDefinitions?: readonly AttributeDefinition[]
  readonly BillingMode?: BillingMode
  readonly GlobalSecondaryIndexUpdates?: readonly IndexAction[]
  readonly StreamSpecification?: StreamInput
  readonly SSESpecification?: EncryptionInput
  readonly ReplicaUpdates?: readonly unknown[]
  readonly TableClass?: string
  readonly DeletionProtectionEnabled?: boolean
}

const changing = [
  'ProvisionedThroughput',
  'BillingMode',
  'StreamSpecification',
  'GlobalSecondaryIndexUpdates',
  'SSESpecification',
  'ReplicaUpdates',
  'DeletionProtectionEnabled',
  'OnDemandThroughput',
  'WarmThroughput',
  'TableClass',
] as const satisfies readonly (keyof UpdateTableInput)[]

/** What cannot be changed together with anything else, in the order in which DynamoDB looks for it. */
const alone = [
  ['SSESpecification', 'Server-Side Encryption modification'],
  ['TableClass', 'TableClass modification'],
  ['DeletionProtectionEnabled', 'DeletionProtection modification'],
  ['WarmThroughput', 'WarmThroughput'],
] as const

/** Refuses an UpdateTable that no table could take (rules 12.5 and 12.11). */
export function checkUpdateRequest(input: UpdateTableInput): void {
  const members = new Set(changing.filter((member) => isChange(input[member])))
  const { GlobalSecondaryIndexUpdates: actions, BillingMode: mode, ProvisionedThroughput: provisioned } = input
  if (members.size === 0) {
    throw invalid(
      'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, ' +
        'SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, ' +
        'DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required',
    )
  }
  if (actions?.length === 0) throw invalidParameters(`List of GlobalSecondaryIndexUpdates is empty`)
  if (members.has('ReplicaUpdates')) throw invalidParameters(`ReplicaUpdates: this endpoint has no replicas`)
  checkTogether(members, input)
  if (mode === 'PROVISIONED' && provisioned === undefined) {
    throw invalidParameters(`ProvisionedThroughput must be specified when BillingMode is PROVISIONED`)
  }
  if (mode === 'PAY_PER_REQUEST' && provisioned !== undefined) throw neither()
  if (provisioned !== undefined) checkBounds(provisioned)
  checkActions(actions ?? [])
}

/** An empty list or structure changes nothing. */
function isChange(value: unknown): boolean {
  return value !== undefined && (typeof value !== 'object' || value === null || Object.keys(value).length > 0)
}

function checkTogether(members: ReadonlySet<keyof UpdateTableInput>, input: UpdateTableInput): void {
  const refuse = (words: string): never => {
    throw invalidParameters(words)
  }
  for (const [member, words] of alone) {
    if (members.has(member) && members.size > 1) refuse(`${words} must be the only operation in the request`)
  }
  const isTabled = members.has('ProvisionedThroughput') || input.BillingMode === 'PROVISIONED'
  if (members.has('OnDemandThroughput') && members.size > (members.has('BillingMode') ? 2 : 1)) {
    refuse('OnDemandThroughput can only be combined with BillingMode in an UpdateTable request')
  }
  if (members.has('StreamSpecification') && isTabled) {
    refuse('You cannot modify stream status while updating table IOPS')
  }
  if (!(input.GlobalSecondaryIndexUpdates ?? []).some(({ Create, Delete }) => Create ?? Delete)) return
  if (members.has('ProvisionedThroughput')) refuse('You cannot create or delete index while updating table IOPS')
  if (members.has('StreamSpecification')) refuse('You cannot create or delete index while changing stream status')
}

function checkActions(actions: readonly IndexAction[]): void {
  const names = new Set<string>()
  for (const { Create, Update, Delete } of actions) {
    const [action, other] = [Update, Create, Delete].filter((each) => each !== undefined)
    if (action === undefined) {
      throw invalidParameters(
        `One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, ` +
          'GlobalSecondaryIndexUpdate.Delete must not be null',
      )
    }
    if (other !== undefined) {
      throw invalidParameters(`Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object`)
    }
    const { IndexName: name } = action
    if (names.has(name)) {
      throw invalidParameters(
        `Only one global secondary index update per index is allowed simultaneously. Index: ${name}`,
      )
    }
    names.add(name)
    if (Update?.WarmThroughput !== undefined && !isChange(Update.WarmThroughput)) {
      throw invalidParameters(
        `WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond specified for index: ${name}`,
      )
    }
  }
}
