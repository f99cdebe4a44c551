import { describeStore } from '@cmz/store-conformance'
import { memoryHarness } from './memory-harness.ts'

describeStore('memory', memoryHarness)
