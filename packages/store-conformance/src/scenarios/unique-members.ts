import type { Database, ShapeOf, Store } from '@cmz/store-core'
import type { Context } from '../scenario.ts'

interface MembersTable {
  readonly name: 'member'
  readonly partitionKey: 'id'
  readonly stamps: false
  readonly unique: { readonly email: (text: string) => string; readonly badge: true }
}

/** Members with an e-mail address, in whatever case, and a badge of their own. */
export const members: MembersTable = {
  name: 'member',
  partitionKey: 'id',
  stamps: false,
  unique: { email: (text) => text.toLowerCase(), badge: true },
}

type Members = Store<ShapeOf<MembersTable>>

/** A store of members, and its database. */
export function opened({ database, table }: Context): { readonly database: Database; readonly store: Members } {
  const open = database()
  return { database: open, store: open.store(table(members)) }
}

export function storeOf(context: Context): Members {
  return opened(context).store
}

/** What is said of an address that another member has. */
export const taken: RegExp = /another item has email "ada@zoo", which has to be unique/
