import type { Condition } from './condition.ts'
import type { Driver } from './driver.ts'
import { TransactionCanceledException } from './errors.ts'
import { type Key, toKey } from './key.ts'
import { keyOfText, keyText } from './key-text.ts'
import type { TableDefinition } from './table.ts'
import { heldBy, holdsTheSame, reservationTable } from './unique.ts'
import type { Value } from './value.ts'

/**
 * The key of the item that holds a value. `undefined` if nobody does by now, or others came in between: the value is
 * given up for an item that has lost it to a person's edit, or to a program that knows nothing of unique attributes.
 */
export async function holderOf(
  driver: Driver,
  table: TableDefinition,
  text: string,
  now: () => Date,
): Promise<Key | undefined> {
  const reservations = reservationTable(table)!
  const found = await driver.get({ table: reservations, key: { value: text } })
  if (found === undefined) return undefined
  const { owner } = found
  const key = keyOfOwner(table, owner)
  const item = key && (await driver.get({ table, key }))
  if (heldBy(table, item, now).has(text)) return key
  const isSame: Condition =
    owner === undefined
      ? { op: 'notExists', path: ['owner'] }
      : { op: '=', left: { path: ['owner'] }, right: { value: owner } }
  try {
    await driver.transactWrite([
      { kind: 'delete', table: reservations, key: { value: text }, condition: isSame },
      ...(key === undefined ? [] : [{ kind: 'check', table, key, condition: holdsTheSame(table, item) } as const]),
    ])
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error
  }
  return undefined
}

/** The key of a holder; `undefined` where a person wrote what is none. */
function keyOfOwner(table: TableDefinition, owner: Value | undefined): Key | undefined {
  if (typeof owner !== 'string') return undefined
  try {
    const key = keyOfText(table, owner)
    return keyText(table, toKey(table, key)) === owner ? key : undefined
  } catch {
    return undefined
  }
}
