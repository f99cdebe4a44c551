import { describeStore } from '@cmz/store-conformance'
import { dynamoDriver } from '../src/index.ts'
import { describeServer } from './describe-server.ts'
import { servers } from './servers.ts'

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

const dynoxide = servers.find(({ name }) => name === 'dynoxide')
if (dynoxide !== undefined) describeServer(dynoxide, { gaps: dynoxideGaps })
