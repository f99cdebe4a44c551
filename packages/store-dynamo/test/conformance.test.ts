import { describeStore } from '@cmz/store-conformance'
import { localCredentials, localRegion, type RunningServer } from '@cmz/dynamo-servers'
import { afterAll, beforeAll, describe } from 'vitest'
import { dynamoDriver } from '../src/index.ts'
import { servers } from './servers.ts'

/** dynalite compares nested values by identity of its parsed JSON, and binaries as text; it takes empty index keys. */
const dynaliteGaps = {
  'numbers in lists and maps are equal by value': 'dynalite never finds two lists or two maps equal (rule 1.8)',
  'eq compares lists and maps by their contents': 'dynalite never finds two lists or two maps equal (rule 1.8)',
  'what a condition holds may be changed while it is looked at':
    'dynalite never finds two lists or two maps equal (rule 1.8)',
  'contains finds a list within a list': 'dynalite looks for text, numbers and binaries only (rule 4.13)',
  'contains finds null in a list': 'dynalite looks for text, numbers and binaries only (rule 4.13)',
  'an empty index key is refused from whoever does not know the index':
    'dynalite takes an empty text for an index key (rule 2.12)',
  'bytes that are no text are told apart': 'dynalite decodes binaries as UTF-8 before it looks into them (rule 4.12)',
  'a sum beyond 38 digits or the range is refused': 'dynalite stores 39 digits and more (rule 5.7)',
  'positions are those of the list as it was': 'dynalite moves the elements with each removal (rule 5.11)',
  'a driver makes no item by an update that only takes away': 'dynalite makes an item of the key (rule 5.14)',
}

/** dynoxide's differences from AWS in updates. */
const dynoxideGaps = {
  'what is set behind the end of a list is appended, in the order of the positions':
    'dynoxide fills the gap with nulls (rule 5.10)',
  'positions are those of the list as it was': 'dynoxide moves the elements with each removal (rule 5.11)',
  'nothing is set or removed through a parent that is not there, or is something else':
    'dynoxide makes parents that are missing (rule 5.12)',
  'a driver makes no item by an update that only takes away': 'dynoxide makes an item of the key (rule 5.14)',
  'of a changed element only the element is returned': 'dynoxide returns the whole list (rule 6.3)',
}

/** DynamoDB itself or another server, for whoever may use it; the SDK's own chain finds region and credentials. */
const endpoint = process.env['DYNAMODB_ENDPOINT_URL'] || undefined
if (endpoint !== undefined) {
  describeStore(`DynamoDB driver on ${endpoint}`, {
    capabilities: { transactions: true, currentItems: true, reopen: true },
    open: async () => ({ driver: () => dynamoDriver({ endpoint }), end: async () => {} }),
  })
}

for (const { name, start, transactions } of servers) {
  describe(name, () => {
    let server: RunningServer

    beforeAll(async () => {
      server = await start()
    })

    afterAll(() => server.stop())

    describeStore(`DynamoDB driver on ${name}`, {
      // the server keeps the tables of all scenarios, so a new driver finds what the one before wrote
      capabilities: { transactions, currentItems: name !== 'dynalite', reopen: true },
      open: async () => ({
        driver: () =>
          dynamoDriver({
            endpoint: server.endpoint,
            region: localRegion,
            credentials: localCredentials,
            transactions,
            timeToLive: transactions,
          }),
        end: async () => {},
      }),
      gaps: name === 'dynalite' ? dynaliteGaps : dynoxideGaps,
    })
  })
}
