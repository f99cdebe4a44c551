import { invalid, invalidParameters } from '../wire-error.ts'
import type { Capacity } from './settings.ts'
import type { BillingMode, CapacityInput, OnDemandInput, ProvisionedInput, WarmInput } from './table-input.ts'

/** The most units that anything can be given. */
export const mostUnits = 1_000_000_000_000
/** What a table that is billed on demand can do from the start. */
export const onDemandStart = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000 }
const startPage =
  'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html#on-demand-capacity-mode-initial'

/** The table as `index` undefined, or one of its indexes, where a message names it. */
type Index = string | undefined

/** Refuses throughput of a new table that its billing mode does not have (rule 12.5). */
export function checkTableCapacity(
  mode: BillingMode,
  { ProvisionedThroughput: provisioned, ...rest }: CapacityInput,
): void {
  if (mode === 'PAY_PER_REQUEST' && provisioned !== undefined) throw neither()
  if (mode === 'PROVISIONED') {
    if (provisioned === undefined) {
      throw invalidParameters(
        `ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`,
      )
    }
    checkBounds(provisioned)
  }
  checkNewLimits(mode, rest.OnDemandThroughput, undefined)
  checkWarm(mode, provisioned, rest.WarmThroughput, undefined)
}

/** How it is put that an index lacks throughput, or has some that it does not need. */
export interface IndexWords {
  missing(index: string): string
  needless(index: string): string
}

const newTableWords: IndexWords = {
  missing: (index) => `ProvisionedThroughput is not specified for index: ${index}`,
  needless: (index) =>
    `ProvisionedThroughput should not be specified for index: ${index} when BillingMode is PAY_PER_REQUEST`,
}

/** The same for one of its indexes, or for one that is added to a table that is there. */
export function checkIndexCapacity(
  mode: BillingMode,
  index: string,
  { ProvisionedThroughput: provisioned, ...rest }: CapacityInput,
  words: IndexWords = newTableWords,
): void {
  if (mode === 'PAY_PER_REQUEST' && provisioned !== undefined) throw invalidParameters(words.needless(index))
  if (mode === 'PROVISIONED') {
    if (provisioned === undefined) throw invalidParameters(words.missing(index))
    checkBounds(provisioned, index)
  }
  checkNewLimits(mode, rest.OnDemandThroughput, index)
  checkWarm(mode, provisioned, rest.WarmThroughput, index)
}

export function neither(): Error {
  return invalidParameters(
    `Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`,
  )
}

export function checkBounds(provisioned: ProvisionedInput, index?: string): void {
  for (const member of ['ReadCapacityUnits', 'WriteCapacityUnits'] as const) {
    if (provisioned[member] <= mostUnits) continue
    const where = index === undefined ? '' : ` for index ${index}`
    throw invalid(`Given value ${provisioned[member]} for ${member} is out of bounds${where}`)
  }
}

const onDemandMembers = ['MaxReadRequestUnits', 'MaxWriteRequestUnits'] as const

function checkNewLimits(mode: BillingMode, limits: OnDemandInput = {}, index: Index): void {
  const member = mode === 'PROVISIONED' ? limitIn(limits) : undefined
  if (member !== undefined) {
    const where = index === undefined ? '' : ` for index: ${index}`
    throw invalidParameters(
      `${member} for OnDemandThroughput${where} cannot be specified when table BillingMode is PROVISIONED.`,
    )
  }
  checkLimits(limits, index)
}

/** The first limit that is given. */
export function limitIn(limits: OnDemandInput): string | undefined {
  return onDemandMembers.find((member) => limits[member] !== undefined)
}

/** Refuses limits of what is billed on demand; `-1` takes a limit away from what has one. */
export function checkLimits(limits: OnDemandInput, index: Index, canClear = false): void {
  for (const member of onDemandMembers) {
    const limit = limits[member]
    if (limit === undefined || limit >= 1 || (canClear && limit === -1)) continue
    const where = index === undefined ? 'table' : `index : ${index}`
    throw invalidParameters(`Requested ${member} for OnDemandThroughput for ${where} is outside of valid range`)
  }
}

function checkWarm(
  mode: BillingMode,
  provisioned: ProvisionedInput | undefined,
  warm: WarmInput = {},
  index: Index,
): void {
  const least = leastWarm(mode, provisioned)
  const where = index === undefined ? 'table' : `index ${index}`
  for (const [member, unit] of [
    ['ReadUnitsPerSecond', 'ReadCapacityUnits'],
    ['WriteUnitsPerSecond', 'WriteCapacityUnits'],
  ] as const) {
    if ((warm[member] ?? least[member]) >= least[member]) continue
    const than =
      mode === 'PROVISIONED' ? `${unit} of ProvisionedThroughput` : `initial throughput for OnDemand. See: ${startPage}`
    throw invalidParameters(`Requested ${member} for WarmThroughput for ${where} is lower than ${than}`)
  }
}

/** What something can do at once that is billed so. */
export function leastWarm(mode: BillingMode, provisioned: ProvisionedInput | undefined): Required<WarmInput> {
  if (mode === 'PAY_PER_REQUEST' || provisioned === undefined) return onDemandStart
  return { ReadUnitsPerSecond: provisioned.ReadCapacityUnits, WriteUnitsPerSecond: provisioned.WriteCapacityUnits }
}

/** The more of both, member by member: warm throughput never gets less. */
export function warmest(one: WarmInput | undefined, other: Required<WarmInput>): Required<WarmInput> {
  return {
    ReadUnitsPerSecond: Math.max(one?.ReadUnitsPerSecond ?? 0, other.ReadUnitsPerSecond),
    WriteUnitsPerSecond: Math.max(one?.WriteUnitsPerSecond ?? 0, other.WriteUnitsPerSecond),
  }
}

/** What a new table or index can do. */
export function newCapacity(mode: BillingMode, input: CapacityInput): Capacity {
  const { ProvisionedThroughput: provisioned } = input
  const limits = onDemandLimits({}, input.OnDemandThroughput)
  return {
    ...(provisioned && { ProvisionedThroughput: provisioned }),
    ...(limits && { OnDemandThroughput: limits }),
    WarmThroughput: warmest(input.WarmThroughput, leastWarm(mode, provisioned)),
  }
}

/** Limits with others on top; `undefined` where none is left. */
export function onDemandLimits(known: OnDemandInput = {}, input: OnDemandInput = {}): OnDemandInput | undefined {
  const limits = onDemandMembers
    .map((member) => [member, input[member] ?? known[member]] as const)
    .filter(([, limit]) => limit !== undefined && limit !== -1)
  return limits.length === 0 ? undefined : Object.fromEntries(limits)
}
