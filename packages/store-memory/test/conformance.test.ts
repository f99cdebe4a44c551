import { describeStore } from '@cmz/store-conformance'
import { memoryDriver, type MemoryDriverOptions } from '../src/index.ts'

describeMemory('memory', {})
describeMemory('memory, with global indexes that lag', { indexDelay: 4 }, true)

function describeMemory(name: string, options: MemoryDriverOptions, laggingIndexes = false): void {
  describeStore(name, {
    capabilities: { transactions: true, currentItems: true, reopen: false },
    laggingIndexes,
    open: async () => ({ driver: async () => memoryDriver(options), end: async () => {} }),
  })
}
