import { cancelled } from './cancellation.ts'
import { type Condition, matches } from './condition.ts'
import type { Connection } from './connection.ts'
import type { Driver, TransactRequest } from './driver.ts'
import {
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
  UnsupportedException,
} from './errors.ts'
import { type Key, keyOfRequest } from './key.ts'
import { placeOf } from './key-text.ts'
import type { Plan } from './plans.ts'
import { reserve, type Reserving } from './reserve.ts'
import { reserveAll } from './reserve-all.ts'
import { holderOf } from './reservation-holder.ts'
import { valueOfText } from './unique.ts'
import type { Item } from './value.ts'

type AnyPlan = Plan<TransactRequest>

/** How often to begin anew where others change the same items meanwhile. */
const mostTries = 20
/** In ms. */
const firstPause = 5
const longestPause = 500

type Clock = Pick<Connection, 'now' | 'pause' | 'random'>

/** A request about a unique value, and the plan that it is made for. */
interface Reservation {
  readonly plan: number
  readonly request: TransactRequest
}

/**
 * Sends plans together with what they take and give of unique values: what was sent, and the items that it was worked
 * out from. Begins anew where others came in between. ConditionalCheckFailed, alone or as a reason, if a value is taken.
 */
export async function sendReserving(
  driver: Driver,
  plans: readonly AnyPlan[],
  clock: Clock,
  send: (requests: readonly TransactRequest[]) => Promise<void>,
  isTransaction: boolean,
): Promise<readonly Reserving[]> {
  if (plans.every(({ request }) => request.table.unique === undefined)) {
    await send(plans.map(({ request }) => request))
    return []
  }
  for (let attempt = 1; ; attempt++) {
    const reserving = await Promise.all(plans.map((plan) => reserve(driver, plan, clock.now)))
    if (!isTransaction && reserving[0]!.fault !== undefined) throw reserving[0]!.fault
    const reservations = distinct(reserving, plans)
    try {
      await send([...reserving.map(({ request }) => request), ...reservations.map(({ request }) => request)])
      return reserving
    } catch (error) {
      const told = await reasonsFor(driver, reasonsOf(error, reserving), plans, reservations, clock)
      if (told === 'otherwise') throw error
      if (told !== undefined) throw isTransaction ? cancelled(told, error) : refusal(plans[0]!, told[0]!, error)
      if (attempt === mostTries) throw error
    }
    await clock.pause(clock.random() * Math.min(firstPause * 2 ** attempt, longestPause))
  }
}

/** Refuses a token: what has to be reserved the second time is not what it was the first time. */
export function refuseToken(plans: readonly AnyPlan[], token: string | undefined): void {
  const table = token === undefined ? undefined : plans.find(({ request }) => request.table.unique)?.request.table.name
  if (table === undefined) return
  throw new UnsupportedException('A transaction with a token cannot write to a table with unique attributes', { table })
}

/** One request for each value and table: a check is made once, and who takes what another one gives only takes it. */
function distinct(reserving: readonly Reserving[], plans: readonly AnyPlan[]): readonly Reservation[] {
  const all = new Map<string, Reservation>()
  for (const [plan, { reservations }] of reserving.entries()) {
    for (const request of reservations) {
      const place = placeOf(request.table, keyOfRequest(request))
      const other = all.get(place)
      if (other === undefined) all.set(place, { plan, request })
      else if (request.kind !== 'check') all.set(place, handedOver(other, { plan, request }, plans))
    }
  }
  return [...all.values()]
}

/**
 * What one item gives and another one takes in the same transaction; two cannot take it. Two give it where the items were
 * read at different moments, which the transaction finds out, or where a person gave both the same value.
 */
function handedOver(one: Reservation, two: Reservation, plans: readonly AnyPlan[]): Reservation {
  if (one.request.kind === 'delete' && two.request.kind === 'delete') return one
  const [taker, giver] = one.request.kind === 'put' ? [one, two] : [two, one]
  const { request: taking } = taker
  const { request: giving } = giver
  if (taking.kind === 'put' && giving.kind === 'delete') {
    const condition: Condition = { op: 'or', all: [taking.condition!, giving.condition!] }
    return { plan: taker.plan, request: { ...taking, condition } }
  }
  const refusedTwo = takenBy(two.request, plans[one.plan]!.key)
  throw new TransactionCanceledException(plans.map((_, plan) => (plan === two.plan ? refusedTwo : { code: 'None' })))
}

/** What to tell the caller of each plan; `undefined` where it is worth beginning anew, `otherwise` where something else failed. */
async function reasonsFor(
  driver: Driver,
  reasons: readonly CancellationReason[] | undefined,
  plans: readonly AnyPlan[],
  reservations: readonly Reservation[],
  clock: Clock,
): Promise<readonly CancellationReason[] | 'otherwise' | undefined> {
  if (reasons === undefined) return 'otherwise'
  if (reasons.some(({ code }) => code === 'TransactionConflict')) return undefined
  const failed = reservations.filter((_, index) => reasons[plans.length + index]?.code === 'ConditionalCheckFailed')
  const unready = failed.find(({ request }) => request.kind === 'check')
  if (unready !== undefined) {
    await reserveAll(driver, plans[unready.plan]!.request.table, clock)
    return undefined
  }
  const told = new Map<number, CancellationReason>()
  for (const [index, plan] of plans.entries()) {
    const reason = reasons[index]
    if (reason === undefined || reason.code === 'None') continue
    if (reason.code !== 'ConditionalCheckFailed' || (await isRefused(driver, plan))) told.set(index, reason)
  }
  const taken = failed.filter(({ request }) => request.kind === 'put')
  for (const { plan, request } of taken) {
    if (told.has(plan)) continue
    const holder = await holderOf(driver, plans[plan]!.request.table, textOf(request), clock.now)
    if (holder !== undefined) told.set(plan, takenBy(request, holder))
  }
  return told.size === 0 ? undefined : plans.map((_, index) => told.get(index) ?? { code: 'None' })
}

/** False where only the store's own condition failed, that nobody came in between. */
async function isRefused(driver: Driver, { request, key }: AnyPlan): Promise<boolean> {
  if (request.condition === undefined) return false
  return !matches(request.condition, await driver.get({ table: request.table, key }))
}

/** A single write fails as it does without unique attributes. */
function refusal(plan: AnyPlan, { code, message, taken }: CancellationReason, cause: unknown): unknown {
  if (code !== 'ConditionalCheckFailed') return cause
  const { request, key, reason } = plan
  const details = { table: request.table.name, key, cause, taken }
  return new ConditionalCheckFailedException(details, taken === undefined ? reason : message)
}

function takenBy(request: TransactRequest, holder: Key): CancellationReason {
  const { attribute, value } = valueOfText(textOf(request))
  const message = `another item has ${attribute} ${JSON.stringify(value)}, which has to be unique`
  return { code: 'ConditionalCheckFailed', message, taken: { attribute, value, holder } }
}

/** The text that a request takes. */
function textOf(request: TransactRequest): string {
  return (request as { readonly item: Item }).item['value'] as string
}

/** Why each request failed; where the store knew it before, what it knew. */
function reasonsOf(error: unknown, reserving: readonly Reserving[]): readonly CancellationReason[] | undefined {
  if (error instanceof TransactionCanceledException) {
    return error.reasons.map((reason, index) => {
      const fault = reserving[index]?.fault
      return fault === undefined ? reason : { code: 'ValidationError', message: fault.message }
    })
  }
  // a write of its own, which takes and gives nothing
  return error instanceof ConditionalCheckFailedException ? [{ code: 'ConditionalCheckFailed' }] : undefined
}
