import { describeStore } from '@cmz/store-conformance'
import { memoryDriver } from '../src/index.ts'

describeStore('memory', {
  capabilities: { transactions: true, currentItems: true, reopen: false },
  open: async () => ({ driver: async () => memoryDriver(), end: async () => {} }),
})
