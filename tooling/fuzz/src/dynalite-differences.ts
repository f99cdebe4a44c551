import type { Difference } from '@cmz/store-conformance'

/** How dynalite 4.0.0 differs from AWS in what the store sends, as far as it is known. Each one is shown by a test. */
export const dynaliteDifferences: readonly Difference[] = [
  {
    rule: '10.16',
    instead: 'there are no transactions',
    isMetBy: ({ call }) => call === 'transactWrite' || call === 'transactGet',
  },
]
