import type { KnownDifference } from '../difference.ts'

/** How dynoxide 1.2.1 differs from AWS in what the generator sends. Each one is shown by a test, which fails once it is gone. */
export const dynoxideDifferences: readonly KnownDifference[] = []
