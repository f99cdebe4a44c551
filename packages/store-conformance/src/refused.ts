import { StoreError } from '@cmz/store-core'
import { expect } from 'vitest'

/** Waits for the call to be refused with the named error of the store, and returns that error. */
export async function refused(call: Promise<unknown>, name: string, message?: RegExp): Promise<StoreError> {
  const error = await call.then(
    (answer) => ({ answered: answer }),
    (reason: unknown) => reason,
  )
  expect(error, `expected ${name}`).toBeInstanceOf(StoreError)
  const refusal = error as StoreError
  expect(refusal.name, refusal.message).toBe(name)
  if (message !== undefined) expect(refusal.message).toMatch(message)
  return refusal
}
