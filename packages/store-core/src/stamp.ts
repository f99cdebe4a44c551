/** Who acts. A type alias, since an interface would not fit the index signature of an item. */
export type Actor = {
  readonly userId: string
  readonly email: string
  readonly displayName: string
}

/** When an item was created, modified or deleted (ISO 8601, UTC, milliseconds), and by whom. */
export type Stamp = {
  readonly at: string
  readonly by: Actor
}

/** The attributes that hold an item's stamps. */
export interface StampNames {
  readonly created: string
  readonly modified: string
  readonly deleted: string
}

export const stampNames: StampNames = { created: 'created', modified: 'modified', deleted: 'deleted' }

/** Acts where nobody else is named. */
export const systemActor: Actor = { userId: 'system', email: 'system@cmz.org', displayName: 'System' }

/** The actor, or a TypeError where untyped code gives something else. */
export function checkedActor(actor: Actor): Actor {
  const { userId, email, displayName }: Partial<Record<keyof Actor, unknown>> = actor ?? {}
  if ([userId, email, displayName].every((each) => typeof each === 'string')) return actor
  throw new TypeError('An actor has a userId, an email and a displayName, each a string')
}

/** The stamp of what happens now. */
export function stamp(now: Date, { userId, email, displayName }: Actor): Stamp {
  return { at: now.toISOString(), by: { userId, email, displayName } }
}
