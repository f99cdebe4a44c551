import { describeMutants } from '@cmz/store-conformance'
import { memoryDriver } from '../src/index.ts'

describeMutants({
  capabilities: { transactions: true, currentItems: true, reopen: false },
  open: async () => ({ driver: async () => memoryDriver(), end: async () => {} }),
})
