import type { KnownDifference } from '../difference.ts'
import { expressionDifferences } from './expressions.ts'
import { batchDifferences, capacityDifferences, readDifferences } from './reads.ts'
import { requestDifferences } from './requests.ts'
import { tableDifferences } from './tables.ts'
import { updateDifferences } from './updates.ts'

/** How dynoxide 1.2.1 differs from AWS in what the generator sends. Each one is shown by a test, which fails once it is gone. */
export const dynoxideDifferences: readonly KnownDifference[] = [
  ...requestDifferences,
  ...expressionDifferences,
  ...updateDifferences,
  ...readDifferences,
  ...batchDifferences,
  ...capacityDifferences,
  ...tableDifferences,
]
