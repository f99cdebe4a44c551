import type { BatchCallOptions } from './batches.ts'
import type { ReturnValues } from './driver.ts'
import type { IfOption } from './plans.ts'
import type { KeyOf, Stored, TableShape, WholeItem } from './shape.ts'

export interface CurrentOption {
  /** The ConditionalCheckFailedException then holds the item as it is in `current`. */
  readonly withCurrent?: boolean | undefined
}

/** A condition of the caller's, which the item as it stands must meet, and what is told if it does not. */
export interface WriteOptions<S extends TableShape> extends IfOption<S>, CurrentOption {}

export interface ReturnOption<R extends ReturnValues> {
  /** Which item comes back: as it is after the write (the default) or as it was; or of either only what was changed. */
  readonly returnValues?: R | undefined
}

/** What an update answers with. */
export type Returned<S extends TableShape, R extends ReturnValues> = R extends 'allNew' | 'allOld'
  ? Stored<S>
  : Partial<Stored<S>> | undefined

export interface GetOptions {
  /** Default: true; a soft-deleted item is left out only where this is false. */
  readonly includeDeleted?: boolean | undefined
}

export interface GetManyOptions extends GetOptions, BatchCallOptions {}

/** What `writeMany` does; no key may be named twice. */
export interface ManyWrites<S extends TableShape> {
  /** Items that replace what is there, as `put` does. */
  readonly put?: readonly WholeItem<S>[] | undefined
  /** Keys of items to remove for good; there need not be such an item. */
  readonly purge?: readonly KeyOf<S>[] | undefined
}
