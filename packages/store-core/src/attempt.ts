import { ConditionalCheckFailedException } from './errors.ts'
import type { Item } from './value.ts'

/** What came of a conditional write. */
export type Outcome<T> =
  | { readonly met: true; readonly item: T }
  /** `current` is the item as it is, if the write asked for it with `withCurrent`, and there is one. */
  | { readonly met: false; readonly current: (T & Item) | undefined }

/** A condition that is not met as an answer instead of an error: `await attempt(users.put(user, { if: …, withCurrent: true }))`. */
export async function attempt<T>(write: Promise<T>): Promise<Outcome<T>> {
  try {
    return { met: true, item: await write }
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
    return { met: false, current: error.current as (T & Item) | undefined }
  }
}
