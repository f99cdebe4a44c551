import type { Difference } from '@cmz/store-conformance'

export const dynaliteDifferences: readonly Difference[] = []
