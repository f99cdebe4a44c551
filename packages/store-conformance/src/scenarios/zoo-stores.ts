import type { CancellationReason, Database, ShapeOf, Store, TransactionCanceledException } from '@cmz/store-core'
import { refused } from '../refused.ts'
import type { Context } from '../scenario.ts'
import { animals, users, visits } from './zoo.ts'

interface ZooStores {
  readonly opened: Database
  readonly lions: Store<ShapeOf<typeof animals>>
  readonly visitors: Store<ShapeOf<typeof visits>>
  readonly people: Store<ShapeOf<typeof users>>
}

/** Stores of one database, for transactions. */
export function zooStores({ database, table }: Context): ZooStores {
  const opened = database()
  return {
    opened,
    lions: opened.store(table(animals)),
    visitors: opened.store(table(visits)),
    people: opened.store(table(users)),
  }
}

/** Why a transaction was cancelled, in the order of what it asked for. */
export async function reasonsOf(call: Promise<unknown>): Promise<readonly CancellationReason[]> {
  const error = await refused(call, 'TransactionCanceledException')
  return (error as TransactionCanceledException).reasons
}
