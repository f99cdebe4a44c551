import { describeStore } from '@cmz/store-conformance'
import { memoryDriver } from '@cmz/store-memory'

describeStore('memory, from the tarballs', {
  capabilities: { transactions: true, currentItems: true, reopen: false },
  open: async () => ({ driver: async () => memoryDriver(), end: async () => {} }),
})
