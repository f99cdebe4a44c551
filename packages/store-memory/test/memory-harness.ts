import type { Harness } from '@cmz/store-conformance'
import { memoryDriver } from '../src/index.ts'

/** A driver of its own for every scenario; its data ends with it. */
export const memoryHarness: Harness = {
  capabilities: { transactions: true, reopen: false },
  open: async () => ({ driver: async () => memoryDriver(), end: async () => {} }),
}
