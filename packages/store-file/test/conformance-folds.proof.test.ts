import { describeStore } from '@cmz/store-conformance'
import { harnessOf } from './file-harness.ts'
import { isProof } from './rounds.ts'
import { unsyncedDisk } from './unsynced-disk.ts'

// a journal of a few commits, so that almost every scenario runs over several folds
describeStore('file, folding all the time, with global indexes that lag', {
  ...harnessOf({ foldBytes: 300, disk: unsyncedDisk, indexDelay: 3 }),
  laggingIndexes: true,
  oneOf: isProof ? 1 : 10, // conformance.test.ts has them all
})
