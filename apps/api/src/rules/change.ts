import { checkRoom } from '@cmz/cmz-tables'
import {
  and,
  ConditionalCheckFailedException,
  type Fields,
  type KeyOf,
  type Stamp,
  type Store,
  type Stored,
  type TableShape,
  type Where,
} from '@cmz/store'
import { notFound } from '../errors.ts'
import { mergePatch, type Patch } from './merge-patch.ts'

const attempts = 5

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
 * Merges a patch into a live item: `null` removes, maps merge, anything else replaces. Written only if nobody changed
 * the item since it was read, else read and merged again. ConditionalCheckFailedException if that never comes to rest;
 * ValidationException if the item would become too large to be deleted.
 */
export async function change<S extends TableShape>(
  store: Store<S>,
  kind: string,
  id: KeyOf<S> & string,
  patchOf: (item: Stored<S>) => Patch,
): Promise<Stored<S>> {
  for (let attempt = 1; ; attempt++) {
    const item = await findLive(store, kind, id)
    try {
      return await write(store, id, item, patchOf(item))
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || attempt === attempts) throw error
    }
  }
}

async function write<S extends TableShape>(
  store: Store<S>,
  id: KeyOf<S>,
  item: Stored<S>,
  patch: Patch,
): Promise<Stored<S>> {
  const named = Object.entries(patch).filter(([, value]) => value !== undefined)
  if (named.length === 0) return item
  const merged = mergePatch(item, Object.fromEntries(named))
  checkRoom(merged, store.table.name)
  if (named.some(([, value]) => value === null)) {
    return store.put(merged, { if: unchanged<S>(item) })
  }
  const fields = Object.fromEntries(named.map(([name]) => [name, merged[name]]))
  return store.updateFields(id, fields as Fields<S>, { if: unchanged<S>(item) })
}

interface Own {
  readonly softDelete?: boolean
  readonly modified?: Stamp
}

/** Every write stamps anew, so an equal stamp means an equal item. */
function unchanged<S extends TableShape>({ modified: before }: Own): Where<Stored<S>> {
  const where: Where<Own> = ({ softDelete, modified }) =>
    and(softDelete.ne(true), before === undefined ? modified.notExists() : modified.at.eq(before.at))
  return where as unknown as Where<Stored<S>>
}
