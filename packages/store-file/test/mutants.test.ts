import { describeMutants } from '@cmz/store-conformance'
import { fileHarness } from './file-harness.ts'

// the others are caught on memory, in a tenth of the time
describeMutants(fileHarness, ({ needs }) => needs === 'reopen')
