import { describeStore } from '@cmz/store-conformance'
import { fileHarness } from './file-harness.ts'

describeStore('file', fileHarness)
