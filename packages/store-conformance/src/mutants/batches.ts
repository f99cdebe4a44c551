import { TransactionCanceledException } from '@cmz/store-core'
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
  {
    name: 'a reading transaction hands out whole items',
    needs: 'transactions',
    wrap: (driver) =>
      replaced(driver, {
        transactGet: (requests) => driver.transactGet(requests.map(({ table, key }) => ({ table, key }))),
      }),
  },
  {
    name: 'a token stands for any transaction',
    needs: 'transactions',
    wrap: (driver) =>
      replaced(driver, {
        transactWrite: (requests, options) =>
          driver.transactWrite(requests, options).catch((error: Error) => {
            if (error.name !== 'IdempotentParameterMismatchException') throw error
          }),
      }),
  },
  {
    name: 'a cancelled transaction tells nothing of its items',
    needs: 'currentItems',
    wrap: (driver) =>
      replaced(driver, {
        transactWrite: (requests, options) =>
          driver.transactWrite(
            requests.map((request) => ({ ...request, wantsCurrent: false })),
            options,
          ),
      }),
  },
  {
    name: 'a cancelled transaction tells the first reason only',
    needs: 'transactions',
    wrap: (driver) =>
      replaced(driver, {
        transactWrite: (requests, options) =>
          driver.transactWrite(requests, options).catch((error: Error) => {
            if (!(error instanceof TransactionCanceledException)) throw error
            const first = error.reasons.findIndex(({ code }) => code !== 'None')
            throw new TransactionCanceledException(
              error.reasons.map((reason, index) => (index === first ? reason : { code: 'None' })),
            )
          }),
      }),
  },
]
