import { equal } from './compare.ts'
import type { Condition } from './condition.ts'
import type { Connection } from './connection.ts'
import { describeKey } from './describe.ts'
import type { Driver, PutRequest } from './driver.ts'
import { ConditionalCheckFailedException, TransactionCanceledException, ValidationException } from './errors.ts'
import { type Key, keyOf } from './key.ts'
import { holderOf } from './reservation-holder.ts'
import type { TableDefinition } from './table.ts'
import { completeKey, filling, heldBy, holdsTheSame, reservation, reservationTable, valueOfText } from './unique.ts'
import type { Item } from './value.ts'

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
  for (let attempt = 1; attempt <= mostTries; attempt++) {
    const id = await begun(driver, reservations)
    if (id === undefined) return
    for (let startAfter: Item | undefined; ;) {
      const page = await driver.scan({ table, ...(startAfter && { startAfter }) })
      for (const item of page.items) await hold(driver, table, item, clock)
      if (page.lastKey === undefined) break
      startAfter = page.lastKey
    }
    // who changed items past the store meanwhile has removed what was written at the beginning
    const condition: Condition = { op: '=', left: { path: [filling] }, right: { value: id } }
    if (await written(driver, { kind: 'put', table: reservations, item: completeKey, condition })) return
  }
}

/**
 * Writes that the items are being looked through; the id of that, which is that of whoever began before us, for we find
 * what they find, and more. `undefined` if every value is held.
 */
async function begun(driver: Driver, reservations: TableDefinition): Promise<string | undefined> {
  for (;;) {
    const found = await driver.get({ table: reservations, key: completeKey })
    if (found !== undefined && !Object.hasOwn(found, filling)) return undefined
    if (found !== undefined && typeof found[filling] === 'string') return found[filling]
    const id = globalThis.crypto.randomUUID()
    const condition: Condition =
      found === undefined
        ? { op: 'notExists', path: ['value'] }
        : { op: '=', left: { path: [filling] }, right: { value: found[filling]! } }
    const item = { ...completeKey, [filling]: id }
    if (await written(driver, { kind: 'put', table: reservations, item, condition })) return id
  }
}

/** False if others came first. */
async function written(driver: Driver, request: PutRequest): Promise<boolean> {
  try {
    await driver.write(request)
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
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
      const other = taken !== undefined && isSame ? await holderOf(driver, table, taken, now) : undefined
      if (other !== undefined) throw sharedValue(table, key, other, taken!, cause)
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

/** That an item has a value which another one holds, and how to get out of it. */
function sharedValue(table: TableDefinition, key: Key, other: Key, text: string, cause: unknown): ValidationException {
  const { attribute, value } = valueOfText(text)
  return new ValidationException(
    `Two items have the same ${attribute}, ${JSON.stringify(value)}, which has to be unique: ${describeKey(key)} and ${describeKey(other)}. ` +
      'Give the first one another value, or purge it, through a definition without unique',
    { table: table.name, key, cause },
  )
}
