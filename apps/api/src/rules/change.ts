import { checkRoom } from '@cmz/cmz-tables'
import type { Changes, KeyOf, Store, Stored, TableShape } from '@cmz/store'
import { notFound } from '../errors.ts'
import { mergePatch, type Patch } from './merge-patch.ts'
import { undisturbed } from './undisturbed.ts'

/** The live item with this id, or a Problem (404) that calls it `kind`. */
export async function findLive<S extends TableShape>(
  store: Store<S>,
  kind: string,
  id: KeyOf<S> & string,
): Promise<Stored<S>> {
  const item = await store.get(id, { includeDeleted: false })
  if (item === undefined) throw notFound(kind, id)
  return item
}

/**
 * Merges a patch into a live item. ConditionalCheckFailedException if others never leave it alone, or have one of its
 * unique values; ValidationException if the item would become too large to be deleted.
 */
export function change<S extends TableShape>(
  store: Store<S>,
  kind: string,
  id: KeyOf<S> & string,
  patch: Patch,
): Promise<Stored<S>> {
  return undisturbed(async () => {
    const item = await findLive(store, kind, id)
    return isEmpty(patch) ? item : store.update(id, changesOf(store, item, patch), asRead(item))
  })
}

/** True for a patch that names nothing. */
export function isEmpty(patch: Patch): boolean {
  return Object.values(patch).every((value) => value === undefined)
}

/**
 * What a patch changes of an item, for an update of the item as it was read: `null` removes, maps merge, anything else
 * replaces.
 */
export function changesOf<S extends TableShape>(store: Store<S>, item: Stored<S>, patch: Patch): Changes<Stored<S>> {
  const named = Object.entries(patch).filter(([, value]) => value !== undefined)
  const merged = mergePatch(item, Object.fromEntries(named))
  checkRoom(merged, store.table.name)
  const changes: Changes<Record<string, string>> = (attributes) =>
    named.map(([name, value]) =>
      value === null ? attributes[name]!.remove() : attributes[name]!.set(merged[name] as string),
    )
  return changes as unknown as Changes<Stored<S>>
}

/** The condition that nobody has written to an item since it was read. One that was live then is live still. */
export function asRead({ version = 0 }: { readonly version?: number }): { readonly expectedVersion: number } {
  return { expectedVersion: version }
}
