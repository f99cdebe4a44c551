import { setTimeout as pause } from 'node:timers/promises'
import { ConditionalCheckFailedException, TransactionCanceledException } from '@cmz/store'

const mostAttempts = 10
/** In ms. */
const firstPause = 5
const longestPause = 200

/**
 * Runs work that reads, checks the rules and writes on the condition that what it read still holds. Begins anew, with a
 * reading, where others came in between; fails with the last refusal if that never comes to rest.
 */
export async function undisturbed<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!isDisturbance(error) || attempt === mostAttempts) throw error
    }
    // differs from one to the next, so that those who met do not meet again
    await pause(Math.random() * Math.min(firstPause * 2 ** attempt, longestPause))
  }
}

const disturbances: ReadonlySet<string> = new Set(['None', 'ConditionalCheckFailed', 'TransactionConflict'])

/** False for a value that another item has: reading it again does not make it free. */
function isDisturbance(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException) return error.taken === undefined
  if (!(error instanceof TransactionCanceledException)) return false
  return error.reasons.every(({ code, taken }) => disturbances.has(code) && taken === undefined)
}
