import { describeMutants } from '@cmz/store-conformance'
import { memoryHarness } from './memory-harness.ts'

describeMutants(memoryHarness)
