import { invalidParameters } from '../wire-error.ts'
import { changedEncryption } from './encryption.ts'
import type { Known, TableSettings } from './settings.ts'
import { changedStream } from './stream.ts'
import type { BillingMode } from './table-input.ts'
import { neither } from './throughput.ts'
import { changedCapacity, onDemandCapacity, withoutLimits } from './update-capacity.ts'
import { checkIndexActions, withIndexActions } from './update-indexes.ts'
import type { UpdateTableInput } from './update-request.ts'

/** The table after a request that was checked, at a time in ms; ValidationException by rules 12.5 and 12.11. */
export function updatedTable(known: Known, input: UpdateTableInput, now: number): Known {
  const { definition, settings } = known
  const before = settings.BillingMode ?? 'PAY_PER_REQUEST'
  const mode = input.BillingMode ?? before
  if (input.ProvisionedThroughput !== undefined && mode === 'PAY_PER_REQUEST') throw neither()
  checkIndexActions(definition, input.GlobalSecondaryIndexUpdates ?? [])
  if (mode === 'PROVISIONED' && before !== mode) checkEveryIndex(known, input)
  const billed = mode === before ? settings : billedAs(known, mode, now)
  const table = changedCapacity(billed, input, mode, undefined, now)
  const { definition: next, settings: indexed } = withIndexActions({ definition, settings: table }, input, mode, now)
  return { definition: next, settings: withRest(definition.name, indexed, input, now) }
}

/** What is provisioned from now on has to say how much (rule 12.5). */
function checkEveryIndex({ definition }: Known, { GlobalSecondaryIndexUpdates: actions = [] }: UpdateTableInput): void {
  const said = new Set(actions.flatMap(({ Update }) => (Update?.ProvisionedThroughput ? [Update.IndexName] : [])))
  const missing = Object.entries(definition.indexes)
    .filter(([name, { kind }]) => kind === 'global' && !said.has(name))
    .map(([name]) => name)
  if (missing.length === 0) return
  throw invalidParameters(`ProvisionedThroughput must be specified for index: ${missing.join(',')}`)
}

function billedAs({ definition, settings }: Known, mode: BillingMode, now: number): TableSettings {
  const isOnDemand = mode === 'PAY_PER_REQUEST'
  const change = isOnDemand ? onDemandCapacity : withoutLimits
  const globals = Object.entries(definition.indexes).filter(([, { kind }]) => kind === 'global')
  const { ProvisionedThroughput: _provisioned, OnDemandThroughput: _limits, ...rest } = settings
  return {
    ...rest,
    ...change(settings),
    BillingMode: mode,
    ...(isOnDemand && { LastUpdateToPayPerRequestDateTime: now / 1000 }),
    Indexes: Object.fromEntries(globals.map(([name]) => [name, change(settings.Indexes?.[name] ?? {})])),
  }
}

function withRest(name: string, settings: TableSettings, input: UpdateTableInput, now: number): TableSettings {
  const { StreamSpecification, SSESpecification, TableClass, DeletionProtectionEnabled } = input
  if (StreamSpecification !== undefined) return changedStream(name, settings, StreamSpecification, now)
  if (SSESpecification !== undefined) return changedEncryption(settings, SSESpecification)
  if (DeletionProtectionEnabled !== undefined) return { ...settings, DeletionProtectionEnabled }
  if (TableClass === undefined || TableClass === (settings.TableClass ?? 'STANDARD')) return settings
  return { ...settings, TableClass, TableClassUpdateDateTime: now / 1000 }
}
