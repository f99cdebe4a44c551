import { invalid, invalidParameters } from '../wire-error.ts'
import { decreasesToday } from './describe.ts'
import type { Capacity, Provisioned } from './settings.ts'
import type { BillingMode, CapacityInput, OnDemandInput, ProvisionedInput, WarmInput } from './table-input.ts'
import { checkLimits, leastWarm, limitIn, onDemandLimits, onDemandStart, warmest } from './throughput.ts'

/** What a table, or its index of that name, can do after a change at a time in ms; ValidationException by rule 12.11. */
export function changedCapacity(
  known: Capacity,
  input: CapacityInput,
  mode: BillingMode,
  index: string | undefined,
  now: number,
): Capacity {
  const { OnDemandThroughput: limits = {} } = input
  checkLimitsAllowed(limits, mode, index)
  checkLimits(limits, index, true)
  const warm = known.WarmThroughput ?? leastWarm(mode, known.ProvisionedThroughput)
  checkNotColder(warm, input.WarmThroughput, index)
  const provisioned =
    input.ProvisionedThroughput === undefined
      ? known.ProvisionedThroughput
      : changedProvisioned(known.ProvisionedThroughput, input.ProvisionedThroughput, index, now)
  const { OnDemandThroughput: _limits, ...rest } = known
  const limitsLeft = onDemandLimits(known.OnDemandThroughput, limits)
  return {
    ...rest,
    ...(provisioned && { ProvisionedThroughput: provisioned }),
    ...(limitsLeft && { OnDemandThroughput: limitsLeft }),
    WarmThroughput: warmest({ ...warm, ...input.WarmThroughput }, leastWarm(mode, provisioned)),
  }
}

/** The same once it is billed on demand: throughput is given up, limits come anew. */
export function onDemandCapacity({ WarmThroughput: warm }: Capacity): Capacity {
  return { WarmThroughput: warmest(warm, onDemandStart) }
}

/** The same once it is billed as provisioned: it has no limits any more. */
export function withoutLimits(capacity: Capacity): Capacity {
  const { OnDemandThroughput: _limits, ...rest } = capacity
  return rest
}

function checkLimitsAllowed(limits: OnDemandInput, mode: BillingMode, index: string | undefined): void {
  const member = mode === 'PROVISIONED' ? limitIn(limits) : undefined
  if (member === undefined) return
  const where = index === undefined ? '' : ` for index : ${index}`
  throw invalidParameters(
    `${member} for OnDemandThroughput${where} cannot be specified when the table BillingMode is PROVISIONED`,
  )
}

function checkNotColder(known: Required<WarmInput>, input: WarmInput = {}, index: string | undefined): void {
  for (const member of ['ReadUnitsPerSecond', 'WriteUnitsPerSecond'] as const) {
    if ((input[member] ?? Infinity) >= known[member]) continue
    const where = index === undefined ? 'table' : `index ${index}`
    throw invalidParameters(
      `Requested ${member} for WarmThroughput for ${where} is lower than current WarmThroughput, decreasing WarmThroughput is not supported`,
    )
  }
}

function changedProvisioned(
  known: Provisioned | undefined,
  input: ProvisionedInput,
  index: string | undefined,
  now: number,
): Provisioned {
  if (known === undefined) return input
  const reads = input.ReadCapacityUnits - known.ReadCapacityUnits
  const writes = input.WriteCapacityUnits - known.WriteCapacityUnits
  if (reads === 0 && writes === 0) throw unchanged(known, index)
  return {
    ...known,
    ...input,
    ...((reads > 0 || writes > 0) && { LastIncreaseDateTime: now / 1000 }),
    ...((reads < 0 || writes < 0) && {
      LastDecreaseDateTime: now / 1000,
      NumberOfDecreasesToday: decreasesToday(known, now) + 1,
    }),
  }
}

function unchanged(
  { ReadCapacityUnits: reads, WriteCapacityUnits: writes }: Provisioned,
  index: string | undefined,
): Error {
  const of = index === undefined ? 'the table' : `index ${index}`
  return invalid(
    `The provisioned throughput for ${index === undefined ? of : `the ${of}`} will not change. The requested value equals the current value. ` +
      `Current ReadCapacityUnits provisioned for ${of}: ${reads}. Requested ReadCapacityUnits: ${reads}. ` +
      `Current WriteCapacityUnits provisioned for ${of}: ${writes}. Requested WriteCapacityUnits: ${writes}. ` +
      'Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher limits.',
  )
}
