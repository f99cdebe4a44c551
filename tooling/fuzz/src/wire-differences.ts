import type { Difference } from '@cmz/store-conformance'

/** How the protocol differs from the memory driver, in what no call of the store can show. */
export const wireDifferences: readonly Difference[] = [
  {
    rule: '7.19',
    instead: 'a partition of a table without sort key, which is one item, does not go on after it',
    isMetBy: ({ call, ...command }) =>
      call === 'query' &&
      'request' in command &&
      'partition' in command.request &&
      command.request.index === undefined &&
      command.request.table.sortKey === undefined,
  },
]
