import type { NewItem, Store, Stored, TableShape } from '@cmz/store'

/** What a new item is made of; to the store `undefined` is the same as absent. */
export type NewFields<S extends TableShape> = {
  readonly [P in keyof NewItem<S>]: Partial<NewItem<S>> extends Pick<NewItem<S>, P>
    ? NewItem<S>[P] | undefined
    : NewItem<S>[P]
}

/** Writes a new item. ConditionalCheckFailedException if the key exists, also deleted. */
export function create<S extends TableShape>(store: Store<S>, fields: NewFields<S>): Promise<Stored<S>> {
  return store.create(fields as unknown as NewItem<S>)
}
