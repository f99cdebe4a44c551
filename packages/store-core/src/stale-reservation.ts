import type { Driver } from './driver.ts'
import { TransactionCanceledException } from './errors.ts'
import { keyOfText } from './key-text.ts'
import type { TableDefinition } from './table.ts'
import { heldBy, holdsTheSame, reservationTable } from './unique.ts'

/**
 * Gives up a value for an item that does not hold it any more: a person edited the item, or a program that knows nothing
 * of unique attributes. False where the item does hold it; else nobody does by now, or others came in between.
 */
export async function releaseStale(
  driver: Driver,
  table: TableDefinition,
  text: string,
  now: () => Date,
): Promise<boolean> {
  const reservations = reservationTable(table)!
  const found = await driver.get({ table: reservations, key: { value: text } })
  if (found === undefined) return true
  const owner = found['owner'] as string
  const key = keyOfText(table, owner)
  const item = await driver.get({ table, key })
  if (heldBy(table, item, now).has(text)) return false
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
  return true
}
