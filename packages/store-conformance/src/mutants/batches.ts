import { type Mutant, replaced } from './mutant.ts'

/** Mistakes with many items at once. */
export const batchMutants: readonly Mutant[] = [
  {
    name: 'a batch loses its last write',
    wrap: (driver) =>
      replaced(driver, { batchWrite: (requests, options) => driver.batchWrite(requests.slice(0, -1), options) }),
  },
  {
    name: 'a batch of reads misses its last item',
    wrap: (driver) =>
      replaced(driver, { batchGet: (requests, options) => driver.batchGet(requests.slice(0, -1), options) }),
  },
  {
    name: 'a batch says that it did what it left over',
    wrap: (driver) =>
      replaced(driver, {
        async batchWrite(requests, options) {
          await driver.batchWrite(requests.slice(0, 20), options)
          return []
        },
      }),
  },
  {
    name: 'a reading transaction answers in another order',
    needs: 'transactions',
    wrap: (driver) =>
      replaced(driver, { transactGet: async (requests) => (await driver.transactGet(requests)).toReversed() }),
  },
  {
    name: 'a token is ignored',
    needs: 'transactions',
    wrap: (driver) => replaced(driver, { transactWrite: (requests) => driver.transactWrite(requests) }),
  },
  {
    name: 'a check is not made',
    needs: 'transactions',
    wrap: (driver) =>
      replaced(driver, {
        transactWrite: (requests, options) =>
          driver.transactWrite(
            requests.filter(({ kind }) => kind !== 'check'),
            options,
          ),
      }),
  },
]
