import { applyUpdate } from './apply-update.ts'
import { both, type Condition, matches } from './condition.ts'
import type { Driver, TransactRequest } from './driver.ts'
import { ValidationException } from './errors.ts'
import { checkExpressions } from './expression-size.ts'
import type { Plan } from './plans.ts'
import type { TableDefinition } from './table.ts'
import { complete, heldBy, holdsTheSame, movesTime, release, reservation, toHold } from './unique.ts'
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
    return { request: { ...request, condition: never(table) }, reservations: [], before }
  }
  let after: Item | undefined
  try {
    after = itemAfter(request, before, key)
  } catch (fault) {
    if (!(fault instanceof ValidationException)) throw fault
    return { request: { kind: 'check', table, key, condition: never(table) }, reservations: [], before, fault }
  }
  const [held, wanted] = [heldBy(table, before, now), toHold(table, after, now)]
  const isMoved = after !== undefined && movesTime(table, before, after)
  const taken = [...wanted].filter((text) => isMoved || !held.has(text))
  const given = [...held].filter((text) => !wanted.has(text))
  const reservations = [
    ...given.map((text) => release(table, text, key)),
    ...taken.map((text) => reservation(table, text, after!, now)),
  ]
  const guarded = { ...request, condition: both(request.condition, holdsTheSame(table, before))! }
  checkExpressions(guarded, table.name)
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
