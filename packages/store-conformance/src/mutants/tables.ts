import { type Mutant, replaced } from './mutant.ts'

export const tableMutants: readonly Mutant[] = [
  {
    name: 'a table with other keys is taken as it is',
    wrap: (driver) =>
      replaced(driver, {
        ensureTable: (...tables) =>
          driver.ensureTable(...tables).catch((error: Error) => {
            if (error.name !== 'ValidationException') throw error
          }),
      }),
  },
  {
    name: 'a table that does not exist is made by reading it',
    wrap: (driver) =>
      replaced(driver, {
        async get(request) {
          await driver.ensureTable(request.table)
          return driver.get(request)
        },
      }),
  },
  {
    name: 'a table is described without its indexes',
    wrap: (driver) =>
      replaced(driver, { describeTable: async (name) => ({ ...(await driver.describeTable(name)), indexes: {} }) }),
  },
  {
    name: 'a table that does not exist is described as unsupported',
    wrap: (driver) =>
      replaced(driver, {
        describeTable: (name) =>
          driver.describeTable(name).catch((error: Error) => {
            throw Object.assign(error, { name: 'UnsupportedException' })
          }),
      }),
  },
  {
    name: 'a closed driver still answers',
    wrap: (driver) => replaced(driver, { close: async () => {} }),
  },
]
