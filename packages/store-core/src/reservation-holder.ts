import type { Driver } from './driver.ts'
import { TransactionCanceledException } from './errors.ts'
import type { Key } from './key.ts'
import { keyOfText } from './key-text.ts'
import type { TableDefinition } from './table.ts'
import { heldBy, holdsTheSame, reservationTable } from './unique.ts'

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
  const owner = found['owner'] as string
  const key = keyOfText(table, owner)
  const item = await driver.get({ table, key })
  if (heldBy(table, item, now).has(text)) return key
  try {
    await driver.transactWrite([
      {
        kind: 'delete',
        table: reservations,
        key: { value: text },
        condition: { op: '=', left: { path: ['owner'] }, right: { value: owner } },
      },
      { kind: 'check', table, key, condition: holdsTheSame(table, item) },
    ])
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error
  }
  return undefined
}
