import { applyUpdate } from './apply-update.ts'
import { equal } from './compare.ts'
import { both, type Condition, matches } from './condition.ts'
import type { Connection } from './connection.ts'
import type { Driver, TransactRequest } from './driver.ts'
import { TransactionCanceledException, ValidationException } from './errors.ts'
import { keyOf } from './key.ts'
import type { Plan } from './plans.ts'
import { holderOf } from './reservation-holder.ts'
import type { TableDefinition } from './table.ts'
import {
  complete,
  completeKey,
  heldBy,
  holdsTheSame,
  movesTime,
  release,
  reservation,
  reservationTable,
} from './unique.ts'
import type { Item } from './value.ts'

type Write = Exclude<TransactRequest, { kind: 'check' }>

/** A request together with what it does to the values that its item holds. */
export interface Reserving {
  readonly request: TransactRequest
  /** Gives up and takes values; empty where the item holds the same values afterwards. */
  readonly reservations: readonly TransactRequest[]
  /** The item that the values were worked out from. */
  readonly before: Item | undefined
  /** Why the write cannot be done to the item as it was read; the request is then one that fails. */
  readonly fault?: ValidationException
}

/** A plan on a table with unique attributes, as it has to be sent if the item is what it is now. */
export async function reserve(
  driver: Driver,
  { request, key }: Plan<TransactRequest>,
  now: () => Date,
): Promise<Reserving> {
  const { table } = request
  if (table.unique === undefined || request.kind === 'check') return { request, reservations: [], before: undefined }
  const before = await driver.get({ table, key })
  if (request.condition !== undefined && !matches(request.condition, before)) {
    // DynamoDB looks at the condition first; what the write would make of such an item is nobody's business
    return { request: { ...request, condition: both(request.condition, never(table))! }, reservations: [], before }
  }
  try {
    return reserving(request, key, before, now)
  } catch (fault) {
    if (!(fault instanceof ValidationException) || request.kind !== 'update') throw fault
    return { request: { kind: 'check', table, key, condition: never(table) }, reservations: [], before, fault }
  }
}

/** What a write whose condition is met takes and gives. */
function reserving(request: Write, key: Item, before: Item | undefined, now: () => Date): Reserving {
  const { table } = request
  const after = itemAfter(request, before, key)
  const [held, wanted] = [heldBy(table, before, now), heldBy(table, after, now)]
  const isMoved = after !== undefined && movesTime(table, before, after)
  const taken = [...wanted].filter((text) => isMoved || !held.has(text))
  const given = [...held].filter((text) => !wanted.has(text))
  const reservations = [
    ...given.map((text) => release(table, text, key)),
    ...taken.map((text) => reservation(table, text, after!, now)),
  ]
  const guarded = { ...request, condition: both(request.condition, holdsTheSame(table, before))! }
  return { request: guarded, reservations: reservations.length === 0 ? [] : [...reservations, complete(table)], before }
}

/** What no item meets: should the caller's condition hold by then, all has to be worked out anew. */
function never({ partitionKey }: TableDefinition): Condition {
  const path = [partitionKey.name] as const
  return {
    op: 'and',
    all: [
      { op: 'exists', path },
      { op: 'notExists', path },
    ],
  }
}

/** What a write makes of an item; where it cannot, the driver says why. */
function itemAfter(request: Write, before: Item | undefined, key: Item): Item | undefined {
  if (request.kind === 'put') return request.item
  if (request.kind === 'delete') return undefined
  return applyUpdate(request.update, before, key, { table: request.table.name, key })
}

/**
 * Holds every value of a table that has unique attributes but was filled without them: by a dataset, or before it had any.
 * Others may do so too, and write when they are done: what an item holds is taken together with a look that it still does.
 * ValidationException if two of its items have the same value.
 */
export async function reserveAll(
  driver: Driver,
  table: TableDefinition,
  clock: Pick<Connection, 'now' | 'pause' | 'random'>,
): Promise<void> {
  const reservations = reservationTable(table)!
  if ((await driver.get({ table: reservations, key: completeKey })) !== undefined) return
  for (let startAfter: Item | undefined; ;) {
    const page = await driver.scan({ table, ...(startAfter && { startAfter }) })
    for (const item of page.items) await hold(driver, table, item, clock)
    if (page.lastKey === undefined) break
    startAfter = page.lastKey
  }
  await driver.write({ kind: 'put', table: reservations, item: completeKey })
}

/** How often to look again at an item that others change. */
const mostTries = 20
/** In ms. */
const longestPause = 100

/** Takes the values that an item holds by then, all at once. */
async function hold(
  driver: Driver,
  table: TableDefinition,
  found: Item,
  { now, pause, random }: Pick<Connection, 'now' | 'pause' | 'random'>,
): Promise<void> {
  const key = keyOf(table, found)
  let item: Item | undefined = found
  for (let attempt = 1; ; attempt++) {
    if (item === undefined) return
    const holder = item
    const texts = await notYetHeld(driver, table, holder, now)
    if (texts.length === 0) return
    try {
      await driver.transactWrite([
        ...texts.map((text) => reservation(table, text, holder, now)),
        { kind: 'check', table, key, condition: holdsTheSame(table, holder) },
      ])
      return
    } catch (cause) {
      if (!(cause instanceof TransactionCanceledException)) throw cause
      const { reasons } = cause
      const taken = texts.find((_, index) => reasons[index]?.code === 'ConditionalCheckFailed')
      const isSame = reasons[texts.length]?.code === 'None'
      if (taken !== undefined && isSame && (await holderOf(driver, table, taken, now)) !== undefined) {
        throw new ValidationException(
          `Two items have the same value, which has to be unique: ${taken}. Change one of them, for example with a definition without unique`,
          { table: table.name, key, cause },
        )
      }
      const isDisturbed = reasons.every(({ code }) =>
        ['None', 'ConditionalCheckFailed', 'TransactionConflict'].includes(code),
      )
      if (!isDisturbed || attempt === mostTries) throw cause
    }
    await pause(random() * longestPause)
    item = await driver.get({ table, key })
  }
}

/** What an item holds without a reservation, or with one of another time to live. */
async function notYetHeld(
  driver: Driver,
  table: TableDefinition,
  item: Item,
  now: () => Date,
): Promise<readonly string[]> {
  const texts: string[] = []
  for (const text of heldBy(table, item, now)) {
    const wanted = reservation(table, text, item, now)
    const found = await driver.get({ table: wanted.table, key: { value: text } })
    if (found === undefined || !equal(found, wanted.item)) texts.push(text)
  }
  return texts
}
