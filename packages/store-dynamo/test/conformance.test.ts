import { describeStore } from '@cmz/store-conformance'
import { localCredentials, localRegion, type RunningServer } from '@cmz/dynamo-servers'
import { afterAll, beforeAll, describe } from 'vitest'
import { dynamoDriver } from '../src/index.ts'
import { servers } from './servers.ts'

/** dynalite compares nested values by identity of its parsed JSON, and binaries as text; it takes empty index keys. */
const dynaliteGaps = {
  'numbers in lists and maps are equal by value': 'dynalite never finds two lists or two maps equal (rule 1.8)',
  'eq compares lists and maps by their contents': 'dynalite never finds two lists or two maps equal (rule 1.8)',
  'contains finds a list within a list': 'dynalite looks for text, numbers and binaries only (rule 4.13)',
  'contains finds null in a list': 'dynalite looks for text, numbers and binaries only (rule 4.13)',
  'an empty index key is refused from whoever does not know the index':
    'dynalite takes an empty text for an index key (rule 2.12)',
  'bytes that are no text are told apart': 'dynalite decodes binaries as UTF-8 before it looks into them (rule 4.12)',
  'a sum beyond 38 digits or the range is refused': 'dynalite stores 39 digits and more (rule 5.7)',
  'positions are those of the list as it was': 'dynalite moves the elements with each removal (rule 5.11)',
  'a driver makes no item by an update that only takes away': 'dynalite makes an item of the key (rule 5.14)',
  'a driver makes no item by taking members out of sets': 'dynalite makes an item of the key (rule 5.14)',
  'a driver answers with nothing where it made nothing': 'dynalite makes an item of the key (rule 6.6)',
  'a driver takes away from an item that is not there, however deep': 'dynalite refuses the path (rule 5.12)',
  'two sets of the same members are equal, inside lists and maps too':
    'dynalite never finds two lists or two maps equal (rule 4.15)',
  'two attributes that are missing are not equal': 'dynalite takes nothing for equal to nothing (rule 4.5)',
  'two attributes that are missing differ': 'dynalite takes nothing for equal to nothing (rule 4.5)',
  'a text is as large as its UTF-8': 'dynalite counts units of UTF-16 (rule 4.14)',
  'an empty text has a size of 0': 'dynalite takes a size of 0 for none (rule 4.14)',
  'a filter compares text by its UTF-8 bytes too': 'dynalite compares by UTF-16 outside of keys (rule 2.1)',
  'an index key that is copied is not empty': 'dynalite takes an empty text for an index key (rule 2.12)',
  'an attribute is copied with all that is in it': 'dynalite copies what the update has changed already (rule 5.2)',
  'what is counted, appended to and taken out of is read as it was':
    'dynalite reads what the update has changed already (rule 5.2)',
  'an increment beyond 38 digits is refused': 'dynalite stores 39 digits and more (rule 5.7)',
  'a copy nests 32 levels deep and no deeper': 'dynalite lets values nest as deep as they will (rule 1.19)',
  'a filter has up to 300 operators': 'dynalite knows no limit of operators (rule 4.27)',
  'a local index fetches from the table what it does not hold': 'dynalite hands out what the index holds (rule 7.21)',
}

/** dynoxide's differences from AWS, most of them in updates. */
const dynoxideGaps = {
  'what is set behind the end of a list is appended, in the order of the positions':
    'dynoxide fills the gap with nulls (rule 5.10)',
  'positions are those of the list as it was': 'dynoxide moves the elements with each removal (rule 5.11)',
  'nothing is set or removed through a parent that is not there, or is something else':
    'dynoxide makes parents that are missing (rule 5.12)',
  'a driver makes no item by an update that only takes away': 'dynoxide makes an item of the key (rule 5.14)',
  'of a changed element only the element is returned': 'dynoxide returns the whole list (rule 6.3)',
  'of a changed element the element is returned as it was': 'dynoxide returns the whole list (rule 6.3)',
  'changed elements come one behind the other': 'dynoxide returns the whole list (rule 6.3)',
  'a place in an element of a list is returned alone': 'dynoxide returns the whole list (rule 6.3)',
  'what is set behind the end of a list is not returned': 'dynoxide fills the gap with nulls (rule 6.5)',
  'where an element was removed the one that is there now is returned': 'dynoxide returns the whole list (rule 6.5)',
  'a driver makes no item by taking members out of sets': 'dynoxide makes an item of the key (rule 5.14)',
  'a driver answers with nothing where it made nothing': 'dynoxide makes an item of the key (rule 6.6)',
  'a driver takes away from an item that is not there, however deep': 'dynoxide makes an item of the key (rule 5.12)',
  'a driver answers an update with nothing for an item that was not there before':
    'dynoxide answers with the key (rule 6.2)',
  'a driver reads parts of items at one moment': 'dynoxide hands out the key too, in a transaction (rule 7.2)',
  'an item that has none of what is asked for is read as an empty one':
    'dynoxide takes it for missing, in a transaction (rule 7.1)',
  'a text is as large as its UTF-8': 'dynoxide counts characters (rule 4.14)',
  'a filter has up to 300 operators': 'dynoxide knows no limit of operators (rule 4.27)',
  'a local index fetches from the table what it does not hold': 'dynoxide hands out what the index holds (rule 7.21)',
}

/** DynamoDB itself or another server, for whoever may use it; the SDK's own chain finds region and credentials. */
const endpoint = process.env['DYNAMODB_ENDPOINT_URL'] || undefined
if (endpoint !== undefined) {
  describeStore(`DynamoDB driver on ${endpoint}`, {
    capabilities: { transactions: true, currentItems: true, reopen: true },
    laggingIndexes: true,
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
